using Weir.Detection.Evidence;

namespace Weir.Detection.Accounts.Signals;

/// <summary>Openings in another language than the one before: the same deck dealt in many languages. A language by itself is nothing, and translators change language too: it weighs little.</summary>
internal static class Languages
{
    public static Signal Signal { get; } = new()
    {
        Name = "changes of language",
        Unit = "share of openings",
        Family = Family.Identity,
        Anybody = Belief.Of(new(0.8, 0.6, 14), new(0.2, 2, 3)),
        Usual = "below 10%",
        Measure = static (in Stretch s) => s[Counter.Openings] < 20 ? Measure.None : new Measure(s[Counter.LanguageChanges], s[Counter.Openings]),
        Says = static (double rate, in Stretch s) => $"{Signal.Percent(rate)} of its prompts are in another language than the one before.",
    };
}
