using Weir.Detection.Evidence;

namespace Weir.Detection.Accounts.Signals;

/// <summary>Openings that come from another client (user agent and TLS fingerprint) than the one before.</summary>
internal static class Clients
{
    public static Signal Signal { get; } = new()
    {
        Name = "changes of client",
        Unit = "share of openings",
        Family = Family.Identity,
        Anybody = Belief.Of(new(0.75, 1, 14), new(0.25, 1, 1.5)),
        Usual = "below 20%",
        Measure = static (in Stretch s) => s[Counter.Openings] < 20 ? Measure.None : new Measure(s[Counter.ClientChanges], s[Counter.Openings]),
        Says = static (double rate, in Stretch s) => $"{Signal.Percent(rate)} of its requests come from another client than the one before.",
    };
}
