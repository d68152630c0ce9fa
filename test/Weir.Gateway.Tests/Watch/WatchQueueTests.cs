using Weir.Gateway.Configuration;
using Weir.Gateway.Watch;
using Xunit;

namespace Weir.Gateway.Tests.Watch;

public sealed class WatchQueueTests
{
    private readonly Drafts _drafts = new();

    private static WatchQueue Queue(int length = 100, long bytes = 1 << 30) =>
        new(Drafts.Config(new JournalConfig { QueueLength = length, QueueBytes = bytes }));

    [Fact]
    public void Drafts_come_out_in_the_order_in_which_they_were_offered()
    {
        using var queue = Queue();
        for (var i = 0; i < 3; i++)
            Assert.True(queue.Offer(_drafts.Chat("p", account: "a" + i)));

        for (var i = 0; i < 3; i++)
        {
            Assert.True(queue.TryTake(out var draft));
            Assert.Equal("a" + i, draft.Caller!.Account);
            draft.Body!.Dispose();
        }

        Assert.False(queue.TryTake(out _));
        Assert.Equal((0, 0L, 0L), (queue.Length, queue.Bytes, _drafts.Held.Held));
    }

    [Fact]
    public void More_than_may_wait_is_dropped_counted_and_given_back()
    {
        using var queue = Queue(length: 2);
        Assert.True(queue.Offer(_drafts.Chat("one")));
        Assert.True(queue.Offer(_drafts.Chat("two")));
        var held = _drafts.Held.Held;
        Assert.False(queue.Offer(_drafts.Chat("three")));

        Assert.Equal(held, _drafts.Held.Held);
        Assert.Equal((2, 3L, 1L), (queue.Length, queue.Offered, queue.DroppedFor(DropReason.Length)));
        Assert.True(queue.IsFull);
        Assert.False(queue.IsHealthy);
    }

    [Fact]
    public void Texts_that_take_too_much_memory_are_dropped_for_that()
    {
        using var queue = Queue(bytes: 100_000);
        Assert.True(queue.Offer(_drafts.Chat(new string('x', 60_000))));
        Assert.False(queue.Offer(_drafts.Chat(new string('x', 60_000))));
        Assert.True(queue.Offer(_drafts.Chat("short")));

        Assert.Equal((1L, 1L), (queue.Dropped, queue.DroppedFor(DropReason.Bytes)));
    }

    [Fact]
    public void The_answer_s_text_counts_as_held_too()
    {
        using var queue = Queue(bytes: 100_000);
        Assert.False(queue.Offer(_drafts.Chat("p", answer: new string('x', 60_000))));
        Assert.Equal(0, queue.Bytes);
    }

    [Fact]
    public void A_stopped_queue_takes_nothing_more()
    {
        using var queue = Queue();
        queue.Stop();

        Assert.False(queue.Offer(_drafts.Chat("p")));
        Assert.Equal((1L, 0L), (queue.DroppedFor(DropReason.Stopped), _drafts.Held.Held));
        Assert.False(queue.IsHealthy);
    }

    [Fact]
    public void A_queue_whose_records_do_not_reach_the_journal_is_not_healthy()
    {
        using var queue = Queue();
        Assert.True(queue.IsHealthy);
        queue.Recording(works: false);
        Assert.False(queue.IsHealthy);
    }

    [Fact]
    public async Task Every_draft_of_many_threads_is_taken_or_dropped_and_given_back_once()
    {
        const int threads = 4, each = 2000;
        using var queue = Queue(length: 64);
        var taken = 0;
        var offering = Enumerable.Range(0, threads).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < each; i++)
                queue.Offer(_drafts.Chat("p"));
        }, TestContext.Current.CancellationToken)).ToArray();
        var taking = Task.Run(() =>
        {
            while (!queue.IsStopped || queue.Length > 0)
            {
                queue.WaitForDrafts(TimeSpan.FromSeconds(10));
                while (queue.TryTake(out var draft))
                {
                    taken++;
                    draft.Body!.Dispose();
                }
            }
        }, TestContext.Current.CancellationToken);
        await Task.WhenAll(offering);
        queue.Stop();
        await taking;

        Assert.Equal(threads * each, taken + queue.Dropped);
        Assert.Equal((0, 0L, 0L), (queue.Length, queue.Bytes, _drafts.Held.Held));
    }
}
