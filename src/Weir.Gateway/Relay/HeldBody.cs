using System.Buffers;

namespace Weir.Gateway.Relay;

/// <summary>
/// A request body held in one pooled buffer. Owned by the request while it runs, then handed to Watch with the draft;
/// whoever holds it last calls <see cref="Dispose"/>, once. <see cref="HeldBytes"/> counts what all bodies take together.
/// </summary>
public sealed class HeldBody(HeldBytes account) : IDisposable
{
    private byte[] _buffer = [];
    private int _length;
    private int _sending;

    public ReadOnlySpan<byte> Span => _buffer.AsSpan(0, _length);
    public ReadOnlyMemory<byte> Memory => _buffer.AsMemory(0, _length);
    public int Length => _length;

    /// <summary>Room for at least <paramref name="least"/> more bytes; false when all bodies together hold too much.</summary>
    public bool TryReserve(int least)
    {
        if (_buffer.Length - _length >= least)
            return true;
        var size = Math.Max(_length + least, Math.Min(_buffer.Length * 2, Array.MaxLength));
        var larger = ArrayPool<byte>.Shared.Rent(size);
        if (!account.TryTake(larger.Length - _buffer.Length))
        {
            ArrayPool<byte>.Shared.Return(larger);
            return false;
        }

        _buffer.AsSpan(0, _length).CopyTo(larger);
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
        return true;
    }

    public Memory<byte> Free => _buffer.AsMemory(_length);

    public void Advance(int count) => _length += count;

    public void Append(in ReadOnlySequence<byte> bytes)
    {
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += (int)bytes.Length;
    }

    /// <summary>
    /// An HTTP client may still be sending when its call has already ended (an HTTP/2 upstream that answered early). A
    /// buffer in that state is left to the collector: given back to the pool, it could carry another caller's words.
    /// </summary>
    public void BeginSending() => Interlocked.Increment(ref _sending);

    public void EndSending() => Interlocked.Decrement(ref _sending);

    public void Dispose()
    {
        var buffer = Interlocked.Exchange(ref _buffer, []);
        if (buffer.Length == 0)
            return;
        account.Give(buffer.Length);
        if (Volatile.Read(ref _sending) == 0)
            ArrayPool<byte>.Shared.Return(buffer);
    }
}

/// <summary>Bytes held by all request bodies at once: what keeps a thousand large uploads from taking the machine down.</summary>
public sealed class HeldBytes(long most)
{
    private long _held;

    public long Held => Interlocked.Read(ref _held);

    public bool TryTake(int bytes)
    {
        if (Interlocked.Add(ref _held, bytes) <= most)
            return true;
        Interlocked.Add(ref _held, -bytes);
        return false;
    }

    public void Give(int bytes) => Interlocked.Add(ref _held, -bytes);
}
