namespace Weir.Traffic.Text;

/// <summary>Finds the kinds of ask: cues of the lexicon near both ends of a prompt, and the facts of the request.</summary>
internal static class AskReading
{
    /// <summary>What a prompt wants stands at its beginning or its end; what lies between is mostly the matter it is about.</summary>
    private const int HeadWords = 160;
    private const int TailWords = 80;
    /// <summary>
    /// Who begins by asking for work on a text (to extract from it, sort or shorten it) has the text follow: what it says is its subject and
    /// not the request. Only what stands near the beginning and at the very end is read then. To translate is left out: programs are, too.
    /// </summary>
    private const AskKinds WorkOnText = AskKinds.Extraction | AskKinds.Classification | AskKinds.Summarising;
    private const int OpeningSentence = 12;
    private const int BeforeText = 20;
    private const int AfterText = 16;
    /// <summary>In a shorter prompt the end is still the text.</summary>
    private const int LongText = 96;
    /// <summary>Votes for a language after which more words change nothing.</summary>
    private const int LanguageWords = 96;
    /// <summary>How much of a system prompt is read.</summary>
    public const int SystemChars = 2_048;

    private const int OpeningWords = 8;
    private const int ChatWords = 40;

    /// <summary>Also marks the words that are common, and lets those of the lists vote for their languages.</summary>
    /// <param name="workOnText">Whether it begins by asking for work on a text that follows.</param>
    public static AskKinds OfPrompt(Words words, LanguageGuess guess, out bool workOnText)
    {
        Span<int> scores = stackalloc int[AskKindNames.Count];
        Span<ulong> seen = stackalloc ulong[Seen];
        scores.Clear();
        seen.Clear();
        Span<ushort> ballots = stackalloc ushort[LanguageWords + 1];
        Span<ushort> kept = stackalloc ushort[HeadWords + TailWords + 1];
        var hashes = words.Hashes;
        var common = words.Common;
        common.Clear();
        var lexicon = Lexicon.Shared;
        var starts = lexicon.Look(hashes, words.Room, common, ballots, out var voters);
        guess.Words(lexicon, ballots[..voters]);
        var count = 0;
        foreach (int i in starts)
        {
            if (i >= HeadWords && i < hashes.Length - TailWords)
                continue;
            // Most that lead on do not lead to the word that follows. Written down in any case, and over where it is none: a wrong guess costs more.
            kept[count] = (ushort)i;
            count += lexicon.MayStart(hashes, i) ? 1 : 0;
        }

        workOnText = false;
        var coding = System.Numerics.BitOperations.Log2((uint)AskKinds.Coding);
        foreach (int i in kept[..count])
        {
            if (workOnText && i >= BeforeText && (hashes.Length < LongText || i < hashes.Length - AfterText))
                continue;
            Follow(lexicon, lexicon.FindLikely(hashes[i]), hashes, i, scores, seen);
            // Whichever is asked first: a program that is to extract something is a program.
            if (i < OpeningSentence && !workOnText && scores[coding] == 0)
                workOnText = (Kinds(scores) & WorkOnText) != AskKinds.None;
        }

        words.Tell();
        var kinds = Kinds(scores);
        // A form for the answer, such as JSON with nulls, is no task in code yet.
        return workOnText && scores[coding] < 2 * AskCues.Enough ? kinds & ~AskKinds.Coding : kinds;
    }

    public static AskKinds OfSystem(Words words)
    {
        Span<int> scores = stackalloc int[AskKindNames.Count];
        Span<ulong> seen = stackalloc ulong[Seen];
        scores.Clear();
        seen.Clear();
        var hashes = words.Hashes;
        var lexicon = Lexicon.Shared;
        foreach (int i in lexicon.Likely(hashes, words.Room))
        {
            ref readonly var entry = ref lexicon.FindLikely(hashes[i]);
            if (entry.CueCount != 0 || entry.Leads)
                Follow(lexicon, entry, hashes, i, scores, seen);
        }

        // "You are ... what ... hello": questions and greetings inside instructions ask nothing.
        return Kinds(scores) & ~(AskKinds.Question | AskKinds.Chat);
    }

    /// <param name="workOnText">A text that looks like code is no task in code where it is to be sorted or summed up.</param>
    public static AskKinds OfFacts(ReadOnlySpan<char> text, AskFacts ask, bool workOnText)
    {
        var kinds = AskKinds.None;
        if (ask.Tools > 0 || ask.ToolResults > 0)
            kinds |= AskKinds.Agentic;
        if (ask.Images > 0)
            kinds |= AskKinds.Vision;
        text = text.TrimEnd();
        if (!text.IsEmpty && text[^1] is '?' or '？' or '؟' or '՞')
            kinds |= AskKinds.Question;
        if (workOnText)
            return kinds;
        // The sign is looked for first: that takes a fifth of the time, and most texts have none.
        if (text.Contains('`') && text.Contains("```", StringComparison.Ordinal) || LooksLikeCode(text))
            kinds |= AskKinds.Coding;
        return kinds;
    }

    private const int Seen = 64;

    private static void Follow(Lexicon lexicon, in LexiconEntry first, ReadOnlySpan<ulong> hashes, int at, Span<int> scores, Span<ulong> seen)
    {
        var state = hashes[at];
        ref readonly var entry = ref first;
        for (var next = at + 1; ; next++)
        {
            for (var i = 0; i < entry.CueCount; i++)
            {
                // A cue counts once: a word repeated all over a document is its subject, not the request.
                var index = (entry.FirstCue + i) & (Seen * 64 - 1);
                if ((seen[index >> 6] >> (index & 63) & 1) != 0)
                    continue;
                var cue = lexicon.Cues(entry)[i];
                var kind = (AskKinds)(1u << cue.Kind);
                if (kind == AskKinds.Question && at >= OpeningWords || kind == AskKinds.Chat && (at >= OpeningWords || hashes.Length > ChatWords))
                    continue;
                seen[index >> 6] |= 1UL << (index & 63);
                scores[cue.Kind] += cue.Strength;
            }

            if (!entry.Leads || next >= hashes.Length)
                return;
            state = Words.Mix(state, hashes[next]);
            entry = ref lexicon.Find(state);
            if (entry.Hash == 0)
                return;
        }
    }

    private static AskKinds Kinds(ReadOnlySpan<int> scores)
    {
        var kinds = AskKinds.None;
        for (var i = 0; i < scores.Length; i++)
        {
            if (scores[i] >= AskCues.Enough)
                kinds |= (AskKinds)(1u << i);
        }

        return kinds;
    }

    /// <summary>One brace, semicolon or equals sign in thirty characters, over a stretch long enough to mean it.</summary>
    private static bool LooksLikeCode(ReadOnlySpan<char> text)
    {
        if (text.Length < 60)
            return false;
        if (text.Length > 4_096)
            text = text[..4_096];
        if (!text.Contains('\n'))
            return false;
        var signs = text.Count(';') + text.Count('=') + text.Count('{') + text.Count('(');
        return signs * 30 > text.Length;
    }
}
