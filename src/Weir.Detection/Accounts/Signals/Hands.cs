using Weir.Detection.Evidence;

namespace Weir.Detection.Accounts.Signals;

/// <summary>Prompts that begin with a small letter, where the script has capitals. Some people always write so and some never: a mixture is many hands, or many people's prompts replayed.</summary>
internal static class Hands
{
    public static Signal Signal { get; } = new()
    {
        Name = "prompts in small letters",
        Unit = "share of openings",
        Family = Family.Automation,
        Anybody = Belief.Of(new(0.6, 0.6, 12), new(0.3, 1.5, 2), new(0.1, 8, 0.6)),
        Usual = "none or all for one hand, 10 to 70% for many",
        Measure = static (in Stretch s) => s[Counter.Cased] < 20 ? Measure.None : Measure.OfLevel((double)s[Counter.Lower] / s[Counter.Cased], Math.Min(60, s[Counter.Cased])),
        Says = static (double rate, in Stretch s) => $"{Signal.Percent(rate)} of its prompts begin with a small letter.",
    };
}
