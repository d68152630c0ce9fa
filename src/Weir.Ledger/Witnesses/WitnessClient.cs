using System.Globalization;
using System.Net;
using System.Text;
using Weir.Ledger.Files;
using Weir.Ledger.Signing;
using Weir.Ledger.Tree;

namespace Weir.Ledger.Witnesses;

/// <summary>A witness: where it takes checkpoints, and the key with which it signs them.</summary>
public sealed record Witness(Uri Submit, VerifierKey Key);

/// <summary>What a witness answered: its cosignature, or why there is none.</summary>
/// <param name="Seen">The size that the witness has seen, where it says so.</param>
public readonly record struct Witnessing(NoteSignature? Cosignature, long? Seen, string? Fault);

/// <summary>Asks one witness for cosignatures, as C2SP tlog-witness lays down, and remembers how far it has come.</summary>
/// <param name="http">Its time limit and lifetime are the caller's.</param>
public sealed class WitnessClient(Witness witness, ILedgerSource source, HttpClient http)
{
    private const int MostAnswer = 64 << 10;

    /// <summary>The size that the witness saw last; it says so itself where this is wrong.</summary>
    private long _seen;

    public Witness Witness => witness;

    public async Task<Witnessing> AskAsync(Checkpoint checkpoint, CancellationToken cancellation)
    {
        try
        {
            var answer = await SubmitAsync(checkpoint, cancellation);
            // A witness that knows another size says which; once is enough, unless somebody else submits at the same time.
            if (answer.Seen is not { } seen)
                return answer;
            if (seen > checkpoint.Size)
                return answer with { Fault = $"has seen {seen} entries and the ledger has {checkpoint.Size}: the ledger was cut back" };
            _seen = seen;
            return await SubmitAsync(checkpoint, cancellation);
        }
        catch (HttpRequestException broken)
        {
            return new Witnessing(null, null, broken.Message);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new Witnessing(null, null, "does not answer in time");
        }
    }

    private async Task<Witnessing> SubmitAsync(Checkpoint checkpoint, CancellationToken cancellation)
    {
        var body = new StringBuilder();
        body.Append(CultureInfo.InvariantCulture, $"old {_seen}\n");
        foreach (var hash in await new TreeReader(source, checkpoint.Size).ProveConsistencyAsync(Math.Min(_seen, checkpoint.Size), cancellation))
            body.Append(hash).Append('\n');
        body.Append('\n').Append(checkpoint.Note);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(witness.Submit.AbsoluteUri.TrimEnd('/') + "/add-checkpoint"))
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToString())),
        };
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        await answer.Content.LoadIntoBufferAsync(MostAnswer, cancellation);
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        if (answer.StatusCode == HttpStatusCode.Conflict)
            return long.TryParse(text.TrimEnd('\n'), NumberStyles.None, CultureInfo.InvariantCulture, out var seen)
                ? new Witnessing(null, seen, "has seen another size")
                : new Witnessing(null, null, "answers 409 without a size");
        if (answer.StatusCode != HttpStatusCode.OK)
            return new Witnessing(null, null, $"answers {(int)answer.StatusCode}");
        return Take(checkpoint, text);
    }

    private Witnessing Take(Checkpoint checkpoint, string answer)
    {
        foreach (var line in answer.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            // Signatures of other keys of the same witness are none of ours.
            if (!NoteSignature.TryParse(line, out var signature) || !signature.IsOf(witness.Key))
                continue;
            if (!checkpoint.With([signature]).Note.IsSignedBy(witness.Key))
                return new Witnessing(null, null, "answers with a signature that does not verify");
            _seen = checkpoint.Size;
            return new Witnessing(signature, null, null);
        }

        return new Witnessing(null, null, $"answers without a signature of {witness.Key.Text}");
    }
}
