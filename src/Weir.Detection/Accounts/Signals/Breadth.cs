using Weir.Detection.Evidence;

namespace Weir.Detection.Accounts.Signals;

/// <summary>How likely the next word of its prompts is one it never used: one product soon knows its words, a harvest of many subjects never does. Logarithmic: one word in a hundred is 0, every word is 1.</summary>
internal static class Breadth
{
    public static Signal Signal { get; } = new()
    {
        Name = "breadth of subjects",
        Unit = "log scale",
        Family = Family.Taking,
        Anybody = Belief.Of(new(0.5, 10, 5), new(0.3, 6, 6), new(0.2, 2, 5)),
        Usual = "0.6 to 0.95; narrow products lower",
        Measure = static (in Stretch s) => s.Breadth <= 0 ? Measure.None : Measure.OfLevel(s.Breadth, 60),
        Says = static (double rate, in Stretch s) => rate > 0.6 ? $"Its subjects never run out: {Share(rate)} of its words are new to it, long after it began." : $"It keeps to its subjects: {Share(rate)} of its words are new to it.",
    };

    private static string Share(double level) => (Math.Pow(10, 2 * (level - 1)) * 100).ToString("0.#", System.Globalization.CultureInfo.InvariantCulture) + "%";
}
