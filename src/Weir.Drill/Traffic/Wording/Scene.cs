namespace Weir.Drill.Traffic.Wording;

/// <summary>
/// What a text is about: a language and the part of its topics that this writer moves in. A product knows one trade, a
/// person has a few interests, a harvest wants everything.
/// </summary>
public sealed class Scene
{
    private readonly int[] _domains;
    private readonly int _from;
    private readonly int _span;
    private string? _forced;

    private Scene(Language language, int[] domains, int from, int span)
    {
        (Language, _domains, _from, _span) = (language, domains, from, span);
    }

    public Language Language { get; private set; }

    /// <summary>What the running conversation is about.</summary>
    public string Subject { get; set; } = "";

    /// <summary>Something the last answer said, for a follow-up to take up.</summary>
    public string Mention { get; set; } = "";

    /// <summary>All topics of a language.</summary>
    public static Scene Broad(Language language) => new(language, [], 0, int.MaxValue);

    /// <summary>A few fields that someone cares about, the first one most.</summary>
    public static Scene Interests(Language language, ref Dice dice)
    {
        var domains = new int[dice.Between(2, 6)];
        for (var i = 0; i < domains.Length; i++)
            domains[i] = dice.Below(Language.DomainCount);
        return new Scene(language, domains, 0, int.MaxValue);
    }

    /// <summary>One trade: a handful of neighbouring topics.</summary>
    public static Scene Narrow(Language language, ref Dice dice) =>
        new(language, [dice.Below(Language.DomainCount)], dice.Below(64), dice.Between(3, 8));

    /// <summary>
    /// Writes a section in this language, or wholly in English where the language has no words for it: nobody mixes the two
    /// within a sentence. Tells which it was.
    /// </summary>
    public Language Write(int section, ref Dice dice, TextBuffer to)
    {
        var home = Language;
        if (!home.Grammar.Speaks(section))
            Language = Wording.Language.English;
        var spoken = Language;
        spoken.Grammar.Write(section, this, ref dice, to);
        Language = home;
        return spoken;
    }

    /// <summary>The same interests in another language, for as long as it takes.</summary>
    internal Language Switch(Language language)
    {
        var home = Language;
        Language = language;
        return home;
    }

    /// <summary>The next topic drawn is this one, so that an answer mentions what a follow-up will ask about.</summary>
    public void Force(string? topic) => _forced = topic;

    public string DrawTopic(ref Dice dice)
    {
        if (_forced is { } forced)
        {
            _forced = null;
            return forced;
        }

        var topics = Language.Topics(_domains.Length == 0 ? dice.Below(Language.DomainCount) : _domains[dice.Zipf(_domains.Length)]);
        return _span >= topics.Length ? topics[dice.Below(topics.Length)] : topics[(_from + dice.Below(_span)) % topics.Length];
    }
}
