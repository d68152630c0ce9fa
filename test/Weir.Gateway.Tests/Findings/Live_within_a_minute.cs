using Weir.Detection.Accounts;
using Weir.Gateway.Tests.Watch;
using Weir.TestKit;
using Xunit;

namespace Weir.Gateway.Tests.Findings;

/// <summary>How long after a call its campaign says so, by a clock that only the test moves.</summary>
public sealed class Live_within_a_minute : IDisposable
{
    private const int Members = 4;

    private readonly string _folder = Directory.CreateTempSubdirectory("weir-minute-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_newcomer_stands_in_its_campaign_a_minute_after_its_first_calls_although_another_call_is_under_way_for_hours()
    {
        var clock = new ManualTimeProvider(Drafts.Time);
        // Nothing is ever settled by the calls under way: only what comes later lets go of what is held for order.
        await using var live = new LiveGateway(_folder, clock, noneBefore: static _ => Drafts.Time).Started();
        foreach (var account in Enumerable.Range(0, Members).Select(static i => "h" + i).Append("late"))
            Assert.NotNull(await live.Detection.AskAsync(state => Know(state.Analysis, account), TestContext.Current.CancellationToken));
        var random = new Random(3);
        for (var number = 0; number < 240; number++)
            Call(live, clock, random, number % 40 < Members ? "h" + (number % 40) : "stranger " + number);
        for (var number = 0; number < 3; number++)
            Call(live, clock, random, "late");
        var at = clock.GetUtcNow();
        while (clock.GetUtcNow() < at.AddSeconds(55))
            Call(live, clock, random, "stranger of " + clock.GetUtcNow().Ticks);

        // The clock stands still from here on: what is to be taken in has to be without another second of it.
        while (!await HoldsAsync(live, "late"))
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.InRange((clock.GetUtcNow() - at).TotalSeconds, 0, 60);
    }

    private static object Know(AccountAnalysis analysis, string account)
    {
        analysis.Facts(new AccountFacts { Account = account, Payment = "one card", Created = Drafts.Time });
        return account;
    }

    private static async Task<bool> HoldsAsync(LiveGateway live, string account) =>
        await live.Detection.AskAsync(state => state.Analysis.Campaigns(all: true).Any(campaign => campaign.Accounts.Concat(campaign.Beside).Any(member => string.Equals(member.Account, account, StringComparison.Ordinal))) ? "yes" : "no", TestContext.Current.CancellationToken) == "yes";

    private static void Call(LiveGateway live, ManualTimeProvider clock, Random random, string account)
    {
        var subject = $"{random.Next(100_000)} stones of {random.Next(100_000)} towers by the river {random.Next(100_000)}";
        var draft = new Drafts().Chat(account[0] is 'h' or 'l' ? $"You are an expert. Think step by step and lay out your complete reasoning in full before you answer this: {subject}" : $"{random.Next(100_000)} friends of {random.Next(100_000)} ask what became of {subject}", account);
        draft.Time = clock.GetUtcNow();
        live.Watch.Queue.Offer(draft);
        clock.Advance(TimeSpan.FromSeconds(5));
    }
}
