using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Weir.Traffic.Text;

/// <summary>
/// What is known of a word, or of the first words of a cue. <see cref="Ballot"/> is the place of its votes for languages, 0 where it has none;
/// <see cref="Starts"/> and <see cref="Common"/> are 1 or 0, the first where a cue is or begins.
/// </summary>
internal readonly record struct LexiconEntry(ulong Hash, ushort Ballot, ushort FirstCue, byte CueCount, bool Leads, byte Starts, byte Common);

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
    private readonly LexiconEntry[] _nothing = new LexiconEntry[1];
    /// <summary>For each set of languages that share words, what one such word gives each language: a byte for each bit.</summary>
    private readonly byte[] _ballots;
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
        foreach (var (kind, list) in AskCues.Table.Concat(AskCuesByLanguage.Table))
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
        var ballots = new Dictionary<ulong, ushort> { [0] = 0 };
        foreach (var (hash, draft) in drafts)
        {
            var at = (int)hash & _mask;
            while (_table[at].Hash != 0)
                at = (at + 1) & _mask;
            if (!ballots.TryGetValue(draft.Languages, out var ballot))
                ballots[draft.Languages] = ballot = (ushort)ballots.Count;
            var common = draft.Common || draft.Languages != 0;
            _table[at] = new LexiconEntry(hash, ballot, (ushort)cues.Count, (byte)draft.Cues.Count, draft.Leads, (byte)(draft.Leads || draft.Cues.Count > 0 ? 1 : 0), (byte)(common ? 1 : 0));
            cues.AddRange(draft.Cues);
            _present[(hash >> 48) >> 6] |= 1UL << (int)((hash >> 48) & 63);
        }

        _cues = [.. cues];
        _ballots = new byte[ballots.Count * LanguageGuess.Ballot];
        foreach (var (languages, ballot) in ballots)
            LanguageGuess.Fill(_ballots.AsSpan(ballot * LanguageGuess.Ballot, LanguageGuess.Ballot), languages);
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

    /// <summary>The places of the words that are in the lexicon, and of a few that are not: one bit in 8 KB tells, and no branch.</summary>
    public ReadOnlySpan<ushort> Likely(ReadOnlySpan<ulong> words, Span<ushort> places)
    {
        ref var present = ref MemoryMarshal.GetArrayDataReference(_present);
        ref var to = ref MemoryMarshal.GetReference(places[..words.Length]);
        var count = 0;
        for (var i = 0; i < words.Length; i++)
        {
            Unsafe.Add(ref to, count) = (ushort)i;
            count += Bit(ref present, words[i]);
        }

        return places[..count];
    }

    /// <summary>
    /// Looks all words up: marks those that are common, takes the ballots of the first, and returns the places of those with which a cue may begin.
    /// </summary>
    /// <param name="places">Room for one place a word.</param>
    /// <param name="common">One for each word, cleared.</param>
    /// <param name="ballots">Room for those of the first words, and for one more.</param>
    public ReadOnlySpan<ushort> Look(ReadOnlySpan<ulong> words, Span<ushort> places, Span<byte> common, Span<ushort> ballots, out int voters)
    {
        ref var word = ref MemoryMarshal.GetReference(words);
        ref var mark = ref MemoryMarshal.GetReference(common[..words.Length]);
        ref var ballot = ref MemoryMarshal.GetReference(ballots);
        ref var table = ref MemoryMarshal.GetArrayDataReference(_table);
        ref var to = ref MemoryMarshal.GetReference(places);
        nint mask = _mask;
        var mostVoters = ballots.Length - 1;
        int starts = 0, votes = 0;
        foreach (nint i in Likely(words, places))
        {
            var hash = Unsafe.Add(ref word, i);
            var at = (nint)hash & mask;
            while (Unsafe.Add(ref table, at).Hash != hash && Unsafe.Add(ref table, at).Hash != 0)
                at = at + 1 & mask;
            ref readonly var entry = ref Unsafe.Add(ref table, at);
            Unsafe.Add(ref mark, i) = entry.Common;
            // Written at every word, and written over where it did not count: which words do cannot be predicted.
            Unsafe.Add(ref ballot, votes) = entry.Ballot;
            votes += (int)i < mostVoters ? 1 : 0;
            Unsafe.Add(ref to, starts) = (ushort)i;
            starts += entry.Starts;
        }

        voters = votes;
        return places[..starts];
    }

    /// <summary>Whether the word at this place is a cue, or may lead to one with the word after it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MayStart(ReadOnlySpan<ulong> words, int at) =>
        FindLikely(words[at]).CueCount != 0 | MayHold(Words.Mix(words[at], words[Math.Min(at + 1, words.Length - 1)]));

    /// <summary>What is known of the word; nothing, with a hash of 0, where it is in no list.</summary>
    public ref readonly LexiconEntry Find(ulong hash)
    {
        if (!MayHold(hash))
            return ref _nothing[0];
        return ref FindLikely(hash);
    }

    /// <summary>The same for a word that <see cref="Likely"/> has named.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref readonly LexiconEntry FindLikely(ulong hash)
    {
        ref var table = ref MemoryMarshal.GetArrayDataReference(_table);
        var at = (nint)(hash & (uint)_mask);
        while (Unsafe.Add(ref table, at).Hash != hash && Unsafe.Add(ref table, at).Hash != 0)
            at = at + 1 & _mask;
        return ref Unsafe.Add(ref table, at);
    }

    /// <summary>False: it is in no list.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MayHold(ulong hash) => Bit(ref MemoryMarshal.GetArrayDataReference(_present), hash) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Bit(ref ulong present, ulong hash) =>
        (int)(Unsafe.Add(ref present, (int)(hash >> 54)) >> (int)(hash >> 48)) & 1;

    /// <summary>The two halves of a ballot.</summary>
    public (Vector256<byte> Low, Vector256<byte> High) Votes(int ballot)
    {
        ref var votes = ref _ballots[ballot * LanguageGuess.Ballot];
        return (Vector256.LoadUnsafe(ref votes), Vector256.LoadUnsafe(ref votes, 32));
    }

    public ReadOnlySpan<Cue> Cues(in LexiconEntry entry) => _cues.AsSpan(entry.FirstCue, entry.CueCount);

    public ulong LanguagesOfEnding(uint ending) => _endings.GetValueOrDefault(ending);

    public ulong LanguagesOfLetter(char c) =>
        c < _letters.Length ? _letters[c] : c is >= '\u1e00' and < '\u1f00' ? _vietnamese[c - 0x1e00] : 0;
}
