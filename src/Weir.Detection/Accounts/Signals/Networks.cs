using Weir.Detection.Evidence;

namespace Weir.Detection.Accounts.Signals;

/// <summary>Openings that come from another network than the one before. Travellers and roaming clients change now and then, a pool of proxies always.</summary>
internal static class Networks
{
    public static Signal Signal { get; } = new()
    {
        Name = "changes of network",
        Unit = "share of openings",
        Family = Family.Identity,
        Anybody = Belief.Of(new(0.7, 1, 14), new(0.3, 1, 1.5)),
        Usual = "below 20%; serverless products more",
        Measure = static (in Stretch s) => s[Counter.Openings] < 20 ? Measure.None : new Measure(s[Counter.NetworkChanges], s[Counter.Openings]),
        Says = static (double rate, in Stretch s) => $"{Signal.Percent(rate)} of its requests come from another network than the one before.",
    };
}
