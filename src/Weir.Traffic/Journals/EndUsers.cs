namespace Weir.Traffic.Journals;

/// <summary>Remembers the hashes of end users: they repeat, and a keyed hash costs more than all the rest of a line.</summary>
internal sealed class EndUsers(KeyedHasher hasher)
{
    private const int Slots = 1 << 14;

    private sealed record Known(string Name, KeyedHash Hash);

    private readonly Known?[] _known = new Known?[Slots];

    public KeyedHash Of(string name)
    {
        if (name.Length == 0)
            return KeyedHash.None;
        ref var slot = ref _known[string.GetHashCode(name, StringComparison.Ordinal) & (Slots - 1)];
        var known = slot;
        if (known is null || !string.Equals(known.Name, name, StringComparison.Ordinal))
            slot = known = new Known(name, hasher.Hash(name));
        return known.Hash;
    }
}
