using System.Diagnostics;
using Weir.Gateway.Watch;

namespace Weir.Gateway.Tests.Watch;

/// <summary>A thread that only wants to run every five milliseconds, and knows how late the machine let it.</summary>
internal sealed class Bystander
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);

    private long _late;

    public TimeSpan Late => TimeSpan.FromTicks(Interlocked.Read(ref _late));

    /// <summary>Watches until <paramref name="end"/>; tells each new worst.</summary>
    public static Bystander Watch(Task end, Action<TimeSpan>? later = null)
    {
        var bystander = new Bystander();
        BackgroundThread.Start("bystander", Rank.Equal, () =>
        {
            for (var before = Stopwatch.GetTimestamp(); !end.Wait(Step, CancellationToken.None); before = Stopwatch.GetTimestamp())
            {
                var late = Stopwatch.GetElapsedTime(before) - Step;
                if (late <= bystander.Late)
                    continue;
                Interlocked.Exchange(ref bystander._late, late.Ticks);
                later?.Invoke(late);
            }
        });
        return bystander;
    }
}
