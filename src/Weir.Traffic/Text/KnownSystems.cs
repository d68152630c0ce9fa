namespace Weir.Traffic.Text;

/// <summary>
/// What system prompts ask for, by their keyed hashes: a product sends the same one with every call, and it is often the longest text
/// of all. One owner thread at a time. A place holds the last prompt that fell on it.
/// </summary>
internal sealed class KnownSystems
{
    private const int Places = 256;

    [ThreadStatic]
    private static KnownSystems? t_known;

    private readonly (KeyedHash System, AskKinds Kinds)[] _places = new (KeyedHash, AskKinds)[Places];
    private readonly KeyedHasher _hasher;

    private KnownSystems(KeyedHasher hasher) => _hasher = hasher;

    /// <summary>Hashes of different keys are not to be mixed up: another hasher starts anew.</summary>
    public static KnownSystems OfThread(KeyedHasher hasher)
    {
        var known = t_known;
        return known is not null && known._hasher == hasher ? known : t_known = new KnownSystems(hasher);
    }

    public AskKinds KindsOf(ReadOnlySpan<char> text, KeyedHash system)
    {
        if (text.IsEmpty)
            return AskKinds.None;
        ref var place = ref _places[system.Value % Places];
        if (place.System == system)
            return place.Kinds;
        var words = Words.OfThread;
        words.Split(text.Length > AskReading.SystemChars ? text[..AskReading.SystemChars] : text);
        place = (system, AskReading.OfSystem(words));
        return place.Kinds;
    }
}
