using System.Runtime.InteropServices;

namespace Weir.Gateway.Watch;

/// <summary>
/// A thread beside the path. It is no thread of the pool: the journal must be written within its time also when the pool
/// is busy, and what it does blocks on the disk. On Linux it may be given a lower priority, for work that can wait as
/// long as the machine is busy.
/// </summary>
internal static class BackgroundThread
{
    public static Thread Start(string name, int niceness, Action loop)
    {
        var thread = new Thread(() =>
        {
            if (niceness > 0 && OperatingSystem.IsLinux())
                // Zero means the calling thread: on Linux, threads have priorities of their own.
                _ = SetPriority(which: 0, who: 0, niceness);
            loop();
        })
        {
            Name = name,
            IsBackground = true,
        };
        thread.Start();
        return thread;
    }

    [DllImport("libc", EntryPoint = "setpriority", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetPriority(int which, uint who, int priority);
}
