using System.Buffers;
using Weir.Traffic;
using Weir.Traffic.Journals;

namespace Weir.Detection.Accounts;

/// <summary>
/// Puts exchanges into the order of their arrival: a log is written in the order of completion. An exchange is held until one arrives that is younger by
/// the window, or until too many are held; then the oldest goes first. One line with a wrong date in the future waits at the end and moves nothing else.
/// </summary>
internal sealed class Reordering(TimeSpan window, int most)
{
    private readonly PriorityQueue<Exchange, (long Ticks, long Number)> _held = new();
    private long _number;
    private long _lastReleased = long.MinValue;

    /// <summary>Exchanges that came later than the window allows, and were taken in out of order.</summary>
    public long Late { get; private set; }
    public int Held => _held.Count;

    public void Add(Exchange exchange, List<Exchange> released)
    {
        var ticks = exchange.Time.UtcTicks;
        _held.Enqueue(exchange, (ticks, _number++));
        Release(ticks - window.Ticks, released);
        while (_held.Count > most)
            Release(released);
    }

    /// <summary>Lets go of everything that is not younger than the time.</summary>
    public void Release(long untilTicks, List<Exchange> released)
    {
        while (_held.TryPeek(out _, out var key) && key.Ticks <= untilTicks)
            Release(released);
    }

    /// <summary>Writes what is held, as lines of the journal, so that a restart changes no order.</summary>
    public void Save(BinaryWriter to)
    {
        to.Write(_lastReleased);
        to.Write(Late);
        var lines = new ArrayBufferWriter<byte>();
        foreach (var (exchange, _) in _held.UnorderedItems.OrderBy(static held => held.Priority))
            ExchangeJson.Write(exchange, lines);
        to.Write(lines.WrittenCount);
        to.Write(lines.WrittenSpan);
    }

    public void Restore(BinaryReader from)
    {
        _lastReleased = from.ReadInt64();
        Late = from.ReadInt64();
        // The lines carry hashes, and no content that would have to be hashed.
        foreach (var exchange in JournalLines.Read(from.ReadBytes(from.ReadInt32()), KeyedHasher.Ephemeral()))
            _held.Enqueue(exchange, (exchange.Time.UtcTicks, _number++));
    }

    private void Release(List<Exchange> released)
    {
        _held.TryDequeue(out var exchange, out var key);
        if (key.Ticks < _lastReleased)
            Late++;
        else
            _lastReleased = key.Ticks;
        released.Add(exchange!);
    }
}
