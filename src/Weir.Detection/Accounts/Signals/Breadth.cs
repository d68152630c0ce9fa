using Weir.Detection.Evidence;

namespace Weir.Detection.Accounts.Signals;

/// <summary>How fast the vocabulary of its prompts keeps growing: one product soon knows its words, a harvest of many subjects never does. The logarithm of different words over that of all words, from samples.</summary>
internal static class Breadth
{
    public static Signal Signal { get; } = new()
    {
        Name = "breadth of subjects",
        Unit = "exponent",
        Family = Family.Taking,
        Anybody = Belief.Of(new(0.5, 14, 5), new(0.3, 6, 6), new(0.2, 3, 6)),
        Usual = "0.5 to 0.85; narrow products lower",
        Measure = static (in Stretch s) => s.TermGrowth <= 0 ? Measure.None : Measure.OfLevel(s.TermGrowth, 100),
        Says = static (double rate, in Stretch s) => rate > 0.8 ? $"Its subjects never run out: the vocabulary keeps growing (exponent {Signal.Fine(rate)})." : $"It keeps to its subjects: the vocabulary grows slowly (exponent {Signal.Fine(rate)}).",
    };
}
