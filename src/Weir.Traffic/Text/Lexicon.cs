using System.Numerics;

namespace Weir.Traffic.Text;

/// <summary>What is known of a word, or of the first words of a cue.</summary>
internal readonly record struct LexiconEntry(ulong Hash, ulong Languages, ushort FirstCue, byte CueCount, bool Leads, bool Common);

/// <summary>
/// Function words of all languages and the cues of all kinds of ask in one hash table, made once. A cue of several words is a path:
/// the entry of its first word "leads" to the entry of its first two, and so on.
/// </summary>
internal sealed class Lexicon
{
    public static Lexicon Shared { get; } = new();

    private readonly LexiconEntry[] _table;
    private readonly int _mask;
    private readonly ulong[] _present = new ulong[1024];
    private readonly Cue[] _cues;
    private readonly Dictionary<uint, ulong> _endings = [];
    private readonly ulong[] _letters = new ulong[0x700];
    private readonly ulong[] _vietnamese = new ulong[0x100];

    public readonly record struct Cue(byte Kind, byte Strength);

    private sealed class Draft
    {
        public ulong Languages;
        public bool Leads;
        public bool Common;
        public List<Cue> Cues { get; } = [];
    }

    private Lexicon()
    {
        var words = new Words();
        var drafts = new Dictionary<ulong, Draft>();
        Draft At(ulong hash)
        {
            if (!drafts.TryGetValue(hash, out var draft))
                drafts[hash] = draft = new Draft();
            return draft;
        }

        foreach (var (language, list) in LanguageWords.Table)
        {
            foreach (var word in list.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                words.Split(word);
                // A word that falls apart into characters (Japanese, Chinese) says nothing beyond its script.
                if (words.Count == 1)
                    At(words.Hashes[0]).Languages |= Bit(language);
            }
        }

        words.Split(AskCues.Everyday);
        foreach (var hash in words.Hashes)
            At(hash).Common = true;
        foreach (var (kind, list) in AskCues.Table)
        {
            var bit = (byte)BitOperations.TrailingZeroCount((uint)kind);
            foreach (var item in list.Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                var strength = char.IsAsciiDigit(item[0]) ? (byte)(item[0] - '0') : (byte)AskCues.Enough;
                words.Split(strength == AskCues.Enough ? item : item.AsSpan(1));
                var state = words.Hashes[0];
                for (var i = 1; i < words.Count; i++)
                {
                    At(state).Leads = true;
                    state = Words.Mix(state, words.Hashes[i]);
                }

                At(state).Cues.Add(new Cue(bit, strength));
            }
        }

        var size = (int)BitOperations.RoundUpToPowerOf2((uint)drafts.Count * 2);
        _table = new LexiconEntry[size];
        _mask = size - 1;
        var cues = new List<Cue>();
        foreach (var (hash, draft) in drafts)
        {
            var at = (int)hash & _mask;
            while (_table[at].Hash != 0)
                at = (at + 1) & _mask;
            _table[at] = new LexiconEntry(hash, draft.Languages, (ushort)cues.Count, (byte)draft.Cues.Count, draft.Leads, draft.Common || draft.Languages != 0);
            cues.AddRange(draft.Cues);
            _present[(hash >> 48) >> 6] |= 1UL << (int)((hash >> 48) & 63);
        }

        _cues = [.. cues];
        BuildLetters(words);
    }

    private void BuildLetters(Words words)
    {
        foreach (var (language, list) in LanguageWords.Endings)
        {
            foreach (var ending in list.Split(' '))
            {
                words.Split("xx" + ending);
                if (words.Count == 1 && words.Endings[0] != 0)
                    _endings[words.Endings[0]] = _endings.GetValueOrDefault(words.Endings[0]) | Bit(language);
            }
        }

        foreach (var (language, letters) in LanguageWords.Letters)
        {
            foreach (var c in letters)
            {
                if (c < _letters.Length)
                    _letters[c] |= Bit(language);
                else if (c is >= '\u1e00' and < '\u1f00')
                    _vietnamese[c - 0x1e00] |= Bit(language);
            }
        }
    }

    public static ulong Bit(Language language) => language == Language.Unknown ? 0 : 1UL << (int)language - 1;

    public bool TryFind(ulong hash, out LexiconEntry entry)
    {
        // Most words are in no list: one bit in 8 KB turns them away.
        if ((_present[(hash >> 48) >> 6] >> (int)((hash >> 48) & 63) & 1) != 0)
        {
            for (var at = (int)hash & _mask; _table[at].Hash != 0; at = (at + 1) & _mask)
            {
                if (_table[at].Hash == hash)
                {
                    entry = _table[at];
                    return true;
                }
            }
        }

        entry = default;
        return false;
    }

    public ReadOnlySpan<Cue> Cues(in LexiconEntry entry) => _cues.AsSpan(entry.FirstCue, entry.CueCount);

    public ulong LanguagesOfEnding(uint ending) => _endings.GetValueOrDefault(ending);

    public ulong LanguagesOfLetter(char c) =>
        c < _letters.Length ? _letters[c] : c is >= '\u1e00' and < '\u1f00' ? _vietnamese[c - 0x1e00] : 0;
}
