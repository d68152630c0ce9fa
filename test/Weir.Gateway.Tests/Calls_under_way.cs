using FsCheck;
using FsCheck.Fluent;
using Weir.TestKit;
using Xunit;

namespace Weir.Gateway.Tests;

public sealed class Calls_under_way
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void No_call_that_still_runs_came_before_the_moment_that_is_told()
    {
        // Each step: so many milliseconds later one call comes, and of those that run the one at this place may end.
        var step = Gen.Zip(Gen.Choose(0, 900), Gen.Choose(-2, 7));
        Prop.ForAll(Gen.ListOf(step).ToArbitrary(), steps =>
        {
            var clock = new ManualTimeProvider(Start);
            var calls = new RunningCalls(clock);
            var running = new List<(DateTimeOffset Came, int Slot)>();
            foreach (var (later, ends) in steps)
            {
                clock.Advance(TimeSpan.FromMilliseconds(later));
                running.Add((calls.Enter(out var slot), slot));
                if (ends >= 0 && ends < running.Count)
                {
                    calls.Leave(running[ends].Slot);
                    running.RemoveAt(ends);
                }

                var now = clock.GetUtcNow();
                var recent = running.Where(call => now - call.Came < TimeSpan.FromSeconds(30)).Select(static call => call.Came).ToList();
                var told = calls.NoneBefore(now);
                Assert.True(told <= now && recent.TrueForAll(came => told <= came));
                Assert.Equal(running.Count, calls.Count);
                // And not much before: what needs not wait does not.
                if (running.Count == 0 || now - running[0].Came < TimeSpan.FromSeconds(30))
                    Assert.True(told > (running.Count == 0 ? now : running[0].Came) - TimeSpan.FromMilliseconds(20));
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_stream_of_hours_holds_back_nobody_for_longer_than_the_ring_turns()
    {
        var clock = new ManualTimeProvider(Start);
        var calls = new RunningCalls(clock);
        calls.Enter(out _);
        clock.Advance(TimeSpan.FromHours(3));
        Assert.True(clock.GetUtcNow() - calls.NoneBefore(clock.GetUtcNow()) < TimeSpan.FromMinutes(1));
    }
}
