using System.Security.Cryptography;

namespace Weir.Gateway.Admission;

internal enum KeyVerdict : byte
{
    Valid,
    /// <summary>Not a key, an id nobody has, or the wrong secret: the caller is not told which.</summary>
    Unknown,
    /// <summary>The right secret of a key that no longer opens; only its owner can get to hear this.</summary>
    Expired,
    Revoked,
    /// <summary>The right secret, but one that a rotation has replaced.</summary>
    Replaced,
}

/// <summary>All keys at one moment. Immutable, and swapped whole; looking one up takes no lock and allocates nothing.</summary>
public sealed class KeyBook
{
    public static KeyBook Empty { get; } = new([], []);

    // Stands in for an id that does not exist, so that the work is the same.
    private static readonly KeyRecord Nobody = new() { Id = "", Account = "" };

    private readonly Dictionary<string, KeyRecord> _byId;
    private readonly Dictionary<string, KeyRecord>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    internal KeyBook(Dictionary<string, KeyRecord> byId, IReadOnlyList<string> faults)
    {
        _byId = byId;
        _lookup = byId.GetAlternateLookup<ReadOnlySpan<char>>();
        Faults = faults;
    }

    public IReadOnlyCollection<KeyRecord> All => _byId.Values;

    /// <summary>Lines of the file that could not be read, one sentence each.</summary>
    public IReadOnlyList<string> Faults { get; }

    public KeyRecord? Find(ReadOnlySpan<char> id) => _lookup.TryGetValue(id, out var record) ? record : null;

    internal KeyVerdict Verify(ReadOnlySpan<char> key, in Fingerprint fingerprint, TimeProvider time, out KeyRecord record)
    {
        record = Nobody;
        // The shape is public; refusing it early tells nobody anything.
        if (!KeyText.TryReadId(key, out var id))
            return KeyVerdict.Unknown;
        if (_lookup.TryGetValue(id, out var found))
            record = found;

        var current = record.Secret.Remembers(fingerprint);
        var previous = record.Previous.Remembers(fingerprint);
        if (!(current | previous))
        {
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            KeyText.Hash(key, hash);
            current = record.Secret.Opens(hash);
            previous = record.Previous.Opens(hash);
            if (!(current | previous))
                return KeyVerdict.Unknown;
            (current ? record.Secret : record.Previous).Remember(fingerprint);
        }

        var now = time.GetUtcNow();
        if (record.Revoked is not null)
            return KeyVerdict.Revoked;
        if (record.Expires <= now)
            return KeyVerdict.Expired;
        if (!current && !(now < record.OverlapUntil))
            return KeyVerdict.Replaced;
        record.Use.Note(now);
        return KeyVerdict.Valid;
    }
}
