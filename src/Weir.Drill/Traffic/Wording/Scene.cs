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
    private readonly ulong _names;
    private readonly int _nameCount;
    private readonly double _rare;
    private string? _forced;

    private Scene(Language language, int[] domains, int from, int span, ulong names, int nameCount, double rare)
    {
        (Language, _domains, _from, _span) = (language, domains, from, span);
        (_names, _nameCount, _rare) = (names, nameCount, rare);
    }

    public Language Language { get; private set; }

    /// <summary>What the running conversation is about.</summary>
    public string Subject { get; set; } = "";

    /// <summary>Something the last answer said, for a follow-up to take up.</summary>
    public string Mention { get; set; } = "";

    /// <summary>All topics of a language.</summary>
    public static Scene Broad(Language language) => new(language, [], 0, int.MaxValue, 0, 0, 1.8);

    /// <summary>A few fields that someone cares about, the first one most.</summary>
    public static Scene Interests(Language language, ref Dice dice)
    {
        var domains = new int[dice.Between(2, 6)];
        for (var i = 0; i < domains.Length; i++)
            domains[i] = dice.Below(Language.DomainCount);
        return new Scene(language, domains, 0, int.MaxValue, dice.Next(), 8_000, 1.2);
    }

    /// <summary>One trade: a handful of neighbouring topics.</summary>
    public static Scene Narrow(Language language, ref Dice dice) =>
        new(language, [dice.Below(Language.DomainCount)], dice.Below(64), dice.Between(3, 8), dice.Next(), dice.Between(300, 3_000), 0.8);

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

    /// <summary>A proper name: a product has a few dozen, a person some hundreds, and whoever wants everything never runs out.</summary>
    public void WriteName(ref Dice dice, TextBuffer to)
    {
        if (_nameCount == 0)
        {
            Invented.Brand(ref dice, to);
            return;
        }

        var name = Dice.Of(_names, (ulong)dice.Zipf(_nameCount));
        Invented.Brand(ref name, to);
    }

    /// <summary>An identifier of a program: a code base keeps to its own, whoever wants every program meets ever new ones.</summary>
    public void WriteIdentifier(ref Dice dice, TextBuffer to)
    {
        if (_nameCount == 0)
        {
            Invented.Identifier(ref dice, to);
            return;
        }

        var name = Dice.Of(~_names, (ulong)dice.Zipf(_nameCount));
        Invented.Identifier(ref name, to);
    }

    /// <summary>A topic, now and then one that bears a name.</summary>
    public void WriteTopic(ref Dice dice, TextBuffer to)
    {
        to.Add(DrawTopic(ref dice));
        for (var rare = _rare; rare > 0 && dice.Chance(rare); rare--)
        {
            to.Add(' ');
            WriteName(ref dice, to);
        }
    }

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
