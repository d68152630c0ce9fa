using Weir.Console.Work;
using Weir.TestKit;
using Xunit;

namespace Weir.Console.Tests.Desk;

public sealed class Work_in_the_background
{
    private sealed record Found(int Number);

    [Fact]
    public async Task One_runs_at_a_time_tells_how_far_it_is_and_keeps_what_it_found()
    {
        var job = new BackgroundJob<Found>("test", new ManualTimeProvider(), CancellationToken.None);
        var (begun, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        Assert.True(job.TryStart("anna", async (progress, _) =>
        {
            progress.Tell(0.25, "a quarter");
            begun.SetResult();
            await go.Task;
            return new Found(7);
        }));
        await begun.Task;
        Assert.Equal((JobPhase.Running, "anna", 25, "a quarter"), (job.State.Phase, job.State.By, job.State.Percent, job.State.Doing));
        Assert.False(job.TryStart("otto", static (_, _) => Task.FromResult(new Found(8))));
        go.SetResult();
        await job.Ended;
        Assert.Equal((JobPhase.Done, 7), (job.State.Phase, job.State.Result!.Number));
    }

    [Fact]
    public async Task It_can_be_stopped_and_another_begun()
    {
        var job = new BackgroundJob<Found>("test", new ManualTimeProvider(), CancellationToken.None);
        Assert.True(job.TryStart("anna", static async (_, cancel) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel);
            return new Found(1);
        }));
        job.Stop();
        await job.Ended;
        Assert.Equal(JobPhase.Stopped, job.State.Phase);
        Assert.True(job.TryStart("anna", static (_, _) => Task.FromResult(new Found(2))));
        await job.Ended;
        Assert.Equal(2, job.State.Result!.Number);
    }

    [Fact]
    public async Task What_fails_says_why_and_hurts_nothing_else()
    {
        var job = new BackgroundJob<Found>("test", new ManualTimeProvider(), CancellationToken.None);
        Assert.True(job.TryStart("anna", static (_, _) => throw new IOException("the disk is gone")));
        await job.Ended;
        Assert.Equal((JobPhase.Failed, "the disk is gone"), (job.State.Phase, job.State.Fault));
    }
}
