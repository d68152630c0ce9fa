using System.Diagnostics;
using System.Globalization;
using Weir.Bench.Analyze;

// write FILE EXCHANGES ACCOUNTS    makes a log
// measure COMMAND ARGUMENT…        runs a command; prints seconds, processor seconds and peak memory in MB

switch (args)
{
    case ["write", var path, var exchanges, var accounts]:
        using (var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20))
            new LogMaker(int.Parse(accounts, CultureInfo.InvariantCulture)).Write(file, int.Parse(exchanges, CultureInfo.InvariantCulture));
        return 0;
    case ["measure", var command, .. var rest]:
        return await MeasureAsync(command, rest);
    default:
        Console.Error.WriteLine("usage: write FILE EXCHANGES ACCOUNTS | measure COMMAND ARGUMENT…");
        return 2;
}

static async Task<int> MeasureAsync(string command, string[] arguments)
{
    var start = Stopwatch.GetTimestamp();
    using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
    var output = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
    long peak = 0;
    while (!process.HasExited)
    {
        // The kernel keeps the high-water mark; what is asked last before the end is what counts.
        peak = Math.Max(peak, HighWater(process.Id));
        await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System));
    }

    await output;
    await process.WaitForExitAsync();
    var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seconds:0.000} {ProcessorSecondsOfChildren():0.000} {peak / 1024.0:0}"));
    // Exit code 3 says that something was found, which is no failure of the run.
    return process.ExitCode is 0 or 3 ? 0 : process.ExitCode;
}

static double ProcessorSecondsOfChildren()
{
    const double ticksPerSecond = 100;
    // Counted from behind the command's name, which may hold spaces: cutime and cstime.
    var stat = File.ReadAllText("/proc/self/stat");
    var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
    return (long.Parse(fields[13], CultureInfo.InvariantCulture) + long.Parse(fields[14], CultureInfo.InvariantCulture)) / ticksPerSecond;
}

static long HighWater(int id)
{
    try
    {
        foreach (var line in File.ReadLines($"/proc/{id}/status"))
        {
            if (line.StartsWith("VmHWM:", StringComparison.Ordinal))
                return long.Parse(line.AsSpan(6).Trim(" \tkB"), CultureInfo.InvariantCulture);
        }
    }
    catch (IOException)
    {
        // It ended between two looks.
    }

    return 0;
}
