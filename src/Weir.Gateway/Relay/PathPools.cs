using System.Collections.Concurrent;
using Weir.Traffic.Dialects;

namespace Weir.Gateway.Relay;

/// <summary>
/// What calls use one after another instead of making it anew. Bounded: a burst leaves no more behind than an ordinary
/// day needs.
/// </summary>
public sealed class PathPools(TimeProvider time)
{
    private const int MostKept = 256;

    private readonly ConcurrentQueue<CallClock> _clocks = new();
    private readonly ConcurrentQueue<AnswerReader> _readers = new();

    public CallClock TakeClock() => _clocks.TryDequeue(out var clock) ? clock : new CallClock(time);

    public void Return(CallClock clock)
    {
        if (clock.TryEnd() && _clocks.Count < MostKept)
            _clocks.Enqueue(clock);
        else
            clock.Dispose();
    }

    public AnswerReader TakeReader(in Endpoint endpoint, AnswerForm form, int maxText)
    {
        if (!_readers.TryDequeue(out var reader))
            return new AnswerReader(endpoint, form, maxText);
        reader.Reset(endpoint, form, maxText);
        return reader;
    }

    /// <summary>What was read must have been taken out: the next call finds the reader empty.</summary>
    public void Return(AnswerReader reader)
    {
        if (_readers.Count < MostKept)
            _readers.Enqueue(reader);
    }
}
