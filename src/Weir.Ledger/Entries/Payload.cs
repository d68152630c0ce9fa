using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Weir.Ledger.Tree;

namespace Weir.Ledger.Entries;

/// <summary>
/// What an entry is about, beside the tree: a file named by the commitment to it. Deleting the file takes salts and contents away, and
/// with them all that the commitment could be tested against; the tree does not notice.
/// </summary>
public sealed class Payload
{
    public const int MostBytes = 64 << 20;
    private const int Head = SaltedPart.SaltBytes + sizeof(uint);

    private Payload(SaltedPart subject, SaltedPart body) => (Subject, Body, Commitment) = (subject, body, Entries.Commitment.Over(subject.Hash, body.Hash));

    /// <summary>Whom it is about: what a reader who should not know it is not shown.</summary>
    public SaltedPart Subject { get; }
    public SaltedPart Body { get; }
    public TreeHash Commitment { get; }

    public static Payload Of(ReadOnlyMemory<byte> subject, ReadOnlyMemory<byte> body) => new(SaltedPart.Of(subject), SaltedPart.Of(body));

    public static Payload Of(string subject, ReadOnlyMemory<byte> body) => Of(Encoding.UTF8.GetBytes(subject), body);

    public byte[] ToFile()
    {
        var file = new byte[2 * Head + Subject.Bytes.Length + Body.Bytes.Length];
        Write(Body, Write(Subject, file));
        return file;
    }

    private static Span<byte> Write(SaltedPart part, Span<byte> to)
    {
        part.Salt.CopyTo(to);
        BinaryPrimitives.WriteInt32BigEndian(to[SaltedPart.SaltBytes..], part.Bytes.Length);
        part.Bytes.Span.CopyTo(to[Head..]);
        return to[(Head + part.Bytes.Length)..];
    }

    /// <summary>Reads a file; whether it is the right one is told by <see cref="Commitment"/>.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> file, [NotNullWhen(true)] out Payload? payload)
    {
        payload = TryRead(ref file, out var subject) && TryRead(ref file, out var body) && file.IsEmpty ? new Payload(subject, body) : null;
        return payload is not null;
    }

    private static bool TryRead(ref ReadOnlyMemory<byte> file, [NotNullWhen(true)] out SaltedPart? part)
    {
        part = null;
        if (file.Length < Head)
            return false;
        var length = BinaryPrimitives.ReadInt32BigEndian(file.Span[SaltedPart.SaltBytes..]);
        if (length < 0 || length > file.Length - Head)
            return false;
        part = new SaltedPart(file[..SaltedPart.SaltBytes].ToArray(), file.Slice(Head, length));
        file = file[(Head + length)..];
        return true;
    }
}
