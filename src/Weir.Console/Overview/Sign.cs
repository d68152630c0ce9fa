using Weir.Console.Pieces;
using Weir.Gateway;
using Weir.Ledger;

namespace Weir.Console.Overview;

public enum SignLevel { Good, Warn, Bad }

/// <summary>Something of the gateway itself that is not as it should be.</summary>
public sealed record Sign(SignLevel Level, string Says, string? Link = null)
{
    private static readonly TimeSpan LongestLag = TimeSpan.FromMinutes(1);

    private const int MostOnTheirWay = 1_000;

    /// <summary>Worst first; empty where all is well.</summary>
    public static IReadOnlyList<Sign> Of(GatewayParts gateway)
    {
        var signs = new List<Sign>();
        void Bad(bool so, string says) => Add(so, SignLevel.Bad, says);
        void Warn(bool so, string says) => Add(so, SignLevel.Warn, says);
        void Add(bool so, SignLevel level, string says)
        {
            if (so)
                signs.Add(new Sign(level, says));
        }

        var (watch, detection, ledger) = (gateway.Watch, gateway.Detection, gateway.Ledger);
        foreach (var (name, why) in gateway.Readiness.Missing())
            Bad(true, $"Not ready to serve: {name}, {why}.");
        foreach (var upstream in gateway.Path.Snapshot.Upstreams.All.Where(static one => one.Health.IsResting))
            Warn(true, $"The upstream {upstream.Name} rests after failures.");
        Bad(!watch.Journal.Healthy, "The journal cannot be written: calls are served, and their records are lost.");
        var dropped = watch.Queue.Dropped + watch.Journal.Dropped + watch.Unreadable;
        Warn(dropped > 0, $"{Numbers.Short(dropped)} records of calls were dropped since the start.");
        Bad(detection.IsFailing, "Detection is down and begins again by itself: findings are old.");
        Warn(!detection.IsFailing && !detection.IsFollowing, "Detection reads what the journal holds and has not caught up yet.");
        // A few that wait are on their way, however far apart a drill's clock has them.
        Warn(detection.Waiting > MostOnTheirWay && detection.Lag > LongestLag, $"Detection is {Numbers.Span(detection.Lag)} behind.");
        Warn(detection.Counts.Failures > 0, $"Detection failed {Numbers.Short(detection.Counts.Failures)} times since the start.");
        Bad(ledger.IsEnabled && ledger.Health is LedgerHealth.Refusing, $"The ledger does not grow: {ledger.Reason ?? "it cannot be opened"}. No new hard decision is acted on.");
        Bad(ledger.IsEnabled && ledger.Health is LedgerHealth.Failing, $"The ledger cannot be written: {ledger.Reason ?? "the disk refuses"}. Entries wait.");
        Bad(gateway.Policy.Log.IsFailing, "Decisions cannot be kept: new stops wait, what frees somebody holds.");
        var held = gateway.Policy.HeldBack;
        Warn(held > 0, $"{Numbers.Short(held)} stops were held back because they could not be recorded.");
        Warn(gateway.Policy.File.Faults.Count > 0, "The policy file has faults; the one before it is in force.");
        Warn(gateway.Reload?.Last is { Taken: false }, "The configuration file has faults; the one before it is in force.");
        Warn(gateway.Reload?.Last is { Taken: true, NeedRestart.Count: > 0 }, "Some of the configuration needs a restart to be in force.");
        Warn(gateway.Notices.Undelivered.Count > 0, $"{Numbers.Short(gateway.Notices.Undelivered.Count)} notices could not be delivered.");
        Warn(gateway.Notices.Unwritten > 0, $"{Numbers.Short(gateway.Notices.Unwritten)} findings for the SIEM could not be written.");
        return [.. signs.OrderByDescending(static sign => sign.Level)];
    }
}
