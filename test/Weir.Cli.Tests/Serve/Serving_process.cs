using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Weir.Cli.Tests.Serve;

/// <summary>`weir serve` as a process of its own, which can be sent signals and outlives nothing.</summary>
internal sealed partial class Serving_process : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _log = new();
    private readonly TaskCompletionSource<(Uri Listen, Uri Admin)> _serving = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Serving_process(Process process) => _process = process;

    public string Log
    {
        get
        {
            lock (_log)
                return _log.ToString();
        }
    }

    public static Serving_process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileName(path).StartsWith("dotnet", StringComparison.Ordinal) ? path : "dotnet")
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.ArgumentList.Add(typeof(WeirProgram).Assembly.Location);
        start.ArgumentList.Add("serve");
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        var serving = new Serving_process(new Process { StartInfo = start });
        serving._process.ErrorDataReceived += (_, line) => serving.Take(line.Data);
        serving._process.Start();
        serving._process.BeginErrorReadLine();
        serving._process.BeginOutputReadLine();
        return serving;
    }

    public int Id => _process.Id;

    /// <summary>Waits until it serves; the addresses with the ports that were really taken.</summary>
    public Task<(Uri Listen, Uri Admin)> AddressesAsync(CancellationToken cancellation) => _serving.Task.WaitAsync(cancellation);

    public async Task SignalAsync(string name, CancellationToken cancellation)
    {
        using var kill = Process.Start("kill", ["-s", name, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(cancellation);
    }

    public async Task<int> ExitAsync(CancellationToken cancellation)
    {
        await _process.WaitForExitAsync(cancellation);
        return _process.ExitCode;
    }

    /// <summary>SIGKILL: it gets no chance to do anything more.</summary>
    public async Task KillAsync(CancellationToken cancellation)
    {
        _process.Kill();
        await _process.WaitForExitAsync(cancellation);
    }

    /// <summary>Waits until the log has said something that often; the process's end ends the wait too.</summary>
    public async Task SaysAsync(string text, CancellationToken cancellation, int times = 1)
    {
        while (Log.Split(text).Length <= times && !_process.HasExited)
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            _serving.TrySetException(new InvalidOperationException("It ended before it served:\n" + Log));
            return;
        }

        lock (_log)
            _log.Append(line).Append('\n');
        if (Addresses().Match(line) is { Success: true } match)
            _serving.TrySetResult((new Uri(match.Groups[1].Value), new Uri(match.Groups[2].Value)));
    }

    [GeneratedRegex("Serving (http[^,]+), admin (http[^,]+),", RegexOptions.None, 1000)]
    private static partial Regex Addresses();
}
