using System.Diagnostics;
using System.Runtime.CompilerServices;
using Xunit;

namespace Weir.Gateway.Tests;

/// <summary>
/// A test of this assembly that is marked explicit, run as a process of its own: something to kill. It talks over its
/// output, in lines with a mark, and ends by itself when its parent does.
/// </summary>
internal sealed class OtherProcess : IDisposable
{
    private const string Variable = "WEIR_TEST_ARGUMENT";
    private const string Mark = "weir-test: ";

    private readonly Process _process;

    private OtherProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public static OtherProcess Run(string test, string argument, [CallerFilePath] string file = "")
    {
        var assembly = typeof(OtherProcess).Assembly;
        var type = assembly.GetTypes().Single(type => type.Name == Path.GetFileNameWithoutExtension(file));
        var start = new ProcessStartInfo("dotnet", [assembly.Location, "-noColor", "-explicit", "only", "-method", $"{type.FullName}.{test}"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[Variable] = argument;
        return new OtherProcess(Process.Start(start)!);
    }

    /// <summary>The next thing it says; null when it has ended.</summary>
    public async Task<string?> SaysAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            // The test runner's own words, or its colours, may stand before it.
            var mark = line.IndexOf(Mark, StringComparison.Ordinal);
            if (mark >= 0)
                return line[(mark + Mark.Length)..];
        }

        return null;
    }

    /// <summary>SIGKILL where there are signals.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    public static string Argument => Environment.GetEnvironmentVariable(Variable) ?? throw new InvalidOperationException("Run by another test only.");

    /// <summary>One write for each line, so that a kill tears none.</summary>
    public static void Say(string line)
    {
        using var output = Console.OpenStandardOutput();
        output.Write(System.Text.Encoding.UTF8.GetBytes($"{Mark}{line}\n"));
    }

    /// <summary>On a thread of its own: the console's reader blocks, also where it says async.</summary>
    public static Task ParentIsGone() => Task.Run(Console.In.ReadToEnd, TestContext.Current.CancellationToken);
}
