namespace Weir.Console.Drills;

public enum DrillPhase { None = 0, Preparing, Running, Done, Stopped, Failed }

/// <summary>Something that can be played.</summary>
/// <param name="Accounts">Of the campaign, or of the honest groups that look like one, at full size.</param>
public sealed record DrillScenario(string Name, string Summary, bool IsCampaign, int Accounts, long Exchanges);

public sealed record DrillWish(string Scenario, double Scale, ulong Seed);

/// <summary>A made account and the truth about it.</summary>
public sealed class DrillAccount(string name, string kind, bool isHarvest)
{
    private int _calls;

    public string Name => name;
    /// <summary>What it is: a kind of person, product or harvest.</summary>
    public string Kind => kind;
    public bool IsHarvest => isHarvest;
    public int Calls => Volatile.Read(ref _calls);

    public void Called() => Interlocked.Increment(ref _calls);
}

/// <summary>How a drill stands.</summary>
public sealed record DrillState
{
    public static DrillState None { get; } = new();

    public DrillPhase Phase { get; init; }
    public DrillWish? Wish { get; init; }
    /// <summary>How far the made days have gone, and of how many.</summary>
    public double Day { get; init; }
    public double Days { get; init; }
    public long Sent { get; init; }
    public long Refused { get; init; }
    public string? Fault { get; init; }
    /// <summary>The truth, account by account. The gateway is never told.</summary>
    public IReadOnlyList<DrillAccount> Truth { get; init; } = [];

    public bool IsOn => Phase is DrillPhase.Preparing or DrillPhase.Running;
}

/// <summary>
/// Where drills come from. The console does not know how traffic is made, and the gateway does not either: the program has both, and gives this only where
/// drills may run. Without it there is no page of drills.
/// </summary>
public interface IDrillGround
{
    IReadOnlyList<DrillScenario> Scenarios { get; }

    DrillState State { get; }

    /// <summary>What whoever starts one should know; null for nothing.</summary>
    string? Warning { get; }

    /// <returns>Null where it began; else why not.</returns>
    string? Start(DrillWish wish);

    void Stop();
}
