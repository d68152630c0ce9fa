using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Weir.Ledger.Entries;
using Weir.Ledger.Signing;
using Weir.Ledger.Tree;

namespace Weir.Ledger.Lines;

/// <summary>
/// What stands for a finished file of lines: a tree over one salted hash a line, and what is needed to prove any of the lines. Its root goes
/// into the ledger. When lines are erased their hashes stay, without the salts, so that the others still prove and the erased ones
/// cannot be guessed.
/// </summary>
/// <remarks>
/// As long as nothing was erased one seed stands for all salts. With the first erasure the seed goes, and each line that is left keeps its own
/// two salts: one for whom the line is about, one for the rest (see <see cref="Identity"/>).
/// </remarks>
public sealed class LineDigest
{
    private const string Head = "weir-lines/v1";

    private readonly Line[]? _lines;
    private readonly byte[]? _seed;

    private LineDigest(int count, TreeHash root, byte[]? seed, Line[]? lines) => (Count, Root, _seed, _lines) = (count, root, seed, lines);

    /// <summary>Lines at the time of the digest, erased ones among them.</summary>
    public int Count { get; }
    public TreeHash Root { get; }
    public int Erased => _lines?.Count(static line => line.Gone is not null) ?? 0;

    public bool IsErased(int index) => _lines?[index].Gone is not null;

    public static LineDigest Of(IEnumerable<ReadOnlyMemory<byte>> lines)
    {
        var seed = RandomNumberGenerator.GetBytes(SaltedPart.SaltBytes);
        var (unrooted, edge) = (new LineDigest(0, TreeHash.Empty, seed, null), new TreeEdge());
        foreach (var line in lines)
            edge.Add(unrooted.Open((int)edge.Size, line.Span).Hash, static (_, _) => { });
        return new LineDigest((int)edge.Size, edge.Root(), seed, null);
    }

    /// <summary>The two salted parts of one line, from which its leaf is made.</summary>
    public DisclosedLine Open(int index, ReadOnlySpan<byte> line)
    {
        var (subject, body) = Identity.Split(line);
        return new DisclosedLine(new SaltedPart(Salt(index, part: 0), subject), new SaltedPart(Salt(index, part: 1), body));
    }

    /// <summary>The leaves, from the lines that are left, in their order.</summary>
    public IReadOnlyList<TreeHash> Leaves(IEnumerable<ReadOnlyMemory<byte>> lines)
    {
        var leaves = new TreeHash[Count];
        using var left = lines.GetEnumerator();
        for (var i = 0; i < Count; i++)
            leaves[i] = _lines?[i].Gone ?? (left.MoveNext() ? Open(i, left.Current.Span).Hash : default);
        return leaves;
    }

    /// <summary>Whether these lines, and no others, are what is left of those that were digested.</summary>
    public bool Fits(IEnumerable<ReadOnlyMemory<byte>> lines)
    {
        var edge = new TreeEdge();
        using var left = lines.GetEnumerator();
        for (var i = 0; i < Count; i++)
        {
            if (_lines?[i].Gone is { } gone)
                edge.Add(gone, static (_, _) => { });
            else if (left.MoveNext())
                edge.Add(Open(i, left.Current.Span).Hash, static (_, _) => { });
            else
                return false;
        }

        return !left.MoveNext() && edge.Root() == Root;
    }

    /// <summary>The digest without the salts of some lines.</summary>
    /// <param name="gone">The lines, by their index at the time of the digest, with their leaves.</param>
    public LineDigest Without(IReadOnlyDictionary<int, TreeHash> gone)
    {
        var lines = new Line[Count];
        for (var i = 0; i < Count; i++)
        {
            lines[i] = gone.TryGetValue(i, out var leaf) ? new Line(null, null, leaf)
                : _lines is not null ? _lines[i]
                : new Line(Salt(i, part: 0), Salt(i, part: 1), null);
        }

        return new LineDigest(Count, Root, null, lines);
    }

    private byte[] Salt(int index, byte part)
    {
        if (_lines is not null)
            return (part == 0 ? _lines[index].SubjectSalt : _lines[index].BodySalt) ?? throw new InvalidOperationException("The salts of an erased line are gone");
        Span<byte> place = stackalloc byte[5];
        BinaryPrimitives.WriteInt32BigEndian(place, index);
        place[4] = part;
        return HMACSHA256.HashData(_seed!, place);
    }

    public string Write()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Head}\nlines {Count}\nroot {Root}\n");
        if (_seed is not null)
            text.Append("seed ").Append(Convert.ToBase64String(_seed)).Append('\n');
        foreach (var line in _lines ?? [])
        {
            if (line.Gone is { } leaf)
                text.Append("gone ").Append(leaf).Append('\n');
            else
                text.Append("salt ").Append(Convert.ToBase64String([.. line.SubjectSalt!, .. line.BodySalt!])).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The root alone, from the head: a digest from which lines were erased is long. Null where this is none.</summary>
    public static string? ReadRoot(TextReader text) =>
        text.ReadLine() is Head && text.ReadLine() is not null && text.ReadLine() is { } row && row.StartsWith("root ", StringComparison.Ordinal) ? row[5..] : null;

    public static bool TryRead(string text, [NotNullWhen(true)] out LineDigest? digest)
    {
        digest = null;
        var rows = text.Split('\n');
        if (rows.Length < 4 || rows[0] is not Head || rows[^1].Length > 0
            || !rows[1].StartsWith("lines ", StringComparison.Ordinal) || !int.TryParse(rows[1].AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || !rows[2].StartsWith("root ", StringComparison.Ordinal) || !TreeHash.TryParse(rows[2][5..], out var root))
            return false;
        if (rows.Length == 5 && rows[3].StartsWith("seed ", StringComparison.Ordinal))
        {
            if (!StrictBase64.TryRead(rows[3].AsSpan(5), out var seed) || seed.Length != SaltedPart.SaltBytes)
                return false;
            digest = new LineDigest(count, root, seed, null);
            return true;
        }

        var lines = new List<Line>(rows.Length);
        foreach (var row in rows.AsSpan(3, rows.Length - 4))
        {
            if (Line.Read(row) is not { } line)
                return false;
            lines.Add(line);
        }

        if (lines.Count != count)
            return false;
        digest = new LineDigest(count, root, null, [.. lines]);
        return true;
    }

    private readonly record struct Line(byte[]? SubjectSalt, byte[]? BodySalt, TreeHash? Gone)
    {
        public static Line? Read(string row)
        {
            if (row.StartsWith("gone ", StringComparison.Ordinal))
                return TreeHash.TryParse(row[5..], out var leaf) ? new Line(null, null, leaf) : null;
            return row.StartsWith("salt ", StringComparison.Ordinal) && StrictBase64.TryRead(row.AsSpan(5), out var salts) && salts.Length == 2 * SaltedPart.SaltBytes
                ? new Line(salts[..SaltedPart.SaltBytes], salts[SaltedPart.SaltBytes..], null)
                : null;
        }
    }
}

/// <summary>One line in its two parts, either of which can be shown without the other.</summary>
public sealed record DisclosedLine(SaltedPart Subject, SaltedPart Body)
{
    public TreeHash Hash => Commitment.Over(Subject.Hash, Body.Hash);
}
