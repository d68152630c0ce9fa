namespace Weir.Signatures.Language;

/// <summary>A word of the lexicon: what it is to guards, which context it gives, which rules may begin with it.</summary>
internal sealed class Entry(string text, ulong hash)
{
    public string Text { get; } = text;
    public ulong Hash { get; } = hash;
    public Sets Sets;
    public byte Context = Contexts.Other;
    public Attempt[] Attempts = [];
}

/// <summary>A form of a carrier that begins with the word at hand, and its words behind that one.</summary>
internal readonly record struct Attempt(Carrier Carrier, byte Form, string Rest);

/// <summary>All words that carriers and guards know, found by a hash that is computed while the letters are read.</summary>
internal static class Lexicon
{
    private const int Size = 4096;
    private static readonly Entry?[] Table = new Entry?[Size];
    private static readonly string[][] Beginnings = new string[26][];

    static Lexicon()
    {
        foreach (var (set, words) in WordLists.All)
        {
            foreach (var word in Split(words))
                Add(word).Sets |= set;
        }

        var context = Contexts.FirstWord;
        foreach (var word in Split(WordLists.Contexts))
            Add(word).Context = checked((byte)context++);
        if (context > Contexts.Count)
            throw new InvalidOperationException("Too many context words.");
        var ahead = Carriers.All.Aggregate(Sets.None, static (sets, carrier) => sets | carrier.Follow.Only | carrier.Follow.Not | carrier.Follow.NotAfterJoin | carrier.Follow.Then);
        foreach (var carrier in Carriers.Phrases)
        {
            for (byte form = 0; form < 2; form++)
            {
                var words = carrier.Form(form);
                var first = Add(FirstWord(words));
                first.Attempts = [.. first.Attempts, new Attempt(carrier, form, words[FirstWord(words).Length..])];
                foreach (var word in words.Split([' ', ',', '.'], StringSplitOptions.RemoveEmptyEntries))
                    Add(word).Sets |= Sets.Carrier;
            }

            // A guard that looks ahead must see the same whichever form stands there, or marking twice would change a text twice.
            // (One that only begins sentences is never looked ahead for.)
            if (carrier.Place == Language.Place.Start)
                continue;
            var (one, other) = (Add(FirstWord(carrier.A)), Add(FirstWord(carrier.B)));
            var common = (one.Sets | other.Sets) & ahead;
            one.Sets |= common;
            other.Sets |= common;
        }

        foreach (var entry in Table)
        {
            // The longest first: "in spite of" before anything that "in" alone might begin.
            if (entry is not null)
                entry.Attempts = [.. entry.Attempts.OrderByDescending(static attempt => attempt.Rest.Length)];
        }

        for (var letter = 0; letter < 26; letter++)
        {
            var first = (char)('a' + letter);
            Beginnings[letter] = [.. Table.Where(entry => entry is { Attempts.Length: > 0 } && entry.Text[0] == first).Select(static entry => entry!.Text)];
        }
    }

    public static ulong Start => 0xCBF29CE484222325;

    public static ulong Step(ulong hash, char c) => (hash ^ c) * 0x100000001B3;

    public static ulong Hash(ReadOnlySpan<char> word)
    {
        var hash = Start;
        foreach (var c in word)
            hash = Step(hash, c);
        return hash;
    }

    public static Entry? Find(ulong hash)
    {
        for (var at = Place(hash); ; at = (at + 1) & (Size - 1))
        {
            var entry = Table[at];
            if (entry is null || entry.Hash == hash)
                return entry;
        }
    }

    public static Sets SetsOf(string word) => Find(Hash(word))?.Sets ?? Sets.None;

    /// <summary>Whether a word that is not whole yet may turn out to begin a carrier.</summary>
    public static bool MayBegin(ReadOnlySpan<char> part)
    {
        var letter = (part[0] | 0x20) - 'a';
        if (letter is < 0 or >= 26)
            return false;
        foreach (var word in Beginnings[letter])
        {
            if (part.Length <= word.Length && word.AsSpan(1).StartsWith(part[1..]))
                return true;
            // Another apostrophe.
            if (part.Length <= word.Length && part.IndexOf('’') is var at and > 0 && word[at] == '\'' && word.AsSpan(1, at - 1).SequenceEqual(part[1..at]))
                return true;
        }

        return false;
    }

    private static int Place(ulong hash) => (int)((hash * 0x9E3779B97F4A7C15) >> 52);

    private static Entry Add(string word)
    {
        var hash = Hash(word);
        for (var at = Place(hash); ; at = (at + 1) & (Size - 1))
        {
            if (Table[at] is { } there)
            {
                if (there.Hash == hash)
                    return there;
                continue;
            }

            return Table[at] = new Entry(word, hash);
        }
    }

    private static string FirstWord(string form) => form.IndexOfAny([' ', ',', '.']) is var end and > 0 ? form[..end] : form;

    private static string[] Split(string words) => words.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
}
