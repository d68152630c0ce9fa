namespace Weir.Traffic.Text;

/// <summary>
/// What is computed from a prompt's text and kept in place of it. Detection works from this alone, so a journal without content
/// finds the same. Hashes of whole texts are keyed; sketches (<see cref="Wording"/>, <see cref="Content"/>, <see cref="Shape"/>) are not, so that
/// installations can compare them: nobody reads a text out of them, but who already has a text can check whether it fits.
/// </summary>
public sealed record PromptFeatures
{
    /// <summary>Version of the wording lists and sketches. Features of different versions are not compared.</summary>
    public const int CurrentVersion = 1;

    public int Version { get; init; } = CurrentVersion;

    /// <summary>Keyed hash of the last user message as sent.</summary>
    public KeyedHash Prompt { get; init; }
    /// <summary>Keyed hash of the system prompt.</summary>
    public KeyedHash System { get; init; }
    /// <summary>Keyed hash of the first user message: turns of one conversation share it.</summary>
    public KeyedHash Opening { get; init; }

    public int Chars { get; init; }
    public int Words { get; init; }
    public Language Language { get; init; }
    public Script Script { get; init; }
    /// <summary>Percent of the letters that are not of the main script.</summary>
    public byte OtherScripts { get; init; }

    public AskKinds Kinds { get; init; }
    /// <summary>What the system prompt asks for: part of every call of a product, so it is kept apart.</summary>
    public AskKinds SystemKinds { get; init; }

    public TemplateShape Shape { get; init; }
    public MinHash Wording { get; init; }
    public ContentSketch Content { get; init; }
    /// <summary>A sample of the words themselves, by which the growth of a vocabulary is seen.</summary>
    public TermSample Terms { get; init; }
    public Hand Hand { get; init; }

    /// <summary>Reads the texts once; nothing is allocated beyond the record.</summary>
    public static PromptFeatures Compute(ReadOnlySpan<char> lastUser, ReadOnlySpan<char> system, ReadOnlySpan<char> firstUser, AskFacts ask, KeyedHasher hasher)
    {
        var systemHash = hasher.Hash(system);
        var systemKinds = KnownSystems.OfThread(hasher).KindsOf(system, systemHash);
        var words = Text.Words.OfThread;
        words.Split(lastUser);
        var hashes = words.Hashes;
        Span<int> votes = stackalloc int[LanguageCodes.Count];
        var guess = new LanguageGuess(votes);
        var kinds = AskReading.OfPrompt(words, guess, out var workOnText) | AskReading.OfFacts(lastUser, ask, workOnText);
        var script = MainScript(words.ScriptLetters, out var others);
        var prompt = hasher.Hash(lastUser);
        var dense = Scripts.IsDense(script);
        return new PromptFeatures
        {
            Prompt = prompt,
            System = systemHash,
            Opening = firstUser.SequenceEqual(lastUser) ? prompt : hasher.Hash(firstUser),
            Chars = lastUser.Length,
            Words = hashes.Length,
            Language = guess.Decide(words, script),
            Script = script,
            OtherScripts = others,
            Kinds = kinds,
            SystemKinds = systemKinds,
            Shape = TemplateShape.Of(hashes, lastUser),
            Wording = MinHash.Of(hashes, words.Shingles),
            Content = ContentSketch.Of(hashes, words.Telling, dense),
            Terms = TermSample.Of(hashes, words.Telling, dense),
            Hand = Hand.Of(lastUser),
        };
    }

    private static Script MainScript(ReadOnlySpan<int> letters, out byte others)
    {
        int total = 0, best = 0;
        for (var i = 0; i < letters.Length; i++)
        {
            total += letters[i];
            if (letters[i] > letters[best])
                best = i;
        }

        // Japanese is written in both kana and Han: one mixture, not two scripts.
        var own = letters[best];
        if (best is (int)Script.Han or (int)Script.Kana && letters[(int)Script.Kana] > 0)
            own = letters[(int)Script.Han] + letters[(int)Script.Kana];
        others = total == 0 ? (byte)0 : (byte)((total - own) * 100 / total);
        return total == 0 ? Script.None : (Script)best;
    }
}
