using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Weir.Ledger.Tree;

namespace Weir.Ledger.Signing;

/// <summary>C2SP tlog-checkpoint: what a log held at one moment, in three lines, inside the note that signs them.</summary>
public sealed class Checkpoint
{
    private Checkpoint(string origin, long size, TreeHash root, SignedNote note) => (Origin, Size, Root, Note) = (origin, size, root, note);

    public string Origin { get; }
    public long Size { get; }
    public TreeHash Root { get; }
    public SignedNote Note { get; }

    public static Checkpoint Sign(SigningKey key, long size, TreeHash root) =>
        new(key.Name, size, root, key.Sign(string.Create(CultureInfo.InvariantCulture, $"{key.Name}\n{size}\n{root}\n")));

    /// <summary>The same checkpoint with more signature lines.</summary>
    public Checkpoint With(IEnumerable<NoteSignature> cosignatures) => new(Origin, Size, Root, new SignedNote(Note.Text, [.. Note.Signatures, .. cosignatures]));

    /// <summary>Reads a checkpoint; it proves nothing before <see cref="IsOf"/>.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Checkpoint? checkpoint)
    {
        checkpoint = null;
        if (!SignedNote.TryParse(bytes, out var note))
            return false;
        var lines = note.Text.Split('\n');
        // Further lines are allowed to others; the last is what follows the last newline.
        if (lines.Length < 4 || lines.AsSpan(0, lines.Length - 1).Contains("")
            || !long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size) || !string.Equals(lines[1], size.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            || !TreeHash.TryParse(lines[2], out var root))
            return false;
        checkpoint = new Checkpoint(lines[0], size, root, note);
        return true;
    }

    /// <summary>Whether the log with this key signed it.</summary>
    public bool IsOf(VerifierKey key) => string.Equals(Origin, key.Name, StringComparison.Ordinal) && Note.IsSignedBy(key);
}
