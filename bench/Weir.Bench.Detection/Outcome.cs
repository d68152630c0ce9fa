using Weir.Detection;
using Weir.Drill.Traffic;

namespace Weir.Bench.Detection;

/// <summary>What became of one account: the truth and the finding.</summary>
public sealed record Outcome
{
    public required string Account { get; init; }
    public required string Class { get; init; }
    public required Label Label { get; init; }
    public required bool HeldOut { get; init; }
    /// <summary>The language in which most of its prompts were made.</summary>
    public required string Language { get; init; }
    public required int Exchanges { get; init; }
    public required int Harvest { get; init; }

    public Verdict Verdict { get; init; }
    public double Evidence { get; init; }
    public bool Watched { get; init; }
    public bool Acted { get; init; }
    public long? ExchangesBeforeWatch { get; init; }
    /// <summary>Harvesting exchanges that were answered before the verdict, or all where there was none.</summary>
    public int LeftBeforeWatch { get; init; }
    public int LeftBeforeAct { get; init; }
    /// <summary>Heaviest first.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    public bool IsBlend => Class.StartsWith("blend-", StringComparison.Ordinal);
}

/// <summary>Counts the truth while traffic streams by.</summary>
public sealed class TruthBook
{
    private sealed class Entry
    {
        public required Account Account;
        public int Exchanges;
        public List<long> HarvestAt { get; } = [];
        public Dictionary<string, int> Languages { get; } = new(StringComparer.Ordinal);
    }

    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    public void Count(MadeExchange made)
    {
        if (!_entries.TryGetValue(made.By.Who.Account, out var entry))
            _entries.Add(made.By.Who.Account, entry = new Entry { Account = made.By });
        entry.Exchanges++;
        entry.Languages[made.Language.Code] = entry.Languages.GetValueOrDefault(made.Language.Code) + 1;
        if (made.Harvest)
            entry.HarvestAt.Add(made.Time.UtcTicks);
    }

    public IEnumerable<Outcome> Outcomes(Func<string, Finding?> find)
    {
        foreach (var (name, entry) in _entries)
        {
            var finding = find(name);
            yield return new Outcome
            {
                Account = name,
                Class = entry.Account.Class.Name,
                Label = entry.Account.Class.Label,
                HeldOut = entry.Account.Class.HeldOut,
                Language = entry.Languages.MaxBy(static pair => pair.Value).Key,
                Exchanges = entry.Exchanges,
                Harvest = entry.HarvestAt.Count,
                Verdict = finding?.Verdict ?? Verdict.Clear,
                Evidence = finding?.Evidence ?? 0,
                Watched = finding?.WatchAt is not null,
                Acted = finding?.ActAt is not null,
                ExchangesBeforeWatch = finding?.ExchangesBeforeWatch,
                LeftBeforeWatch = Before(entry.HarvestAt, finding?.WatchAt),
                LeftBeforeAct = Before(entry.HarvestAt, finding?.ActAt),
                Reasons = finding is null ? [] : [.. finding.Reasons.Take(12).Select(static reason => $"{reason.Signal} {reason.Weight:0.0}")],
            };
        }
    }

    private static int Before(List<long> at, DateTimeOffset? verdict)
    {
        if (verdict is not { } time)
            return at.Count;
        var found = at.BinarySearch(time.UtcTicks);
        return found >= 0 ? found : ~found;
    }
}
