using System.Runtime.InteropServices;

namespace Weir.Gateway.Watch;

/// <summary>
/// A thread beside the path. It is no thread of the pool: the journal must be written within its time also when the pool
/// is busy, and what it does blocks on the disk.
/// </summary>
internal static class BackgroundThread
{
    private const int PolicyIdle = 5;
    private const int Nicest = 19;

    /// <param name="yields">
    /// For work that can wait as long as the machine is busy. On Linux such a thread runs when nothing else wants its core, and gives it
    /// back at once when something does. A low priority alone is not enough: who has such a one keeps the core to the end of
    /// its turn, some milliseconds, and every call that comes meanwhile waits for it.
    /// </param>
    public static Thread Start(string name, bool yields, Action loop)
    {
        var thread = new Thread(() =>
        {
            if (yields && OperatingSystem.IsLinux())
                Yield();
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
    private static void Yield()
    {
        if (SetScheduler(0, PolicyIdle, new SchedulerParameter()) != 0)
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
