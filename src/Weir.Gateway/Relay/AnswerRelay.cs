using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Weir.Gateway.Enforcement;
using Weir.Gateway.Signing;

namespace Weir.Gateway.Relay;

/// <summary>Copies an answer to the caller piece by piece, each flushed as it comes, and lets the tap see it.</summary>
public static class AnswerRelay
{
    // A whole ordinary answer in one read, so that headers and body leave in one write.
    private const int WholePiece = 16 << 10;
    // A stream's events are small, and a thousand idle streams each hold one of these.
    private const int StreamPiece = 4 << 10;

    /// <param name="shape">What must differ in it; null passes every byte.</param>
    /// <param name="guard">Asked before each piece whether the answer must end; null for answers that are no streams.</param>
    /// <param name="streams">Headers go out before the first piece has come: a stream's client waits for them.</param>
    internal static async ValueTask<FailureKind> CopyAsync(
        Stream from, HttpResponse to, AnswerTap tap, AnswerShape? shape, StreamGuard? guard, bool streams, CallClock clock)
    {
        var writer = to.BodyWriter;
        var piece = ArrayPool<byte>.Shared.Rent(streams ? StreamPiece : WholePiece);
        // Only a read that has ended gives the buffer back: a cancelled one may still be written to by the socket.
        var idle = true;
        try
        {
            while (true)
            {
                idle = false;
                var reading = from.ReadAsync(piece.AsMemory(), clock.Token);
                if (!reading.IsCompleted)
                {
                    // Silence is measured only where there is any: an answer that came whole is not worth a timer.
                    if (tap.Bytes > 0)
                        clock.Progress();
                    if (streams && !to.HasStarted)
                        await writer.FlushAsync(clock.Token);
                }

                var read = shape is { Holds: true } ? await HeldWords.ReadAsync(reading, shape, writer, clock.Time, clock.Token) : await reading;
                idle = true;
                if (read == 0)
                    break;
                tap.Feed(piece.AsSpan(0, read));
                if (guard?.MustEnd(tap.Reader) == true)
                    return FailureKind.Cut;
                Pass(piece.AsSpan(0, read), shape, writer);
                guard?.Passed(piece.AsSpan(0, read));
                var flushing = writer.FlushAsync(clock.Token);
                // A reader who takes nothing is silent too, but the time it took is none of the upstream's silence: that begins anew.
                if (!flushing.IsCompleted)
                    clock.Progress();
                var flushed = await flushing;
                if (flushed.IsCompleted || flushed.IsCanceled)
                    return FailureKind.CallerLeft;
            }

            if (shape is not null)
            {
                shape.Finish(writer);
                if (shape.Failed)
                    return FailureKind.MidAnswer;
                await writer.FlushAsync(clock.Token);
            }

            return FailureKind.None;
        }
        catch (OperationCanceledException) when (clock.Token.IsCancellationRequested)
        {
            var why = clock.Why();
            // The silence is a caller's who does not take what there is.
            return idle && why == FailureKind.IdleTimeout ? FailureKind.CallerLeft : why;
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException)
        {
            return FailureKind.MidAnswer;
        }
        finally
        {
            if (idle)
                ArrayPool<byte>.Shared.Return(piece);
        }
    }

    private static void Pass(ReadOnlySpan<byte> piece, AnswerShape? shape, PipeWriter writer)
    {
        if (shape is null)
            writer.Write(piece);
        else
            shape.Feed(piece, writer);
    }
}
