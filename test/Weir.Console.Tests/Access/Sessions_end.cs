using Weir.Console.Access;
using Weir.TestKit;
using Xunit;

namespace Weir.Console.Tests.Access;

public sealed class Sessions_end
{
    [Fact]
    public void After_an_hour_without_a_page_and_after_twelve_hours_in_any_case()
    {
        var time = new ManualTimeProvider();
        var sessions = new Sessions(time);
        var name = sessions.Open([1]);
        for (var hour = 0; hour < 12; hour++)
        {
            time.Advance(TimeSpan.FromMinutes(59));
            var session = sessions.Find(name);
            Assert.NotNull(session);
            session.Touch(time.GetUtcNow());
        }

        time.Advance(TimeSpan.FromMinutes(30));
        Assert.Null(sessions.Find(name));

        var idle = sessions.Open([1]);
        time.Advance(TimeSpan.FromMinutes(61));
        Assert.Null(sessions.Find(idle));
        Assert.Equal(0, sessions.Count);
    }

    [Fact]
    public void A_thousand_are_kept_and_who_was_not_seen_longest_goes()
    {
        var time = new ManualTimeProvider();
        var sessions = new Sessions(time);
        var first = sessions.Open([1]);
        for (var i = 0; i < 1_000; i++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            sessions.Open([1]);
        }

        Assert.Equal(1_000, sessions.Count);
        Assert.Null(sessions.Find(first));
    }

    [Fact]
    public void A_proof_is_written_differently_each_time_and_only_its_own_is_ours()
    {
        var (one, other) = (new FormProof(), new FormProof());
        var (a, b) = (one.Write(), one.Write());
        Assert.NotEqual(a, b);
        Assert.True(one.IsOurs(a));
        Assert.True(one.IsOurs(b));
        Assert.False(other.IsOurs(a));
        Assert.False(one.IsOurs(null));
        Assert.False(one.IsOurs(a[..^1] + (a[^1] == '0' ? '1' : '0')));
    }
}
