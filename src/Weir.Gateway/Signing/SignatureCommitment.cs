using System.Text.Json;
using Weir.Gateway.Storage;
using Weir.Ledger.Entries;
using Weir.Ledger.Files;

namespace Weir.Gateway.Signing;

/// <summary>
/// Puts commitments to keys into the ledger, before the keys' first use: nobody can say later that a key was chosen to fit. An owner's
/// commitment covers what is derived from it, which anybody who is shown the key can check.
/// </summary>
public static class SignatureCommitment
{
    public static NewEntry Entry(SignatureKeyRecord key, DateTimeOffset now, string actor) =>
        NewEntry.Of(EntryType.SignatureKey, now, actor, key.Kind is "account" ? key.Name : "", JsonSerializer.SerializeToUtf8Bytes(new
        {
            scheme = "weir-signature-1",
            key = key.Kind is "account" ? null : key.Name,
            kind = key.Kind,
            under = key.Under,
            commitment = key.Commitment,
        }));

    /// <summary>Commits what is not committed yet, where no gateway owns the folder: that one does it itself.</summary>
    /// <returns>How many were committed, or one sentence that says why none could be.</returns>
    public static async Task<(int Count, string? Fault)> CommitAsync(SignatureKeyFile file, TimeProvider time, CancellationToken cancellation)
    {
        var open = file.Read().Where(static key => key.LedgerIndex is null).ToArray();
        if (open.Length == 0)
            return (0, null);
        if (!DataFolder.TryOpen(file.DataFolder, out var folder, out var fault))
            return (0, $"{fault}");
        using (folder)
        {
            try
            {
                var ledger = Path.Combine(folder.Path, "ledger");
                var (signing, broken) = new LedgerKeyFile(Path.Combine(folder.Path, LedgerKeyFile.Name)).Open(ledger, null);
                if (signing is null)
                    return (0, broken);
                var (log, report) = await LedgerLog.OpenAsync(ledger, signing, cancellation);
                if (log is null)
                    return (0, $"The ledger has damage and does not grow: {string.Join("; ", report.Faults.Take(3))}");
                var first = log.Size;
                log.Append([.. open.Select(key => Entry(key, time.GetUtcNow(), "operator"))]);
                for (var at = 0; at < open.Length; at++)
                    file.Commit(open[at], first + at);
                return (open.Length, null);
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                return (0, $"The ledger cannot be written: {refused.Message}");
            }
        }
    }
}
