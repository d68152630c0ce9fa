using System.Net;
using Weir.Traffic.Dialects;

namespace Weir.Gateway.Relay;

/// <summary>
/// Sends a held body, with edits spliced in as it is written: bytes outside them go as they came, and no second copy is
/// made. May be sent again: nothing is consumed.
/// </summary>
public sealed class HeldContent(HeldBody body, IReadOnlyList<BodyEdit>? edits = null) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        body.BeginSending();
        var sent = edits is null ? stream.WriteAsync(body.Memory, cancellationToken) : WriteEditedAsync(stream, edits, cancellationToken);
        if (!sent.IsCompletedSuccessfully)
            return FinishAsync(sent);
        body.EndSending();
        return Task.CompletedTask;
    }

    private async ValueTask WriteEditedAsync(Stream stream, IReadOnlyList<BodyEdit> inOrder, CancellationToken cancel)
    {
        var at = 0;
        foreach (var edit in inOrder)
        {
            await stream.WriteAsync(body.Memory[at..edit.Start], cancel);
            await stream.WriteAsync(edit.Replacement, cancel);
            at = edit.Start + edit.Length;
        }

        await stream.WriteAsync(body.Memory[at..], cancel);
    }

    private async Task FinishAsync(ValueTask sent)
    {
        try
        {
            await sent;
        }
        finally
        {
            body.EndSending();
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        if (edits is not null)
        {
            foreach (var edit in edits)
                length += edit.Replacement.Length - edit.Length;
        }

        return true;
    }
}
