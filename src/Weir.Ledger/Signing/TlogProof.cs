using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Weir.Ledger.Tree;

namespace Weir.Ledger.Signing;

/// <summary>C2SP tlog-proof: that an entry stands in a log, in one text that needs nothing else but the keys to verify it.</summary>
public sealed record TlogProof(long Index, IReadOnlyList<TreeHash> Path, Checkpoint Checkpoint)
{
    private const string Head = "c2sp.org/tlog-proof@v1";
    private const int MostHashes = 63;

    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Head}\nindex {Index}\n");
        foreach (var hash in Path)
            text.Append(hash).Append('\n');
        return text.Append('\n').Append(Checkpoint.Note).ToString();
    }

    public static bool TryParse(string text, [NotNullWhen(true)] out TlogProof? proof)
    {
        proof = null;
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        if (end < 0)
            return false;
        var lines = text[..end].Split('\n');
        var at = 0;
        if (lines[at++] is not Head)
            return false;
        // Extra data is opaque, and nothing here needs it.
        if (at < lines.Length && lines[at].StartsWith("extra ", StringComparison.Ordinal))
            at++;
        if (at >= lines.Length || !lines[at].StartsWith("index ", StringComparison.Ordinal)
            || !long.TryParse(lines[at].AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out var index) || lines.Length - ++at > MostHashes)
            return false;
        var path = new List<TreeHash>();
        for (; at < lines.Length; at++)
        {
            if (!TreeHash.TryParse(lines[at], out var hash))
                return false;
            path.Add(hash);
        }

        if (!Checkpoint.TryParse(Encoding.UTF8.GetBytes(text[(end + 2)..]), out var checkpoint))
            return false;
        proof = new TlogProof(index, path, checkpoint);
        return true;
    }

    /// <summary>Whether the log with this key signed for this leaf at this index.</summary>
    public bool Proves(VerifierKey log, ReadOnlySpan<byte> leaf) => Proves(log, TreeHash.OfLeaf(leaf));

    public bool Proves(VerifierKey log, TreeHash leaf) => Checkpoint.IsOf(log) && TreeProof.Includes(Checkpoint.Root, Checkpoint.Size, Index, leaf, Path);
}
