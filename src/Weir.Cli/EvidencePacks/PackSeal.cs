using System.Security.Cryptography;
using System.Text;

namespace Weir.Cli.EvidencePacks;

/// <summary>
/// The last bytes of a pack: the SHA-256 of all before them. It proves nothing, since anybody can make one; it finds a bit that fell over on the way,
/// wherever it is, also where a zip keeps bytes that no file in it consists of.
/// </summary>
internal static class PackSeal
{
    private const string Head = "sha256 of the bytes before this: ";

    public static string Empty { get; } = Of(new byte[SHA256.HashSizeInBytes]);
    public static int Length => Empty.Length;

    public static string Of(ReadOnlySpan<byte> hash) => Head + Convert.ToHexStringLower(hash);

    /// <summary>Whether the seal fits; null where there is none, because somebody packed the files anew.</summary>
    public static bool? Fits(ReadOnlySpan<byte> pack)
    {
        if (pack.Length < Length)
            return null;
        var seal = Encoding.UTF8.GetString(pack[^Length..]);
        if (string.Equals(seal, Of(SHA256.HashData(pack[..^Length])), StringComparison.Ordinal))
            return true;
        // A flipped bit in the head is a flipped bit, too.
        return seal.Zip(Empty).Take(Head.Length).Count(static pair => pair.First != pair.Second) > Head.Length / 2 ? null : false;
    }
}

/// <summary>Passes on what is written, and puts the seal in place of the last bytes, which must be as many.</summary>
internal sealed class SealedStream(Stream output) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    /// <summary>What may be the end.</summary>
    private byte[] _held = [];
    private bool _closed;

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        byte[] all = [.. _held, .. buffer];
        var passed = Math.Max(0, all.Length - PackSeal.Length);
        _hash.AppendData(all.AsSpan(0, passed));
        output.Write(all.AsSpan(0, passed));
        _held = all[passed..];
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() => output.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_closed)
        {
            _closed = true;
            output.Write(Encoding.UTF8.GetBytes(PackSeal.Of(_hash.GetHashAndReset())));
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }
}
