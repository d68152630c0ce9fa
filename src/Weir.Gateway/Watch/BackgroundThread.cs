using System.Runtime.InteropServices;

namespace Weir.Gateway.Watch;

/// <summary>How a thread stands behind the path.</summary>
internal enum Rank
{
    Equal,
    /// <summary>Gets its small share also where the machine is always busy: for what must come to its end some time.</summary>
    Behind,
    /// <summary>
    /// Runs when nothing else wants its core, and gives it back at once when something does. Who is only behind keeps the core to the end of
    /// its turn, some milliseconds, and every call that comes meanwhile waits for it.
    /// </summary>
    Last,
}

/// <summary>
/// A thread beside the path. It is no thread of the pool: the journal must be written within its time also when the pool
/// is busy, and what it does blocks on the disk.
/// </summary>
internal static class BackgroundThread
{
    private const int PolicyIdle = 5;
    private const int Nicest = 19;

    /// <param name="rank">On Linux only; elsewhere all are equal.</param>
    public static Thread Start(string name, Rank rank, Action loop)
    {
        var thread = new Thread(() =>
        {
            if (rank != Rank.Equal && OperatingSystem.IsLinux())
                StepBack(rank);
            loop();
        })
        {
            Name = name,
            IsBackground = true,
        };
        thread.Start();
        return thread;
    }

    /// <summary>Zero means the calling thread: on Linux, threads have priorities of their own.</summary>
    private static void StepBack(Rank rank)
    {
        if (rank == Rank.Behind || SetScheduler(0, PolicyIdle, new SchedulerParameter()) != 0)
            _ = SetPriority(which: 0, who: 0, Nicest);
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct SchedulerParameter
    {
        private readonly int _priority;
    }

    [DllImport("libc", EntryPoint = "sched_setscheduler", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetScheduler(int thread, int policy, in SchedulerParameter parameter);

    [DllImport("libc", EntryPoint = "setpriority", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetPriority(int which, uint who, int priority);
}
