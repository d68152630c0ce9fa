using Weir.Detection.Accounts;
using Weir.Traffic.Text;

namespace Weir.Detection.Campaigns;

/// <summary>
/// Accounts that seem to act as one, and the centre that others are compared with: how many members have which thing, what members do, and the
/// exchanges of all of them folded as if they were one account's.
/// </summary>
internal sealed class Group(int number, string id, long foundAt)
{
    public const int MostTokens = 2_048;
    private const int MostModels = 24;
    private const int MostEvents = 64;

    public int Number { get; } = number;
    public string Id { get; } = id;
    public long FoundAt { get; } = foundAt;
    /// <summary>Slots, in the order of joining.</summary>
    public List<int> Members { get; } = [];
    public Dictionary<ulong, int> Tokens { get; } = [];
    /// <summary>Wording that the group has in common and ordinary accounts hardly: its templates.</summary>
    public HashSet<ulong> Frames { get; } = [];
    /// <summary>The few of them that many members have, and the part of ordinary accounts that have one of these.</summary>
    public HashSet<ulong> Core { get; } = [];
    public double CoreOrdinary;
    /// <summary>Members whose tie had something of the family, by <see cref="LinkFamily"/>.</summary>
    public int[] Covered { get; } = new int[Links.Families];
    /// <summary>What one ordinary account in ten reaches when it is compared with this group: of a family, only what lies above it ties anybody.</summary>
    public double[] Ordinary { get; } = new double[Links.Families];
    /// <summary>The mean of what account detection says of its members; not a number where too few were long enough.</summary>
    public double OwnMean = double.NaN;
    public Subjects Subjects { get; } = new();
    public long[] Conduct { get; } = new long[Campaigns.Conduct.Cells];
    public Dictionary<string, int> Models { get; } = new(StringComparer.Ordinal);
    public List<CampaignEvent> Timeline { get; } = [];

    /// <summary>All exchanges of members since they were linked.</summary>
    public Profile Pool { get; set; } = new();
    /// <summary>Those of them that are worded like the group's.</summary>
    public Profile Stream { get; set; } = new();
    public long PoolSince = foundAt;
    public long StreamSince = foundAt;
    /// <summary>Openings whose prompt another member had sent before, and all that could be compared.</summary>
    public long Shared;
    public long Compared;
    public SharedWork? Work { get; set; }
    /// <summary>Exchanges of members since they were linked, over time.</summary>
    public HourlyVolume Volume { get; } = new();

    /// <summary>Exchanges of members at the moment, those before they were linked among them.</summary>
    public long Exchanges;
    public long First = long.MaxValue;
    /// <summary>When half of its members had begun, as last measured.</summary>
    public long Began;
    public long Last;
    /// <summary>Where this went; zero while it is a group of its own.</summary>
    public int MergedInto;
    public long MergedAt;
    public int MergedMembers;

    public Verdict Verdict;
    public GroupWeight Weight;
    /// <summary>What the last look found missing.</summary>
    public Lack Lacks;
    public long WatchAt;
    public long ActAt;
    public long ExchangesBeforeWatch;
    public long ExchangesBeforeAct;
    public long NextJudged = 24;
    public int JudgedMembers;

    /// <summary>The account was there days before anything was seen of the group: somebody whom it could have copied.</summary>
    public bool IsYoungerThan(LinkRecord record) => record.First < FoundAt - 3 * 86_400_000L;

    /// <summary>The account was there days before half of the members had begun.</summary>
    public bool WasPrecededBy(LinkRecord record) => record.First < Began - 3 * 86_400_000L;

    /// <summary>What its members take is known for a harvest's, and is nobody's shared work: to behave like them tells something.</summary>
    public bool IsHarvest => Verdict >= Verdict.Watch && (Weight.BeyondChance >= Judging.ActTaken || Weight.Concert >= Judging.ActAt && Weight.IsUnderNoRoof || Verdict == Verdict.Act && Weight.IsDealtDeep) && Weight.Shared < Judging.MostShared;

    public bool IsAlive => MergedInto == 0 && Members.Count > 0;

    /// <summary>The part of the exchanges that carry the group's templates.</summary>
    public double StreamShare => Pool.Exchanges == 0 ? 1 : Math.Min(1, (double)Stream.Exchanges / Pool.Exchanges);

    public void Count(ulong token, int by = 1)
    {
        System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(Tokens, token, out _) += by;
        if (Tokens.Count <= MostTokens)
            return;
        // What few members have is not what the group has in common.
        for (var least = 1; Tokens.Count > MostTokens / 2; least *= 2)
        {
            foreach (var (key, count) in Tokens)
            {
                if (count <= least)
                    Tokens.Remove(key);
            }
        }
    }

    /// <summary>How many members share a thing that few others have.</summary>
    public int Of(ulong token) => Tokens.GetValueOrDefault(token);

    public void Saw(string? model)
    {
        if (model is null || Models.Count >= MostModels && !Models.ContainsKey(model))
            return;
        System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(Models, model, out _)++;
    }

    public void Tell(long time, string says)
    {
        if (Timeline.Count < MostEvents)
            Timeline.Add(new CampaignEvent(DateTimeOffset.FromUnixTimeMilliseconds(time), says));
    }

    public void Join(LinkRecord record)
    {
        record.Group = Number + 1;
        Members.Add(record.Slot);
        Span<LinkToken> tokens = stackalloc LinkToken[LinkRecord.MostTokens];
        var count = record.Tokens(tokens);
        foreach (var token in tokens[..count])
            Count(token.Key);
        for (var cell = 0; cell < Conduct.Length; cell++)
            Conduct[cell] += record.Conduct[cell];
        Exchanges += record.Exchanges;
        First = Math.Min(First, record.First);
        Last = Math.Max(Last, record.Last);
    }

    public void Leave(LinkRecord record)
    {
        record.Group = 0;
        Members.Remove(record.Slot);
        Span<LinkToken> tokens = stackalloc LinkToken[LinkRecord.MostTokens];
        var count = record.Tokens(tokens);
        foreach (var token in tokens[..count])
        {
            if (Tokens.TryGetValue(token.Key, out var had))
                Tokens[token.Key] = Math.Max(0, had - 1);
        }

        for (var cell = 0; cell < Conduct.Length; cell++)
            Conduct[cell] = Math.Max(0, Conduct[cell] - record.Conduct[cell]);
        Exchanges -= record.Exchanges;
    }

    /// <summary>The kinds of ask that make up a tenth of the openings and more, most first.</summary>
    public IEnumerable<(string Kind, double Share)> Kinds()
    {
        var pool = Pool.AsFull().Life;
        var openings = Math.Max(1, pool[(int)Counter.Openings]);
        return Enumerable.Range(0, AskKindNames.Count)
            .Select(kind => (AskKindNames.Name(kind), (double)pool[(int)Counter.FirstKind.Plus(kind)] / openings))
            .Where(static kind => kind.Item2 >= 0.1).OrderByDescending(static kind => kind.Item2);
    }
}
