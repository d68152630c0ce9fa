using Weir.Detection.Evidence;

namespace Weir.Detection.Accounts.Signals;

/// <summary>Openings that fill a frame (the same first or last five words) which the account has filled otherwise before.</summary>
internal static class TemplateFillings
{
    public static Signal Signal { get; } = new()
    {
        Name = "fillings of a template",
        Unit = "share of openings",
        Family = Family.Templates,
        Anybody = Belief.Of(new(0.55, 1, 12), new(0.2, 2, 3), new(0.25, 10, 0.7)),
        Usual = "below 20%; products with one fixed opening line: nearly all",
        Measure = static (in Stretch s) => s[Counter.Openings] < 10 ? Measure.None : new Measure(s[Counter.Framed], s[Counter.Openings]),
        Says = static (double rate, in Stretch s) => $"{Signal.Percent(rate)} of its prompts are one frame filled in differently each time.",
    };
}
