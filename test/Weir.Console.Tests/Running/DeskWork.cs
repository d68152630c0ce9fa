using Weir.Console.Drills;
using Weir.Gateway;
using Weir.Gateway.Admin;
using Weir.Gateway.Configuration;
using Weir.Policy;
using Weir.TestKit;
using Xunit;

namespace Weir.Console.Tests.Running;

/// <summary>What lies on an analyst's desk: something of everything that waits for a person, some of it written to hurt a page.</summary>
internal static class DeskWork
{
    public const string HostileText = "<script>document.title='owned'</script>\n\u202Eevil\u2066 \"quotes\" & ampersands\n";

    /// <summary>A policy that asks a person for everything that would be felt, so that nothing happens to anybody by itself.</summary>
    public const string Policy = """
        mode: enforce
        terms:
          clauses:
            no-training: { title: "Terms of use: training", says: "Answers may not be used to train models that compete with ours." }
        rules:
          - { name: looks-like-a-harvest, when: { verdict: watch }, then: watch, for: 7d }
          - { name: campaign-member, when: { campaign: act, certainty: 0.5 }, then: suspend, for: 30d, approval: person, clause: no-training }
        """;

    /// <summary>A webhook that refuses for good, so that what is posted to it comes back at once.</summary>
    public static ScriptedUpstream RefusingHook() => ScriptedUpstream.AnsweringJson("{}", status: 410);

    public static WeirConfig With(WeirConfig config, string policyFile, Uri hook) => config with
    {
        PolicyFile = policyFile,
        Notices = new NoticesConfig { Webhooks = [new WebhookConfig { Name = "operations", Url = hook, Secret = new Secret("a-secret-of-tests"), AllowPrivate = true }] },
    };

    public static async Task<string> SendAsync(GatewayParts parts, EntryKind kind, string? account, string text, string? contact = null)
    {
        var desk = parts.Policy;
        var entry = new PolicyEntry
        {
            Id = References.New(desk.Now), Time = desk.Now, Kind = kind, SubjectKind = account is null ? null : SubjectKind.Account, Subject = account, Actor = account ?? "somebody", Text = text, Contact = contact,
            About = account is null ? null : desk.Look((book, _, _) => book.Of(Subject.Account(account))?.DecisionAt(desk.Now)),
        };
        Assert.True(await desk.ActAsync(entry));
        return entry.Id;
    }

    /// <returns>The reference of the hostile appeal.</returns>
    public static async Task<string> FillAsync(RunningConsole console, string member)
    {
        var parts = console.Parts;
        await SendAsync(parts, EntryKind.Appealed, member, "We are a class of thirty-six and share a worksheet. Our teacher can confirm it.", "teacher@school.example");
        await SendAsync(parts, EntryKind.LicenceRequested, "acme-research", "We would like to fine-tune a small model on two million tokens of answers, for a year.", "legal@acme.example");
        await SendAsync(parts, EntryKind.Reported, null, "Somebody sells answers of your model on a forum: https://forum.example/t/42", null);
        await console.ActAsync(new ActRequest { Act = "set", Subject = "newcomer-7", Posture = "verify", For = "30d", Reason = "Registered a minute before the campaign, from the same network." });
        return await SendAsync(parts, EntryKind.Appealed, MadeJournal.Hostile[0], HostileText + new string('W', 7_900), "<b>me</b>\u202E@example.com");
    }
}

/// <summary>Drills without traffic: the state that a test gives it.</summary>
internal sealed class MadeGround : IDrillGround
{
    public IReadOnlyList<DrillScenario> Scenarios { get; } =
    [
        new("demonstration", "a small campaign among a few hundred ordinary accounts, for a first look", true, 36, 2_000), new("hydra", "three laboratories at once", true, 24_000, 16_000_000),
        new("classroom", "one network, one registration hour, the same prompts", false, 30, 900),
    ];

    public DrillState State { get; set; } = DrillState.None;
    public string? Warning => null;
    public List<DrillWish> Started { get; } = [];

    public string? Start(DrillWish wish)
    {
        if (Scenarios.All(one => one.Name != wish.Scenario))
            return "There is no such scenario.";
        if (State.IsOn)
            return "A drill is on already.";
        Started.Add(wish);
        State = new DrillState { Phase = DrillPhase.Running, Wish = wish, Days = 2.5 };
        return null;
    }

    public void Stop() => State = State with { Phase = DrillPhase.Stopped };

    /// <summary>The demonstration's accounts, each with a call.</summary>
    public void Play()
    {
        var truth = MadeJournal.Plan.Accounts().Select(static one => new DrillAccount(one.Who.Account, one.Class.Name, one.Class.IsCampaign)).ToArray();
        foreach (var account in truth.Where(static (_, i) => i % 9 != 8))
            account.Called();
        State = new DrillState { Phase = DrillPhase.Running, Wish = new DrillWish("demonstration", 1, 1), Day = 1.7, Days = 2.5, Sent = 6_120, Refused = 14, Truth = truth };
    }
}
