using Weir.Detection.Accounts;
using Weir.Traffic;
using Weir.Traffic.Journals;

namespace Weir.Policy;

/// <summary>Reads a log through detection and one or two policies, a minute of the log's time after another.</summary>
public sealed class ReplayRun(AccountAnalysis analysis, IReadOnlyList<Replay> replays)
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(1);
    /// <summary>Campaigns are looked at anew when this many exchanges have come, or as many as they have members, but for logs of few every quarter of an hour.</summary>
    private const int LinkAfter = 200;
    private static readonly TimeSpan LinkAtLeast = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LinkAtMost = TimeSpan.FromMinutes(2);

    private readonly CampaignTies _ties = new();
    private readonly List<Exchange> _minute = [];
    private DateTimeOffset _linkedAt;
    private int _sinceLinked;
    private DateTimeOffset _end = DateTimeOffset.MinValue;

    public async Task ReadAsync(LogReading log, Action? progress, CancellationToken cancellation)
    {
        await foreach (var run in log.ReadAsync(cancellation))
        {
            for (var i = 0; i < run.Length; i++)
                Take(run.Span[i]);
            progress?.Invoke();
        }

        Finish();
    }

    /// <summary>The end of the log.</summary>
    public void Finish()
    {
        Decide();
        analysis.Finish();
    }

    /// <summary>The next exchange, in the order of time.</summary>
    public void Take(Exchange exchange)
    {
        if (exchange.Time >= _end)
        {
            Decide();
            _end = exchange.Time + Step;
        }

        _minute.Add(exchange);
    }

    private void Decide()
    {
        if (_minute.Count == 0)
            return;
        foreach (var replay in replays)
        {
            foreach (var exchange in _minute)
                replay.Meet(exchange);
        }

        analysis.ObserveAll(_minute);
        var linked = Linked();
        foreach (var replay in replays)
        {
            foreach (var exchange in _minute)
                replay.Observe(exchange, analysis);
            replay.Tick(_end, analysis, _ties, linked);
        }

        _minute.Clear();
    }

    private List<string>? Linked()
    {
        _sinceLinked += _minute.Count;
        var passed = _end - _linkedAt;
        if (passed < LinkAtMost || (_sinceLinked < Math.Max(LinkAfter, _ties.Count) && passed < LinkAtLeast))
            return null;
        (_linkedAt, _sinceLinked) = (_end, 0);
        return _ties.Refresh(analysis);
    }
}
