using Weir.Signatures.Language;

namespace Weir.Signatures.Scanning;

/// <summary>
/// Of what kind a plain word is, by its ending. A list is believed only where its items are of one kind: "cats, dogs and birds"
/// but not "the traveller, cold and tired".
/// </summary>
internal static class ListItems
{
    private const Sets Never = Sets.Carrier | Sets.English | Sets.TimeNoun | Sets.Subordinates | Sets.Thing | Sets.Introduces;

    private static readonly string[] Abstract = ["tion", "sion", "ment", "ness", "ity", "ance", "ence"];
    private static readonly string[] Describing = ["al", "ic", "able", "ible", "ive", "ous", "ful", "less"];

    public static byte KindOf(ReadOnlySpan<char> word, Entry? entry)
    {
        if (word.Length < 4 || (entry is not null && (entry.Sets & Never) != Sets.None) || word.ContainsAnyExceptInRange('a', 'z'))
            return 0;
        var endings = EndingsOf(word);
        if (endings == Endings.Ing)
            return 1;
        if (endings == Endings.Ed)
            return 2;
        if (word.EndsWith("ly"))
            return 3;
        if (EndsWith(word, Describing))
            return 6;
        if (word[^1] == 's' && word[^2] is not ('s' or 'u' or 'i'))
            return 4;
        return EndsWith(word, Abstract) ? (byte)5 : (byte)0;
    }

    public static Endings EndingsOf(ReadOnlySpan<char> word)
    {
        if (word.Length < 5)
            return Endings.None;
        if (word.EndsWith("ing"))
            return Endings.Ing;
        return word.EndsWith("ed") && word[^3] != 'e' ? Endings.Ed : Endings.None;
    }

    public static bool Describes(ReadOnlySpan<char> word) => word.Length > 4 && EndsWith(word, Describing);

    private static bool EndsWith(ReadOnlySpan<char> word, string[] endings)
    {
        foreach (var ending in endings)
        {
            if (word.EndsWith(ending))
                return true;
        }

        return false;
    }
}
