namespace Weir.Traffic;

/// <summary>
/// Keyed hashes of short texts that one thread made lately: a product's system prompt and a caller's name come with every call, and
/// asking the library of ciphers costs ten times as much as looking here. No text is kept: a text is known by 128 bits under a key
/// that its hasher drew for this process and nobody else knows.
/// </summary>
internal sealed class RecentHashes
{
    /// <summary>For longer texts, knowing them again costs nearly as much as hashing them.</summary>
    public const int LongestText = 512;
    private const int Places = 2048;

    public const int KeyLength = 32;

    [ThreadStatic]
    private static RecentHashes? t_recent;

    private readonly (ulong First, ulong Second, ulong Value)[] _places = new (ulong, ulong, ulong)[Places];

    public static RecentHashes OfThread => t_recent ??= new RecentHashes();

    /// <param name="key">The hasher's own: what one has hashed is nothing to another.</param>
    public ulong Of(ReadOnlySpan<byte> text, KeyedHasher hasher, ReadOnlySpan<byte> key)
    {
        var first = LightHash.Of(key, text);
        var second = LightHash.Of(key[16..], text);
        ref var place = ref _places[first % Places];
        if (place.First != first || place.Second != second)
            place = (first, second, hasher.Mac64(text));
        return place.Value;
    }
}
