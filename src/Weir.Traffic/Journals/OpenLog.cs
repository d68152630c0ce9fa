using System.Threading.Channels;

namespace Weir.Traffic.Journals;

/// <summary>
/// One source being read: a task cuts it into blocks and starts their parsing ahead of the consumer, bounded; the consumer
/// takes the parsed blocks in order.
/// </summary>
internal sealed class OpenLog : IAsyncDisposable
{
    private readonly Channel<Task<ParsedBlock>> _ahead;
    private readonly CancellationTokenSource _stop;
    private readonly Task _pump;
    private readonly bool _reopens;
    private Exchange[] _exchanges = [];
    private ParsedBlock _block = new();
    private int _at;

    public OpenLog(LogSource source, BlockParser parser, SemaphoreSlim threads, LogReadingOptions options, int ahead, Action<int> bytesRead, CancellationToken cancellation)
    {
        Name = source.Name;
        _reopens = source.Reopens;
        _ahead = Channel.CreateBounded<Task<ParsedBlock>>(new BoundedChannelOptions(ahead) { SingleReader = true, SingleWriter = true });
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _pump = Task.Run(() => PumpAsync(source, parser, threads, options, bytesRead, _stop.Token), CancellationToken.None);
    }

    public string Name { get; }
    public bool Exhausted => _at >= _exchanges.Length;
    /// <summary>Time of the next exchange.</summary>
    public DateTimeOffset Head => _exchanges[_at].Time;

    /// <summary>The next parsed block, for the caller to look at before <see cref="Use"/>; null at the end.</summary>
    public async ValueTask<ParsedBlock?> NextAsync(CancellationToken cancellation)
    {
        while (await _ahead.Reader.WaitToReadAsync(cancellation))
        {
            if (_ahead.Reader.TryRead(out var parsing))
                return await parsing;
        }

        return null;
    }

    public void Use(ParsedBlock block)
    {
        _block = block;
        _exchanges = [.. block.Exchanges];
        _at = 0;
    }

    /// <summary>At least one exchange, and those after it up to a time. The line numbers stand at the same places.</summary>
    public (ReadOnlyMemory<Exchange> Exchanges, int From) TakeUntil(DateTimeOffset until)
    {
        var from = _at++;
        while (_at < _exchanges.Length && _exchanges[_at].Time <= until)
            _at++;
        return (_exchanges.AsMemory(from, _at - from), from);
    }

    public long LineOf(int index) => _block.LineOf[index];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        // A pipe may be silent for ever, and reading it cannot be cancelled: its pump ends with the process.
        if (!_reopens)
            return;
        // Blocks that were parsed ahead are let go; their buffers went back when they were parsed.
        await _pump.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (_ahead.Reader.TryRead(out var parsing))
            await ((Task)parsing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task PumpAsync(LogSource source, BlockParser parser, SemaphoreSlim threads, LogReadingOptions options, Action<int> bytesRead, CancellationToken cancellation)
    {
        Exception? failure = null;
        try
        {
            await using var stream = await LogStreams.OpenAsync(source, bytesRead, cancellation);
            var blocks = new LineBlocks(stream, options.BlockBytes, options.LongestLine);
            var any = false;
            while (await blocks.ReadAsync(cancellation) is { } block)
            {
                any |= !block.Bytes.IsEmpty || block.BeforeTooLong || block.Broke is not null;
                await threads.WaitAsync(cancellation);
                await _ahead.Writer.WriteAsync(Task.Run(() => Parse(source.Name, parser, threads, block), CancellationToken.None), cancellation);
            }

            if (!any)
                await TellAsync(new LogFault(source.Name, 0, LogFaultKind.Empty, "is empty"), cancellation);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            await TellAsync(new LogFault(source.Name, 0, LogFaultKind.Unreadable, exception.Message), cancellation);
        }
        catch (Exception exception)
        {
            failure = exception;
        }

        _ahead.Writer.Complete(failure);
    }

    private ValueTask TellAsync(LogFault fault, CancellationToken cancellation)
    {
        var block = new ParsedBlock();
        block.Faults.Add(fault);
        return _ahead.Writer.WriteAsync(Task.FromResult(block), cancellation);
    }

    private static ParsedBlock Parse(string name, BlockParser parser, SemaphoreSlim threads, LineBlock block)
    {
        try
        {
            using (block)
                return parser.Parse(name, block);
        }
        finally
        {
            threads.Release();
        }
    }
}
