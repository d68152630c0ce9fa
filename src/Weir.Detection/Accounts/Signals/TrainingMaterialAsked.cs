using Weir.Detection.Evidence;
using Weir.Traffic.Text;

namespace Weir.Detection.Accounts.Signals;

/// <summary>Prompts that have training material made: instructions with their answers, invented dialogues, lessons, good answers beside bad ones. Teachers and authors ask for some of it.</summary>
internal static class TrainingMaterialAsked
{
    private static readonly int Bit = System.Numerics.BitOperations.TrailingZeroCount((uint)AskKinds.TrainingMaterial);

    public static Signal Signal { get; } = new()
    {
        Name = "training material asked for",
        Unit = "share of openings",
        Family = Family.Content,
        Unforeseen = 0.0015,
        Anybody = Belief.Of(new(0.92, 0.5, 25), new(0.08, 1, 2)),
        Usual = "below 2%; teachers and authors more",
        Measure = static (in Stretch s) => s[Counter.Openings] < 10 ? Measure.None : new Measure(s.Counts[(int)Counter.FirstKind + Bit], s[Counter.Openings]),
        Says = static (double rate, in Stretch s) => $"{Signal.Percent(rate)} of its prompts have training material made: instructions, dialogues, lessons, answers to choose between.",
    };
}
