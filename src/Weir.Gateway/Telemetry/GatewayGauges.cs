using System.Diagnostics.Metrics;
using Weir.Gateway.Enforcement;
using Weir.Gateway.Enforcement.Notices;
using Weir.Gateway.Findings;
using Weir.Gateway.Ledger;
using Weir.Gateway.Relay;
using Weir.Gateway.Watch;
using Tag = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Weir.Gateway.Telemetry;

/// <summary>What one running gateway can be asked at any time: its journal and its upstreams. Gone with the gateway.</summary>
public sealed class GatewayGauges : IDisposable
{
    private readonly Meter _meter = new(GatewayMeter.Name);
    private double _lag;

    public GatewayGauges(WatchWorker watch, LiveDetection detection, GatewayLedger ledger, PolicyDesk policy, NoticeDesk notices, Func<Upstreams> upstreams, TimeProvider time)
    {
        Journal(watch);
        Detection(detection);
        Ledger(ledger);
        Policy(policy, notices);
        watch.Listen(exchange => Volatile.Write(ref _lag, Math.Max(0, (time.GetUtcNow() - exchange.Time).TotalSeconds - exchange.LatencyMs / 1000.0)));
        _meter.CreateObservableGauge("weir.journal.lag", () => Volatile.Read(ref _lag), "s", "From the end of the call that was recorded last to its record.");
        _meter.CreateObservableGauge(
            "weir.upstream.resting",
            () => upstreams().All.Select(static upstream => new Measurement<int>(upstream.Health.IsResting ? 1 : 0, new Tag("weir.upstream", upstream.Name))),
            null, "1 while an upstream gets no calls because it failed several times in a row.");
    }

    private void Journal(WatchWorker watch)
    {
        var (queue, journal) = (watch.Queue, watch.Journal);
        _meter.CreateObservableCounter("weir.journal.written", () => journal.Written, "{exchange}", "Exchanges written to the journal.");
        _meter.CreateObservableCounter("weir.journal.bytes", () => journal.BytesWritten, "By", "Bytes written to the journal.");
        // Alarms: what is counted here is lost.
        _meter.CreateObservableCounter(
            "weir.journal.dropped",
            () => (IEnumerable<Measurement<long>>)
            [
                new(queue.DroppedFor(DropReason.Length), new Tag("weir.reason", "queue_length")),
                new(queue.DroppedFor(DropReason.Bytes), new Tag("weir.reason", "queue_bytes")),
                new(queue.DroppedFor(DropReason.Stopped), new Tag("weir.reason", "stopped")),
                new(journal.Dropped, new Tag("weir.reason", "disk")),
                new(watch.Unreadable, new Tag("weir.reason", "unreadable")),
            ],
            "{exchange}", "Exchanges that were not recorded, by why.");
        _meter.CreateObservableGauge("weir.journal.failing", () => journal.Healthy ? 0 : 1, null, "1 while the journal cannot be written.");
        _meter.CreateObservableGauge("weir.journal.waiting", () => queue.Length, "{exchange}", "Exchanges that wait to be recorded.");
    }

    private void Ledger(GatewayLedger ledger)
    {
        _meter.CreateObservableGauge("weir.ledger.size", () => ledger.Writer?.Checkpoint?.Size ?? 0, "{entry}", "Entries that the ledger holds for good.");
        _meter.CreateObservableGauge("weir.ledger.waiting", () => ledger.Writer?.Waits ?? 0, "{entry}", "Entries that wait to be written.");
        // Alarms: while these are not zero, what happens is not recorded for good, and no hard decision is acted on.
        _meter.CreateObservableGauge("weir.ledger.failing", () => ledger.IsFailing ? 1 : 0, null, "1 while the ledger cannot be written or has damage.");
        _meter.CreateObservableCounter("weir.ledger.failures", () => ledger.Writer?.Failures ?? 0, "{failure}", "Times that the disk refused the ledger.");
        _meter.CreateObservableCounter("weir.ledger.refused", () => ledger.Refused, "{entry}", "Entries that were not taken: too many waited, or the ledger does not grow.");
    }

    private void Policy(PolicyDesk policy, NoticeDesk notices)
    {
        _meter.CreateObservableGauge(
            "weir.policy.held",
            () => policy.Snapshot.Accounts.Values.CountBy(static hold => hold.Posture).Select(static held => new Measurement<int>(held.Value, new Tag("weir.posture", held.Key.ToString().ToLowerInvariant()))),
            "{account}", "Accounts by the posture that is enforced; those that are open are not counted.");
        _meter.CreateObservableCounter("weir.policy.decisions", () => policy.Log.Written, "{entry}", "Decisions and acts that were kept.");
        _meter.CreateObservableCounter("weir.notices.undelivered", () => notices.Webhooks.Sum(static hook => hook.Failed) + notices.Unwritten, "{notice}", "Messages that a webhook or the SIEM's file did not take.");
        // Alarms: new stops wait while these are not zero.
        _meter.CreateObservableGauge("weir.policy.failing", () => policy.Log.IsFailing ? 1 : 0, null, "1 while decisions cannot be kept.");
        _meter.CreateObservableCounter("weir.policy.held_back", () => policy.HeldBack, "{decision}", "Stops that could not be kept, and so did not act.");
    }

    private void Detection(LiveDetection detection)
    {
        _meter.CreateObservableGauge(
            "weir.findings",
            () => detection.Counts.Verdicts is var verdicts ? (IEnumerable<Measurement<long>>)
            [
                new(verdicts.Clear, new Tag("weir.verdict", "clear")),
                new(verdicts.Watch, new Tag("weir.verdict", "watch")),
                new(verdicts.Act, new Tag("weir.verdict", "act")),
            ] : [],
            "{account}", "Accounts by the verdict in force.");
        _meter.CreateObservableCounter("weir.detection.analysed", () => detection.Counts.Analysed, "{exchange}", "Exchanges that detection took in since the start, those read back from the journal among them.");
        _meter.CreateObservableCounter("weir.detection.skipped", () => detection.Skipped, "{exchange}", "Exchanges that came faster than detection takes them; it reads them from the journal later.");
        _meter.CreateObservableGauge("weir.detection.waiting", () => detection.Waiting, "{exchange}", "Exchanges that wait for detection.");
        _meter.CreateObservableGauge("weir.detection.lag", () => detection.Lag.TotalSeconds, "s", "How old the newest exchange is that detection took in, while others wait.");
        // Alarms: serving goes on, and findings are missing or old.
        _meter.CreateObservableCounter("weir.detection.failures", () => detection.Counts.Failures, "{failure}", "Times that detection failed, and exchanges that it could not take in.");
        _meter.CreateObservableGauge("weir.detection.failing", () => detection.IsFailing ? 1 : 0, null, "1 while detection is down and waits to begin again.");
    }

    public void Dispose() => _meter.Dispose();
}
