using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Weir.Gateway.Configuration;

namespace Weir.Gateway.Relay;

/// <summary>Takes a request's body in whole, within the limits for one body and for all bodies together.</summary>
public static class BodyReceiver
{
    private const int FirstRead = 4096;

    /// <summary>Null when the body is in <paramref name="into"/>; otherwise why not.</summary>
    public static ValueTask<Refusal?> ReceiveAsync(HttpRequest request, HeldBody into, BodyConfig limits, TimeProvider time, CancellationToken cancel)
    {
        var declared = request.ContentLength;
        if (declared > limits.MaxBytes)
            return new(TooLarge(limits.MaxBytes));
        // A declared length is a promise, not a reason to set memory aside: more is reserved as it comes.
        if (declared != 0 && !into.TryReserve((int)Math.Clamp(declared ?? FirstRead, 1, 64 << 10)))
            return new(NoRoom());
        try
        {
            return TryDrain(request, into, limits, out var refusal) ? new(refusal) : ReceiveSlowlyAsync(request, into, limits, time, cancel);
        }
        catch (BadHttpRequestException bad) when (!IsHangUp(bad))
        {
            return new(FaultOf(bad));
        }
    }

    /// <summary>What has already arrived is taken without awaiting: nearly every call of an ordinary client ends here.</summary>
    private static bool TryDrain(HttpRequest request, HeldBody into, BodyConfig limits, out Refusal? refusal)
    {
        refusal = null;
        while (request.BodyReader.TryRead(out var read))
        {
            refusal = Append(read.Buffer, into, limits);
            request.BodyReader.AdvanceTo(read.Buffer.End);
            if (refusal is not null || read.IsCompleted)
                return true;
        }

        return false;
    }

    private static async ValueTask<Refusal?> ReceiveSlowlyAsync(HttpRequest request, HeldBody into, BodyConfig limits, TimeProvider time, CancellationToken cancel)
    {
        using var patience = new CancellationTokenSource(limits.ReceiveTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, patience.Token);
        try
        {
            while (true)
            {
                var read = await request.BodyReader.ReadAsync(either.Token);
                var refusal = Append(read.Buffer, into, limits);
                request.BodyReader.AdvanceTo(read.Buffer.End);
                if (refusal is not null || read.IsCompleted)
                    return refusal;
            }
        }
        catch (BadHttpRequestException bad) when (!IsHangUp(bad))
        {
            return FaultOf(bad);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            return TooSlow;
        }
    }

    private static Refusal? Append(in System.Buffers.ReadOnlySequence<byte> bytes, HeldBody into, BodyConfig limits)
    {
        if (bytes.IsEmpty)
            return null;
        if (into.Length + bytes.Length > limits.MaxBytes)
            return TooLarge(limits.MaxBytes);
        if (!into.TryReserve((int)bytes.Length))
            return NoRoom();
        into.Append(bytes);
        return null;
    }

    /// <summary>
    /// The body without its Content-Encoding, in a buffer of its own; the coded one is still what goes upstream. The
    /// limit holds for the decoded size too, so that a small bomb stays small.
    /// </summary>
    public static Refusal? Decode(string encoding, HeldBody coded, HeldBody into, BodyConfig limits)
    {
        using var source = new MemoryStream(coded.Memory.ToArray(), writable: false);
        Stream? decoder = encoding.Trim().ToLowerInvariant() switch
        {
            "gzip" or "x-gzip" => new GZipStream(source, CompressionMode.Decompress),
            "br" => new BrotliStream(source, CompressionMode.Decompress),
            "deflate" => new ZLibStream(source, CompressionMode.Decompress),
            _ => null,
        };
        if (decoder is null)
            return new Refusal(StatusCodes.Status415UnsupportedMediaType, "unsupported_content_encoding", "The content encoding of the request is not supported; use gzip, br, deflate or none.");
        using (decoder)
        {
            try
            {
                while (true)
                {
                    if (!into.TryReserve(FirstRead))
                        return NoRoom();
                    var count = decoder.Read(into.Free.Span);
                    if (count == 0)
                        return null;
                    into.Advance(count);
                    if (into.Length > limits.MaxBytes)
                        return TooLarge(limits.MaxBytes);
                }
            }
            catch (Exception broken) when (broken is InvalidDataException or InvalidOperationException or IOException)
            {
                return new Refusal(StatusCodes.Status400BadRequest, "invalid_content_encoding", "The request body could not be decoded as its Content-Encoding says.");
            }
        }
    }

    /// <summary>The server's own checks of a body: too slow (408), broken chunks (400), too large (413).</summary>
    public static Refusal FaultOf(BadHttpRequestException bad) => bad.StatusCode == StatusCodes.Status408RequestTimeout
        ? TooSlow
        : new Refusal(bad.StatusCode, bad.StatusCode == StatusCodes.Status413PayloadTooLarge ? "request_too_large" : "invalid_request", "The request body is not valid HTTP.");

    private static Refusal TooSlow { get; } =
        new(StatusCodes.Status408RequestTimeout, "request_timeout", "The request body came too slowly and was given up.");

    /// <summary>
    /// The connection ended within the body: the server calls that a bad request too, and tells it apart by its words only.
    /// A test leaves in the middle of a body, should the words ever change.
    /// </summary>
    public static bool IsHangUp(BadHttpRequestException bad) =>
        bad.StatusCode == StatusCodes.Status400BadRequest && bad.Message.StartsWith("Unexpected end of request content", StringComparison.Ordinal);

    public static Refusal TooLarge(long most) =>
        new(StatusCodes.Status413PayloadTooLarge, "request_too_large", $"The request body is larger than the {most} bytes that are accepted.");

    private static Refusal NoRoom() =>
        new(StatusCodes.Status503ServiceUnavailable, "overloaded", "Too many large requests at once; try again in a moment.", TimeSpan.FromSeconds(2));
}
