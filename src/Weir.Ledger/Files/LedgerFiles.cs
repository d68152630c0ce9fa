using Weir.Ledger.Signing;
using Weir.Ledger.Tree;

namespace Weir.Ledger.Files;

/// <summary>The names of what lies in a ledger's folder, and how what is asked for most is read.</summary>
public static class LedgerFiles
{
    /// <summary>The newest checkpoint. Its rename is the moment at which entries count.</summary>
    public const string Checkpoint = "checkpoint";
    /// <summary>The newest checkpoint that witnesses signed, with their signatures.</summary>
    public const string Witnessed = "checkpoint.witnessed";
    /// <summary>The public key, so that a copy of the folder explains itself; whoever must not trust the folder brings the key along.</summary>
    public const string Key = "key";
    /// <summary>The public keys of witnesses whose signatures stand in <see cref="Witnessed"/>.</summary>
    public const string Witnesses = "witnesses";
    public const string Payloads = "payload";

    /// <summary>
    /// A tile or bundle in a tree of which this one is part. A partial one may have been replaced by the full one meanwhile, which
    /// begins with the same bytes.
    /// </summary>
    public static async ValueTask<byte[]?> ReadTileAsync(this ILedgerSource source, Tile tile, CancellationToken cancellation) =>
        await source.ReadAsync(tile.Path, cancellation)
        ?? (tile.IsFull ? null : await source.ReadAsync((tile with { Width = Tile.Full }).Path, cancellation));

    /// <summary>The public key that a folder itself names.</summary>
    public static async ValueTask<VerifierKey?> ReadKeyAsync(this ILedgerSource source, CancellationToken cancellation) =>
        await source.ReadAsync(Key, cancellation) is { } bytes && VerifierKey.TryParse(System.Text.Encoding.UTF8.GetString(bytes).TrimEnd('\n'), out var key) ? key : null;

    /// <summary>Where a payload lies, by its commitment.</summary>
    public static string PathOfPayload(TreeHash commitment)
    {
        var name = Convert.ToHexStringLower(commitment.ToBytes());
        return $"{Payloads}/{name[..2]}/{name}";
    }
}
