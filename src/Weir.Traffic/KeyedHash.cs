using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Weir.Traffic;

/// <summary>
/// A 64-bit keyed hash that stands for something Weir must recognise again but not store: a prompt, an end user,
/// an address. Equal things are equal under one installation's key and cannot be guessed without it. Zero is "none".
/// </summary>
public readonly record struct KeyedHash(ulong Value)
{
    public static KeyedHash None => default;

    public bool IsNone => Value == 0;

    public override string ToString() => IsNone ? "" : Value.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);

    public static bool TryParse(ReadOnlySpan<char> text, out KeyedHash hash)
    {
        hash = default;
        if (text.Length != 16 || !ulong.TryParse(text, System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture, out var value))
            return false;
        hash = new KeyedHash(value);
        return true;
    }
}

/// <summary>Makes keyed hashes with the key of one installation. Safe for use by many threads.</summary>
public sealed class KeyedHasher
{
    /// <summary>A keyed state for each thread, reset between uses: half the cost of setting one up for every hash.</summary>
    [ThreadStatic]
    private static (KeyedHasher? Owner, IncrementalHash? State) s_state;

    private readonly byte[] _key;
    private readonly byte[] _recent = RandomNumberGenerator.GetBytes(RecentHashes.KeyLength);
    private readonly bool _light;

    public KeyedHasher(ReadOnlySpan<byte> key)
    {
        if (key.Length < 16)
            throw new ArgumentException("A key of an installation has at least 16 bytes.", nameof(key));
        _key = key.ToArray();
    }

    private KeyedHasher(ReadOnlySpan<byte> key, bool light) : this(key) => _light = light;

    /// <summary>
    /// Hashes that are compared within one process and never stored or sent, at a tenth of the cost. The key may be known: one that is
    /// always the same gives the same report of the same log.
    /// </summary>
    public static KeyedHasher WithinProcess(ReadOnlySpan<byte> key) => new(key, light: true);

    /// <summary>A key that lives as long as the process: enough to compare within one log file.</summary>
    public static KeyedHasher Ephemeral() => new(RandomNumberGenerator.GetBytes(32));

    public KeyedHash Hash(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return KeyedHash.None;
        var value = _light ? LightHash.Of(_key, bytes)
            : bytes.Length <= RecentHashes.LongestText ? RecentHashes.OfThread.Of(bytes, this, _recent)
            : Mac64(bytes);
        // Zero means "none"; one value in 2^64 moves over by one.
        return new KeyedHash(value == 0 ? 1 : value);
    }

    public KeyedHash Hash(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            return KeyedHash.None;
        var count = Encoding.UTF8.GetByteCount(text);
        byte[]? rented = null;
        var bytes = count <= 1024 ? stackalloc byte[1024] : (rented = System.Buffers.ArrayPool<byte>.Shared.Rent(count));
        var written = Encoding.UTF8.GetBytes(text, bytes);
        var hash = Hash(bytes[..written]);
        if (rented is not null)
            System.Buffers.ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        return hash;
    }

    /// <summary>A longer name for things that become ids, such as an account known only by its credential.</summary>
    public string Name(string prefix, ReadOnlySpan<byte> bytes)
    {
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Mac(bytes, mac);
        return prefix + Base64Url.EncodeToString(mac[..15]);
    }

    internal ulong Mac64(ReadOnlySpan<byte> bytes)
    {
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Mac(bytes, mac);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(mac);
    }

    private void Mac(ReadOnlySpan<byte> bytes, Span<byte> mac)
    {
        if (s_state.Owner != this)
        {
            s_state.State?.Dispose();
            s_state = (this, IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key));
        }

        var state = s_state.State!;
        state.AppendData(bytes);
        state.GetHashAndReset(mac);
    }
}
