using System.IO.Pipelines;
using Weir.Gateway.Enforcement;

namespace Weir.Gateway.Signing;

/// <summary>Waits for the next piece of an answer while words of the last one are held back, but not longer than a reader would notice.</summary>
internal static class HeldWords
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    public static async ValueTask<int> ReadAsync(ValueTask<int> reading, AnswerShape shape, PipeWriter writer, TimeProvider time, CancellationToken cancellation)
    {
        if (reading.IsCompleted)
            return await reading;
        var next = reading.AsTask();
        using var noLonger = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (await Task.WhenAny(next, Task.Delay(Patience, time, noLonger.Token)) != next && !cancellation.IsCancellationRequested)
        {
            shape.LetGo(writer);
            await writer.FlushAsync(cancellation);
        }

        await noLonger.CancelAsync();
        return await next;
    }
}
