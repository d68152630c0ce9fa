using System.Runtime.CompilerServices;

namespace Weir.Traffic.Journals;

/// <summary>
/// Reads logs of any accepted format as one stream of exchanges. Lines are parsed in parallel and handed over in order; sources
/// whose times overlap are merged by time. Memory does not grow with the logs. Read once.
/// </summary>
public sealed class LogReading(IReadOnlyList<LogSource> sources, KeyedHasher hasher, TimeProvider clock, LogReadingOptions options) : IDisposable
{
    private readonly BlockParser _parser = new(new LineContext(hasher, options.KeepTexts), options.LongestLine);
    private readonly LogOrder _order = new(clock.GetUtcNow() + options.FutureSlack, options.Reordering);
    private readonly SemaphoreSlim _threads = new(options.Threads);
    private readonly List<OpenLog> _open = [];
    private long _bytes;

    /// <summary>Bytes read of the sources so far, before decompression. May be looked at while reading.</summary>
    public long BytesRead => Interlocked.Read(ref _bytes);
    public long Lines { get; private set; }
    public long Exchanges { get; private set; }
    public LogFaults Faults { get; } = new(options.FaultsKept);

    /// <summary>Whether a strict reading ended early, at <see cref="LogFaults.First"/>.</summary>
    public bool Stopped => options.Strict && Faults.First is not null;

    /// <summary>Runs of exchanges, in order.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<Exchange>> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var waiting = await InOrderOfStartAsync(stop.Token);
        try
        {
            while (!Stopped)
            {
                while (waiting.TryPeek(out var source, out var start) && IsDue(start.At) && !Stopped)
                {
                    waiting.Dequeue();
                    var ahead = Math.Max(2, (options.Threads + 1) / (_open.Count + 1));
                    var log = new OpenLog(source, _parser, _threads, options, ahead, bytes => Interlocked.Add(ref _bytes, bytes), stop.Token);
                    _open.Add(log);
                    await AdvanceAsync(log, stop.Token);
                }

                if (Stopped || _open.Count == 0)
                    break;
                var first = Earliest(out var until);
                if (waiting.TryPeek(out _, out var next) && next.At < until && _open.Count < options.SideBySide)
                    until = next.At;
                yield return Deliver(first, until);
                if (first.Exhausted)
                    await AdvanceAsync(first, stop.Token);
            }
        }
        finally
        {
            await stop.CancelAsync();
            foreach (var log in _open)
                await log.DisposeAsync();
            _open.Clear();
        }
    }

    public void Dispose() => _threads.Dispose();

    /// <summary>A source is opened when the others have come to its first moment.</summary>
    private bool IsDue(DateTimeOffset start)
    {
        if (_open.Count == 0)
            return true;
        if (_open.Count >= options.SideBySide)
            return false;
        foreach (var log in _open)
        {
            if (log.Head < start)
                return false;
        }

        return true;
    }

    private OpenLog Earliest(out DateTimeOffset until)
    {
        var first = _open[0];
        until = DateTimeOffset.MaxValue;
        for (var i = 1; i < _open.Count; i++)
        {
            var head = _open[i].Head;
            if (head < first.Head)
                (until, first) = (first.Head, _open[i]);
            else if (head < until)
                until = head;
        }

        return first;
    }

    private ReadOnlyMemory<Exchange> Deliver(OpenLog log, DateTimeOffset until)
    {
        var (exchanges, from) = log.TakeUntil(until);
        foreach (var exchange in exchanges.Span)
        {
            if (_order.IsLate(exchange.Time))
                Faults.Add(new LogFault(log.Name, log.LineOf(from), LogFaultKind.OutOfOrder, "is older than lines before it"));
            from++;
        }

        Exchanges += exchanges.Length;
        return exchanges;
    }

    /// <summary>Goes to the log's next block that holds an exchange; at its end takes the log away.</summary>
    private async ValueTask AdvanceAsync(OpenLog log, CancellationToken cancellation)
    {
        while (!Stopped && await log.NextAsync(cancellation) is { } block)
        {
            _order.DropFuture(log.Name, block);
            Lines += block.Lines;
            block.Faults.Sort((a, b) => a.Line.CompareTo(b.Line));
            foreach (var fault in block.Faults)
                Faults.Add(fault);
            log.Use(block);
            if (!log.Exhausted)
                return;
        }

        _open.Remove(log);
        await log.DisposeAsync();
    }

    /// <summary>Looks at the first exchange of each source; one that cannot be looked at twice comes first.</summary>
    private async ValueTask<PriorityQueue<LogSource, (DateTimeOffset At, int Place)>> InOrderOfStartAsync(CancellationToken cancellation)
    {
        var waiting = new PriorityQueue<LogSource, (DateTimeOffset At, int Place)>();
        for (var place = 0; place < sources.Count; place++)
        {
            var source = sources[place];
            var start = sources.Count > 1 && source.Reopens ? await StartOfAsync(source, cancellation) : DateTimeOffset.MinValue;
            waiting.Enqueue(source, (start, place));
        }

        return waiting;
    }

    private async ValueTask<DateTimeOffset> StartOfAsync(LogSource source, CancellationToken cancellation)
    {
        const int enough = 1 << 16;
        try
        {
            await using var stream = await LogStreams.OpenAsync(source, _ => { }, cancellation);
            using var block = await new LineBlocks(stream, enough, options.LongestLine).ReadAsync(cancellation);
            if (block is not null && _parser.Parse(source.Name, block) is { Exchanges: [var first, ..] })
                return first.Time;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            // Told when it is its turn.
        }

        return DateTimeOffset.MinValue;
    }
}
