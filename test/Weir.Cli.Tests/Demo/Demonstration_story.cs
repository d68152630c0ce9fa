using Weir.Cli.Demo;
using Weir.Detection;
using Weir.Detection.Accounts;
using Weir.Drill.Scenarios;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Logs;
using Weir.TestKit;
using Weir.Traffic;
using Xunit;

namespace Weir.Cli.Tests.Demo;

public sealed class Demonstration_story
{
    [Fact]
    public void What_the_demo_plays_is_found_and_nobody_else_is_in_it()
    {
        foreach (var seed in (ulong[])[0, 1])
        {
            var plan = new Demonstration().Story(seed);
            var accounts = plan.Accounts();
            var truth = accounts.ToDictionary(static account => account.Who.Account, static account => account.Class.IsCampaign, StringComparer.Ordinal);
            var analysis = new AccountAnalysis();
            foreach (var account in accounts)
            {
                analysis.Facts(new AccountFacts
                {
                    Account = account.Who.Account, Created = account.Who.Facts.Created, EmailDomain = account.Who.Facts.EmailDomain,
                    Payment = account.Who.Facts.Payment, SignupAddress = account.Who.Facts.SignedUpFrom.Address,
                });
            }

            var maker = new ExchangeMaker(new KeyedHasher("a key of a test, thirty-two byte"u8));
            var flow = new TrafficFlow(plan, accounts);
            var calls = 0;
            for (; flow.Read() is { } made; calls++)
                analysis.Observe(maker.Make(made));
            analysis.Finish();
            // More would not fit into the minute that a newcomer gives us.
            Assert.InRange(calls, 3_000, 9_000);
            var found = analysis.Campaigns().Where(static one => one.Verdict == Verdict.Act).SelectMany(static one => one.Accounts).Select(static member => member.Account).ToList();
            Assert.True(found.Count(account => truth[account]) >= 30, $"{found.Count(account => truth[account])} of 36 found");
            Assert.DoesNotContain(found, account => !truth[account]);
        }
    }

    [Fact]
    public void The_clock_follows_the_traffic_and_never_goes_back()
    {
        var real = new ManualTimeProvider();
        var start = new DateTimeOffset(2026, 2, 2, 0, 0, 0, TimeSpan.Zero);
        var clock = new DrillClock(real, start);
        Assert.Equal(start, clock.GetUtcNow());
        clock.Advance(start.AddHours(5));
        real.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(start.AddHours(5).AddSeconds(2), clock.GetUtcNow());
        clock.Advance(start.AddHours(1));
        Assert.Equal(start.AddHours(5).AddSeconds(2), clock.GetUtcNow());
        // What waits, waits in real time.
        var rang = 0;
        using var timer = clock.CreateTimer(_ => rang++, null, TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan);
        clock.Advance(start.AddDays(1));
        Assert.Equal(0, rang);
        real.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(1, rang);
    }
}
