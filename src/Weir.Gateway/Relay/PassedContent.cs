using System.Buffers;
using System.Net;

namespace Weir.Gateway.Relay;

/// <summary>
/// Passes an upload through as it comes, counting its bytes. Can be sent once only. Tells the clock whose turn it is: a
/// slow caller takes nothing of the upstream's time.
/// </summary>
public sealed class PassedContent(Stream source, long? declared, long most, Action<ReadOnlySpan<byte>>? tap, CallClock clock) : HttpContent
{
    public long Bytes { get; private set; }

    /// <summary>The upload itself failed, or grew too large: the upstream is not to blame.</summary>
    public Refusal? Fault { get; private set; }

    /// <summary>The caller left in the middle of its upload.</summary>
    public bool CallerLeft { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(64 << 10);
        try
        {
            while (await ReadAsync(buffer, cancellationToken) is var read and > 0)
            {
                tap?.Invoke(buffer.AsSpan(0, read));
                await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                // A slow upload moves on as it comes, not when a buffer is full.
                await stream.FlushAsync(cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private async ValueTask<int> ReadAsync(byte[] buffer, CancellationToken cancel)
    {
        int read;
        try
        {
            clock.AwaitCaller();
            read = await source.ReadAsync(buffer, cancel);
            clock.AwaitUpstream();
        }
        catch (Microsoft.AspNetCore.Http.BadHttpRequestException bad) when (!BodyReceiver.IsHangUp(bad))
        {
            Fault = BodyReceiver.FaultOf(bad);
            throw new IOException("The caller's upload failed.", bad);
        }
        catch (Exception gone) when (gone is IOException || (gone is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            CallerLeft = true;
            throw new IOException("The caller left in the middle of its upload.", gone);
        }

        Bytes += read;
        if (Bytes <= most)
            return read;
        Fault = BodyReceiver.TooLarge(most);
        throw new IOException("The upload is larger than what is passed through.");
    }

    protected override bool TryComputeLength(out long length)
    {
        length = declared ?? 0;
        return declared is not null;
    }
}
