using Weir.Detection.Evidence;
using Weir.Traffic.Text;

namespace Weir.Detection.Accounts.Signals;

/// <summary>Work on texts that are handed in, to be translated, shortened, sorted or read out: what most programs want of a model, and a harvest seldom.</summary>
internal static class GivenTexts
{
    private static readonly int[] Kinds = [.. new[] { AskKinds.Translation, AskKinds.Summarising, AskKinds.Extraction, AskKinds.Classification }.Select(static kind => System.Numerics.BitOperations.TrailingZeroCount((uint)kind))];

    private static Measure Read(in Stretch s)
    {
        if (s[Counter.Openings] < 10)
            return Measure.None;
        var most = 0;
        foreach (var kind in Kinds)
            most = Math.Max(most, s.Counts[(int)Counter.FirstKind + kind]);
        return new Measure(most, s[Counter.Openings]);
    }

    public static Signal Signal { get; } = new()
    {
        Name = "work on given texts",
        Unit = "share of openings",
        Family = Family.Content,
        Anybody = Belief.Of(new(0.7, 0.8, 8), new(0.3, 3, 1)),
        Usual = "below 10%, or nearly all",
        Measure = Read,
        Says = static (double rate, in Stretch s) => $"{Signal.Percent(rate)} of its prompts have a given text translated, shortened, sorted or read out.",
    };
}
