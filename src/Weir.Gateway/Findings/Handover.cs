using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Weir.Gateway.Configuration;
using Weir.Gateway.Watch;
using Weir.Traffic;

namespace Weir.Gateway.Findings;

/// <summary>
/// Exchanges between two places of the journal, as Watch showed them. Where <see cref="To"/> is null nothing is written
/// to a journal; where only <see cref="From"/> is, it is not known where they begin. <see cref="Shown"/> counts all exchanges
/// that Watch has shown, to the end of these.
/// </summary>
internal sealed record JournalStretch(JournalPosition? From, JournalPosition? To, IReadOnlyList<Exchange> Exchanges, long Shown);

/// <summary>
/// From Watch to detection, on Watch's thread: it must stay cheap, and it never waits. Exchanges gather until Watch tells
/// a place of the journal; they are handed over with it. Where there is no room they are counted and forgotten, and
/// detection, which sees that a stretch is missing, reads it from the journal.
/// </summary>
internal sealed class Handover
{
    /// <summary>Exchanges that may wait, a few MB: what is not held is still in the journal.</summary>
    public const int MostWaiting = 4_096;

    private readonly Channel<JournalStretch> _channel;
    private readonly ConfigSource _config;
    private readonly int _most;
    private List<Exchange> _gathered = [];
    private JournalPosition? _from;
    private bool _lost;
    private int _waiting;
    private volatile bool _complete;
    private long _shown;
    private long _skipped;

    /// <param name="config">Whether there is a journal now; without one every exchange goes over at once.</param>
    /// <param name="most">How many exchanges may wait.</param>
    public Handover(ConfigSource config, int most = MostWaiting)
    {
        (_config, _most) = (config, most);
        _channel = Channel.CreateBounded<JournalStretch>(new BoundedChannelOptions(most) { SingleReader = true, SingleWriter = true });
    }

    /// <summary>Exchanges that Watch has shown.</summary>
    public long Shown => Interlocked.Read(ref _shown);

    /// <summary>Exchanges that found no room. With a journal they are read back from it, without one they are lost to detection.</summary>
    public long Skipped => Interlocked.Read(ref _skipped);

    /// <summary>Whether everything that was shown has been taken or skipped.</summary>
    public bool IsEmpty => Waiting == 0;

    /// <summary>Exchanges that wait, here or in the hand of who took them.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    public ValueTask<bool> WaitAsync() => _channel.Reader.WaitToReadAsync(CancellationToken.None);

    public bool TryTake([NotNullWhen(true)] out JournalStretch? stretch) => _channel.Reader.TryRead(out stretch);

    /// <summary>The taker is done with it.</summary>
    public void Done(JournalStretch stretch) => Interlocked.Add(ref _waiting, -stretch.Exchanges.Count);

    public void Show(Exchange exchange)
    {
        // Waits before it is counted: who finds all counted and none waiting has seen everything.
        var room = Interlocked.Increment(ref _waiting) <= _most;
        if (room && _config.Current.Journal.Enabled)
            _gathered.Add(exchange);
        else if (!room || !_channel.Writer.TryWrite(new JournalStretch(null, null, [exchange], Shown + 1)))
            Skip(1);
        Interlocked.Increment(ref _shown);
    }

    public void Place(JournalPosition place)
    {
        // A stretch that is not whole says so by not knowing where it begins; one that is not taken leaves a gap before the next.
        var stretch = new JournalStretch(_lost ? null : _from, place, _gathered, Shown);
        if (!_channel.Writer.TryWrite(stretch))
            Skip(_gathered.Count);
        _gathered = [];
        (_from, _lost) = (place, false);
    }

    private void Skip(int count)
    {
        _lost = true;
        Interlocked.Add(ref _skipped, count);
        Interlocked.Add(ref _waiting, -count);
    }

    /// <summary>Watch has stopped: nothing comes any more.</summary>
    public void Complete()
    {
        _complete = true;
        _channel.Writer.TryComplete();
    }

    public bool IsComplete => _complete;
}
