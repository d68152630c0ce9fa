using FsCheck;
using FsCheck.Fluent;
using Weir.Console.Policies;
using Weir.Console.Tests.Running;
using Weir.Console.Work;
using Weir.Policy;
using Xunit;

namespace Weir.Console.Tests.Desk;

public sealed class Trying_a_policy(Storied story)
{
    private const string Stops = """
        mode: enforce
        terms: { clauses: { c: { title: T, says: S } } }
        rules: [{ name: stop, when: { campaign: act, certainty: 0.5 }, then: suspend, for: 30d, clause: c }]
        """;

    private Task<TrialResult> TryAsync(string text, CancellationToken cancel, JobProgress? progress = null) => new PolicyTrial(
        story.Console.Parts, new TrialWish(text, PolicyReader.Read(text, "policy.yaml"), null, null), story.Console.Parts.Policy.File.Current).RunAsync(progress ?? new JobProgress(), cancel);

    [Fact]
    public async Task A_policy_that_stops_by_itself_is_held_against_the_one_in_force_that_asks_first()
    {
        var progress = new JobProgress();
        var result = await TryAsync(Stops, TestContext.Current.CancellationToken, progress);
        Assert.Equal(1, progress.Share);
        var harvest = Assert.Single(result.Harvests, one => one.Campaign == story.Campaign);
        Assert.True(harvest.KeptThen > 0.1, $"{harvest.KeptThen}");
        // Nobody answers in this trial, so the policy in force keeps nothing back.
        Assert.Equal(0, harvest.KeptNow);
        Assert.Contains(result.Lanes, lane => lane.Account == story.Member && lane.Hardest == Posture.Suspend && lane.Steps.Count > 0);
        Assert.Equal(result.All.Accounts, result.Moves.Sum());
        Assert.Equal(result.All.Stopped, result.Lanes.Count(static lane => lane.Hardest.IsHard()) + result.LanesLeftOff);
        Assert.True(result.All.Refused > 0 && result.AllNow.Refused == 0);
        Assert.True(result.Ordinary.Accounts > 150);
    }

    [Fact]
    public async Task It_ends_when_it_is_stopped()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => TryAsync(Stops, stop.Token));
    }

    [Fact]
    public void The_picture_holds_every_lane_once_and_nothing_lies_outside_it()
    {
        var start = new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
        var lane = from campaign in Gen.Elements<string?>("c-1", "c-2", null)
                   from hours in Gen.Choose(0, 100).ListOf(4)
                   from posture in Gen.Choose(0, 5).ListOf(4)
                   let steps = hours.Order().Zip(posture, (hour, one) => (start.AddHours(hour), (Posture)one)).ToArray()
                   select new TrialLane("a", campaign, steps, [steps[0]], steps.Max(static step => step.Item2));
        Prop.ForAll(lane.ListOf().ToArbitrary(), Gen.Choose(0, 120).ToArbitrary(), (lanes, hours) =>
        {
            var drawing = LanesDrawing.Of([.. lanes.OrderBy(static one => one.Campaign, StringComparer.Ordinal)], [new TrialAsk("c-1", start, Posture.Suspend)], start, start.AddHours(hours));
            Assert.Equal(lanes.Count, drawing.Rows.Count);
            Assert.Equal(lanes.Count, drawing.Groups.Sum(static group => group.Lanes));
            Assert.All(drawing.Rows, row => Assert.InRange(row.Y + drawing.LaneHeight, 0, drawing.Height));
            Assert.All(drawing.Rows.SelectMany(static row => row.Bars), static bar => Assert.True(bar.Width > 0 && bar.X >= LanesDrawing.Left && bar.X + bar.Width <= LanesDrawing.Width));
            Assert.All(drawing.Ticks, static tick => Assert.InRange(tick.X, LanesDrawing.Left, LanesDrawing.Width));
            Assert.InRange(drawing.Ticks.Count, 0, 14);
            return drawing.Rows.Zip(drawing.Rows.Skip(1)).All(pair => pair.Second.Y >= pair.First.Y + drawing.LaneHeight - 0.001);
        }).QuickCheckThrowOnFailure();
    }
}
