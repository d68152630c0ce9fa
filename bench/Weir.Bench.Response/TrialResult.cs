using Weir.Traffic;

namespace Weir.Bench.Response;

/// <summary>What one campaign of the truth asked for, and got. Tokens are those that the drill gives each answer, so that what was refused has a length too.</summary>
internal sealed class Taken(string name)
{
    private readonly HashSet<KeyedHash> _asked = [], _given = [];

    public string Name => name;
    public HashSet<string> Accounts { get; } = new(StringComparer.Ordinal);
    public int Stopped { get; set; }
    public long Calls { get; private set; }
    public long Answered { get; private set; }
    public long AskedTokens { get; private set; }
    public long AskedNewTokens { get; private set; }
    public long Tokens { get; private set; }
    public long NewTokens { get; private set; }
    public int NewAsks => _asked.Count;
    public int NewAnswers => _given.Count;

    public void Ask(KeyedHash prompt, int tokens)
    {
        Calls++;
        AskedTokens += tokens;
        // New is what no account of the campaign had been given before.
        AskedNewTokens += _asked.Add(prompt) ? tokens : 0;
    }

    public void Add(KeyedHash prompt, int tokens)
    {
        Answered++;
        Tokens += tokens;
        NewTokens += _given.Add(prompt) ? tokens : 0;
    }
}

/// <summary>What came of a drill under one policy.</summary>
internal sealed record TrialResult
{
    public required string Name { get; init; }
    public required IReadOnlyList<Taken> Campaigns { get; init; }
    public long OrdinaryCalls { get; init; }
    public long OrdinaryRefused { get; init; }
    public long OrdinaryChanged { get; init; }
    public int OrdinaryAccounts { get; init; }
    /// <summary>Ordinary accounts that were slowed or more, and those of them that were stopped, whether or not they called again.</summary>
    public int OrdinaryFelt { get; init; }
    public int OrdinaryStopped { get; init; }
    public IReadOnlyList<string> OrdinaryNames { get; init; } = [];
    public required IReadOnlyList<int> Latencies { get; init; }
    public int Decisions { get; init; }
    public double Seconds { get; init; }

    public long Answered => Campaigns.Sum(static one => one.Answered);
    public long Calls => Campaigns.Sum(static one => one.Calls);
    public long Tokens => Campaigns.Sum(static one => one.Tokens);
    public long NewTokens => Campaigns.Sum(static one => one.NewTokens);
    public long AskedTokens => Campaigns.Sum(static one => one.AskedTokens);
    public long AskedNewTokens => Campaigns.Sum(static one => one.AskedNewTokens);
    public int NewAnswers => Campaigns.Sum(static one => one.NewAnswers);
    public int NewAsks => Campaigns.Sum(static one => one.NewAsks);
    public int Accounts => Campaigns.Sum(static one => one.Accounts.Count);
    public int Stopped => Campaigns.Sum(static one => one.Stopped);

    public string OneLine => $"{Name}: {Answered:N0} of {Calls:N0} calls answered, {NewTokens:N0} new tokens, {Stopped} of {Accounts} accounts stopped; ordinary: {OrdinaryFelt} felt it, {OrdinaryRefused} refused; {Seconds:0} s";
}
