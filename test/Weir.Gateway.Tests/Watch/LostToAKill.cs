using System.Diagnostics;
using Xunit;

namespace Weir.Gateway.Tests.Watch;

/// <summary>What may be missing from a journal whose process was killed.</summary>
internal static class LostToAKill
{
    private static readonly TimeSpan MayBeLost = TimeSpan.FromMilliseconds(100);

    /// <summary>The allowance is for a machine that lets no thread run on time; a bystander measures it. Three tries, one must do.</summary>
    /// <param name="killed">Kills a process over a folder of its own and tells how old the oldest loss was, and how late threads ran meanwhile.</param>
    public static async Task IsOfTheLast100Ms(Func<int, Task<(TimeSpan Lost, TimeSpan Late)>> killed)
    {
        var (lost, allowed) = (TimeSpan.MaxValue, MayBeLost);
        for (var i = 0; i < 3 && lost > allowed; i++)
        {
            (lost, var late) = await killed(i);
            allowed = MayBeLost + 2 * late;
        }

        Assert.InRange(lost, TimeSpan.Zero, allowed);
    }

    /// <summary>How long before the kill the oldest of the lost calls had ended. None is there twice.</summary>
    public static TimeSpan Oldest(JournalCheck check, IEnumerable<(string Prompt, long At)> ended, long killedAt)
    {
        var oldest = TimeSpan.Zero;
        foreach (var (prompt, at) in ended)
        {
            var count = check.CountOf(prompt);
            Assert.InRange(count, 0, 1);
            if (count == 0 && Stopwatch.GetElapsedTime(at, killedAt) is var before && before > oldest)
                oldest = before;
        }

        return oldest;
    }
}
