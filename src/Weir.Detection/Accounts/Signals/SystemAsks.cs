using Weir.Detection.Evidence;

namespace Weir.Detection.Accounts.Signals;

/// <summary>Calls whose system prompt asks for reasoning, grading or safe rewriting.</summary>
internal static class SystemAsks
{
    public static Signal Signal { get; } = new()
    {
        Name = "system prompt asks to show reasoning",
        Unit = "share of openings",
        Family = Family.Content,
        Anybody = Belief.Of(new(0.75, 0.5, 15), new(0.25, 4, 1)),
        Usual = "none, or all of it for some products",
        Measure = static (in Stretch s) => s[Counter.Openings] < 10 ? Measure.None : new Measure(s[Counter.SystemAsks], s[Counter.Openings]),
        Says = static (double rate, in Stretch s) => $"The system prompt of {Signal.Percent(rate)} of its calls asks to show reasoning, to grade or to rewrite.",
    };
}
