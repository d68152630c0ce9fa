using System.Net;
using System.Text;
using Weir.Detection;
using Weir.Detection.Accounts;
using Weir.Detection.Campaigns;
using Weir.Gateway.Configuration;
using Weir.Policy;
using Weir.TestKit;
using Xunit;

namespace Weir.Gateway.Tests.Enforcement;

/// <summary>
/// A decision about a campaign holds for its members within a second, whatever detection is busy with. The clock stands still but for what a test
/// gives it, so that detection, which looks once a second, does not look.
/// </summary>
public sealed class Within_a_second : IDisposable
{
    private const string Asked = """{"model":"m","messages":[{"role":"user","content":"Hello there"}]}""";
    private const string Policy = """
        mode: enforce
        terms: { clauses: { c: { title: T, says: S } } }
        trust: { tiers: [house] }
        rules: [{ name: r, about: campaign, when: { campaign: act }, then: suspend, clause: c }]
        """;

    private static readonly Subject Campaign = new(SubjectKind.Campaign, "c-1");

    private readonly TempFolder _folder = new();
    private readonly ManualTimeProvider _clock = new();

    public void Dispose() => _folder.Dispose();

    private async Task<RunningGateway> StartAsync(ScriptedUpstream upstream)
    {
        var path = Path.Combine(_folder.Path, "policy.yaml");
        File.WriteAllText(path, Policy);
        var gateway = await RunningGateway.StartAsync(upstream.Address, config => config with { PolicyFile = path, Ledger = new LedgerConfig { Enabled = false } }, _clock);
        var parts = gateway.App.Parts;
        // Detection has found a campaign of two, and looked once; a decision about another one is what makes it look at whom decisions reach.
        await ActAsync(gateway, PolicyEntry.For(EntryKind.PostureSet, "d-0", parts.Policy.Now, new Subject(SubjectKind.Campaign, "c-0")) with { Posture = Posture.Watch, Until = parts.Policy.Now.AddDays(1), Actor = "anna", Reason = "test" });
        await parts.Detection.AskAsync(
            state =>
            {
                state.Analysis.Facts(new AccountFacts { Account = "of-the-house", Tier = "house" });
                parts.Policy.Look((_, _, ties) => ties.Take([new CampaignMembers("c-1", Verdict.Act, 5, [new Membership("tester", 0.99), new Membership("of-the-house", 0.99)], Exposure.None, null)]));
                parts.Policy.Ticked(state.Analysis);
                return state;
            },
            TestContext.Current.CancellationToken);
        return gateway;
    }

    private static async Task ActAsync(RunningGateway gateway, PolicyEntry entry) => Assert.True(await gateway.App.Parts.Policy.ActAsync(entry));

    private static async Task<HttpStatusCode> AskAsync(RunningGateway gateway)
    {
        using var answer = await gateway.Client.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), new StringContent(Asked, Encoding.UTF8, "application/json"));
        return answer.StatusCode;
    }

    [Fact]
    public async Task What_a_person_decides_about_a_campaign_holds_for_its_members_at_once()
    {
        await using var upstream = ScriptedUpstream.AnsweringJson("{}");
        await using var gateway = await StartAsync(upstream);
        var now = gateway.App.Parts.Policy.Now;
        Assert.Equal(HttpStatusCode.OK, await AskAsync(gateway));
        await ActAsync(gateway, PolicyEntry.For(EntryKind.PostureSet, "d-1", now, Campaign) with { Posture = Posture.Suspend, Until = now.AddDays(1), Actor = "anna", Reason = "test" });
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(gateway));
        // Who is trusted is not reached, though as sure a member.
        Assert.DoesNotContain("of-the-house", gateway.App.Parts.Policy.Snapshot.Accounts.Keys);
        await ActAsync(gateway, PolicyEntry.For(EntryKind.PostureCleared, "d-2", now, Campaign) with { Posture = Posture.Open, Actor = "anna", Reason = "test" });
        Assert.Equal(HttpStatusCode.OK, await AskAsync(gateway));
    }

    [Fact]
    public async Task What_the_machine_decides_about_a_campaign_holds_for_its_members_a_quarter_of_a_second_after_it_is_durable()
    {
        await using var upstream = ScriptedUpstream.AnsweringJson("{}");
        await using var gateway = await StartAsync(upstream);
        var desk = gateway.App.Parts.Policy;
        // As when an entry has come to lie on disk, on whatever thread.
        desk.Look((book, _, _) =>
        {
            book.Apply(PolicyEntry.For(EntryKind.Decided, "d-3", desk.Now, Campaign) with { Posture = Posture.Suspend, Until = desk.Now.AddDays(1), Rule = "r", Clause = "c", Certainty = 0.9, Campaign = "c-1" });
            return book.Version;
        });
        Assert.Equal(HttpStatusCode.OK, await AskAsync(gateway));
        _clock.Advance(TimeSpan.FromMilliseconds(250));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(gateway));
    }
}
