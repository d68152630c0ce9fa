using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Gateway.Configuration;
using Weir.Ledger;

namespace Weir.Gateway.Admin;

/// <summary>One look at a running gateway: what it serves, from which configuration, and what is wrong.</summary>
internal static class StatusRoute
{
    private static readonly string? Version = typeof(StatusRoute).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;

    public static void Map(IEndpointRouteBuilder routes, GatewayParts parts)
    {
        var started = parts.Time.GetUtcNow();
        routes.MapGet("/api/status", () => Results.Json(Look(parts, started), AdminJson.Options));
    }

    private static StatusAnswer Look(GatewayParts parts, DateTimeOffset started)
    {
        var config = parts.Config.Current;
        var missing = parts.Readiness.Missing();
        return new StatusAnswer
        {
            Version = Version,
            Started = started,
            Ready = missing.Count == 0,
            NotReadyBecause = missing.Count == 0 ? null : missing,
            Identity = config.Identity.Kind,
            DataFolder = config.DataFolder,
            Upstreams = [.. parts.Path.Snapshot.Upstreams.All.Select(static upstream => new UpstreamAnswer(
                upstream.Name, upstream.Config.Url.GetLeftPart(UriPartial.Path), upstream.Health.IsResting, upstream.Health.ConsecutiveFailures))],
            Journal = new JournalAnswer(
                config.Journal.Enabled, parts.Watch.Journal.Healthy, parts.Watch.Journal.Written, parts.Watch.Queue.Length,
                parts.Watch.Queue.Dropped + parts.Watch.Journal.Dropped + parts.Watch.Unreadable),
            Detection = new DetectionAnswer
            {
                State = parts.Detection.IsFailing ? "failing" : parts.Detection.IsFollowing ? "following" : "catching_up",
                Analysed = parts.Detection.Counts.Analysed,
                Waiting = parts.Detection.Waiting,
                LagSeconds = Math.Round(parts.Detection.Lag.TotalSeconds, 3),
                Failures = parts.Detection.Counts.Failures,
                Calibration = parts.Calibration.Yardstick is null ? "none" : parts.Calibration.File,
                SnapshotSetAside = parts.Detection.SetAside,
            },
            Ledger = new LedgerAnswer(
                parts.Ledger.IsEnabled ? parts.Ledger.Health : null, parts.Ledger.Reason, parts.Ledger.Key?.Text, parts.Ledger.Writer?.Checkpoint?.Size ?? 0,
                parts.Ledger.Writer?.Waits ?? 0, parts.Witnesses.Newest?.Size),
            Configuration = new ConfigurationAnswer
            {
                File = parts.Reload?.File,
                LastRead = parts.Reload?.Last?.Time,
                Faults = parts.Reload?.Last is { Taken: false } refused ? [.. refused.Faults.Select(static fault => fault.ToString())] : null,
                NeedRestart = parts.Reload?.Last is { NeedRestart.Count: > 0 } taken ? taken.NeedRestart : null,
            },
        };
    }

    private sealed record StatusAnswer
    {
        public string? Version { get; init; }
        public DateTimeOffset Started { get; init; }
        public bool Ready { get; init; }
        public IReadOnlyDictionary<string, string>? NotReadyBecause { get; init; }
        public IdentityKind Identity { get; init; }
        public required string DataFolder { get; init; }
        public required IReadOnlyList<UpstreamAnswer> Upstreams { get; init; }
        public required JournalAnswer Journal { get; init; }
        public required DetectionAnswer Detection { get; init; }
        public required LedgerAnswer Ledger { get; init; }
        public required ConfigurationAnswer Configuration { get; init; }
    }

    private sealed record DetectionAnswer
    {
        public required string State { get; init; }
        public long Analysed { get; init; }
        public long Waiting { get; init; }
        public double LagSeconds { get; init; }
        public long Failures { get; init; }
        /// <summary>The file that detection started from, or "none": built-in yardsticks.</summary>
        public string? Calibration { get; init; }
        public string? SnapshotSetAside { get; init; }
    }

    private sealed record UpstreamAnswer(string Name, string Url, bool Resting, int ConsecutiveFailures);

    private sealed record JournalAnswer(bool Enabled, bool Healthy, long Written, int Waiting, long Dropped);

    /// <param name="State">Null where it is turned off.</param>
    /// <param name="Witnessed">How many entries witnesses have signed for.</param>
    private sealed record LedgerAnswer(LedgerHealth? State, string? Reason, string? Key, long Entries, int Waiting, long? Witnessed);

    private sealed record ConfigurationAnswer
    {
        public string? File { get; init; }
        public DateTimeOffset? LastRead { get; init; }
        public IReadOnlyList<string>? Faults { get; init; }
        public IReadOnlyList<string>? NeedRestart { get; init; }
    }
}
