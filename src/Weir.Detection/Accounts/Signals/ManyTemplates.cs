using Weir.Detection.Evidence;

namespace Weir.Detection.Accounts.Signals;

/// <summary>How many frames were filled at least eight times. A product has one or two; a harvest deals out a deck of them. Logarithmic: 31 templates are 1.</summary>
internal static class ManyTemplates
{
    public static Signal Signal { get; } = new()
    {
        Name = "number of templates",
        Unit = "log scale",
        Family = Family.Templates,
        Anybody = Belief.Of(new(0.75, 1, 20), new(0.2, 2, 6), new(0.05, 2, 2)),
        Usual = "none to two",
        Measure = static (in Stretch s) => s.Templates < 0 || s[Counter.Openings] < 40 ? Measure.None : Measure.OfLevel(Math.Log2(1 + s.Templates) / 5, 15),
        Says = static (double rate, in Stretch s) => s.Templates == 0 ? "Fills no template eight times." : s.Templates == 1 ? "Fills one template, at least eight times." : $"Works through {Signal.Number(s.Templates)} templates, each filled at least eight times.",
    };
}
