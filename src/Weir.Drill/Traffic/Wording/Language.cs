namespace Weir.Drill.Traffic.Wording;

/// <summary>A language of the made traffic: its wording, how common it is, and where the sun stands for those who write it.</summary>
public sealed class Language
{
    public const int DomainCount = 15;

    private static readonly string[] Domains =
        ["science", "math", "health", "history", "law", "money", "tech", "food", "travel", "home", "work", "school", "arts", "nature", "sport"];

    private readonly string[][] _topics;

    private Language(string code, double weight, double[] offsets, Grammar grammar)
    {
        (Code, Weight, Offsets, Grammar) = (code, weight, offsets, grammar);
        var own = Domains.Select(domain => grammar.Words(Grammar.Symbol(domain))).ToArray();
        var some = own.Where(static topics => topics.Length > 0).ToArray();
        // A language without words for a field lends those of another: its people still have fifteen fields to move in.
        _topics = [.. own.Select((topics, i) => topics.Length > 0 ? topics : some[i % some.Length])];
    }

    public string Code { get; }
    public double Weight { get; }
    /// <summary>Hours from UTC of the time zones in which it is written.</summary>
    public IReadOnlyList<double> Offsets { get; }
    public Grammar Grammar { get; }

    public static IReadOnlyList<Language> All { get; } = Load();

    public static Language English => All[0];

    public static Language Named(string code) => All.First(language => string.Equals(language.Code, code, StringComparison.Ordinal));

    /// <summary>The one distribution of languages, for people, products and harvests alike.</summary>
    public static Language Draw(ref Dice dice)
    {
        Span<double> weights = stackalloc double[All.Count];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = All[i].Weight;
        return All[dice.Weighted(weights)];
    }

    /// <summary>Several languages, the first one drawn as any writer's is.</summary>
    public static Language[] DrawSet(ref Dice dice, int count)
    {
        var set = new HashSet<Language> { Draw(ref dice) };
        while (set.Count < Math.Min(count, All.Count))
            set.Add(Draw(ref dice));
        return [.. set];
    }

    public string[] Topics(int domain) => _topics[domain];

    public override string ToString() => Code;

    private static Language[] Load()
    {
        var english = Read("en", null);
        return
        [
            new("en", 34, [-8, -7, -6, -5, -5, 0, 0, 1, 5.5, 8, 10], english),
            Other("zh", 10, [8]), Other("es", 8, [1, -5, -6, -3]), Other("de", 7, [1]), Other("fr", 6, [1, 0, -5]),
            Other("pt", 6, [-3, 0]), Other("ja", 5, [9]), Other("ru", 5, [3, 5, 7]), Other("ko", 3, [9]), Other("it", 3, [1]),
            Other("tr", 3, [3]), Other("ar", 3, [2, 3, 4]), Other("hi", 2, [5.5]), Other("id", 2, [7]), Other("pl", 2, [1]), Other("nl", 1, [1]),
        ];

        Language Other(string code, double weight, double[] offsets) => new(code, weight, offsets, Read(code, english));
    }

    private static Grammar Read(string code, Grammar? fallback)
    {
        var name = $"Weir.Drill.Traffic.Words.{code}.txt";
        using var stream = typeof(Language).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The wording {name} is not built in.");
        using var reader = new StreamReader(stream);
        return Grammar.Read(reader, fallback);
    }
}
