using Weir.Drill.Traffic.Contents;

namespace Weir.Drill.Traffic;

/// <summary>What traffic to make. The same plan makes the same traffic, byte for byte.</summary>
public sealed record TrafficPlan
{
    public required ulong Seed { get; init; }

    /// <summary>A Monday, midnight UTC.</summary>
    public DateTimeOffset Start { get; init; } = new(2026, 2, 2, 0, 0, 0, TimeSpan.Zero);

    public double Days { get; init; } = 14;

    /// <summary>Factor on how much each product and each harvest sends; people are not scaled.</summary>
    public double Volume { get; init; } = 1;

    /// <summary>Factor on how many accounts a campaign or another large group has; what each of them does is not scaled.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Factor on how much each account of a campaign does: many accounts that do little each are dearer to find than few that do much.</summary>
    public double Pace { get; init; } = 1;

    /// <summary>When a new model comes out, in days from the start.</summary>
    public double ReleaseDay { get; init; } = 8;

    /// <summary>How many groups of each class: most classes make one account a group.</summary>
    public required IReadOnlyList<(TrafficClass Class, int Groups)> Cast { get; init; }

    /// <summary>Real prompts in place of made ones; null for made ones.</summary>
    public RealPrompts? Real { get; init; }

    /// <summary>People as they are, a few of every product, and a few of every harvest.</summary>
    public static TrafficPlan Mixed(ulong seed, int people, int eachProduct, int eachHarvest, Func<TrafficClass, bool>? where = null) => new()
    {
        Seed = seed,
        Cast =
        [
            .. TrafficClasses.All.Where(kind => where is null || where(kind)).Select(kind => (kind, kind.Label == Label.Extraction ? eachHarvest
                : kind == TrafficClasses.People ? people : eachProduct)).Where(static part => part.Item2 > 0),
        ],
    };

    /// <summary>The accounts, in a fixed order. Costs about a kilobyte an account.</summary>
    public List<Account> Accounts()
    {
        var accounts = new List<Account>();
        foreach (var (kind, groups) in Cast)
        {
            for (var number = 0; number < groups; number++)
                accounts.AddRange(kind.Make(new Casting(kind, this, number, Serial(kind, number))));
        }

        return accounts;
    }

    /// <summary>The number of a group depends on its class and not on its neighbours: leaving a class out changes no other account.</summary>
    private static ulong Serial(TrafficClass kind, int number)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in kind.Name)
            hash = (hash ^ c) * 1099511628211UL;
        return (hash << 24 >> 4) + (ulong)number;
    }
}
