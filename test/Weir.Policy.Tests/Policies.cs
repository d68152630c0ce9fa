using Weir.Detection;
using Weir.Detection.Campaigns;
using Weir.Policy;
using Weir.TestKit;

namespace Weir.Policy.Tests;

/// <summary>Policies and times that tests share.</summary>
internal static class Policies
{
    public static DateTimeOffset Start { get; } = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    public static ResponsePolicy Default { get; } = Read(File.ReadAllText(Path.Combine(Repository.Root, "samples", "policy.yaml")));
    public static ResponsePolicy Strict { get; } = Read(File.ReadAllText(Path.Combine(Repository.Root, "samples", "policy-strict.yaml")));

    /// <summary>The same rules, each about single accounts.</summary>
    public static ResponsePolicy StrictByAccount { get; } = Strict with { Rules = [.. Strict.Rules.Select(static rule => rule with { About = SubjectKind.Account })] };

    public static ResponsePolicy Read(string text)
    {
        var reading = PolicyReader.Read(text, "policy.yaml");
        return reading.Policy ?? throw new InvalidOperationException(ConfigFault.Render(reading.Faults));
    }

    public static Sight Sight(int hours, Verdict verdict = Verdict.Clear, double evidence = 0, CampaignTie? tie = null, double budget = 0, string account = "a") => new()
    {
        Time = Start.AddHours(hours), Whom = Subject.Account(account), Verdict = verdict, Evidence = evidence, Tie = tie, BudgetUsed = budget,
    };

    public static CampaignTie Tie(double certainty = 0.97, Verdict verdict = Verdict.Act) => new("c-1", verdict, certainty);
}

/// <summary>One account's life under a policy: sights in, entries applied.</summary>
internal sealed class Life(ResponsePolicy policy)
{
    private int _number;

    public StandingBook Book { get; } = new(policy.Hold.DeclinedFor);
    public List<PolicyEntry> Entries { get; } = [];
    public Standing? Standing => Book.Of(Subject.Account("a"));

    public PolicyEntry? See(in Sight sight, bool verified = false, bool trusted = false, bool licensed = false)
    {
        var facts = new Weir.Detection.Accounts.AccountFacts { Account = "a", Verified = verified ? true : null, Tier = trusted ? "house" : null };
        var trust = policy.Trust with { Tiers = ["house"] };
        var known = Known.Of(trust, facts, Standing, licensed, sight.Time);
        var judged = Judging.Judge(policy, sight, known, Standing);
        var entry = Deciding.Next(policy, Standing, sight, known, judged, _ => $"d-{++_number}");
        if (entry is not null)
            Apply(entry);
        return entry;
    }

    public void Apply(PolicyEntry entry)
    {
        Entries.Add(entry);
        Book.Apply(entry);
    }

    public PolicyEntry Act(EntryKind kind, int hours, Posture? posture = null, int? untilHours = null, string? rule = null)
    {
        var entry = PolicyEntry.For(kind, $"p-{++_number}", Policies.Start.AddHours(hours), Subject.Account("a")) with
        {
            Posture = posture, Until = untilHours is { } until ? Policies.Start.AddHours(until) : null, Actor = "anna", Reason = "because", Rule = rule,
        };
        Apply(entry);
        return entry;
    }
}

/// <summary>Campaigns that detection never saw.</summary>
internal static class Made
{
    public static CampaignTies Ties((string Account, double Certainty)[] members, Verdict verdict = Verdict.Act, string campaign = "c-1")
    {
        var ties = new CampaignTies();
        ties.Take([new CampaignMembers(campaign, verdict, 3, [.. members.Select(static one => new Membership(one.Account, one.Certainty))], Exposure.None, null)]);
        return ties;
    }
}
