using System.Diagnostics;
using Weir.Ledger.Entries;
using Weir.Ledger.Files;
using Weir.Ledger.Signing;
using Weir.TestKit;
using Xunit;

namespace Weir.Ledger.Tests;

/// <summary>
/// Code that is not ours judges what we wrote: the Go project's library for transparency logs, from Debian's packages; and a verifier in
/// another language that knows the specifications only. Both on a sound ledger, and on one with a flipped bit in each kind of file.
/// </summary>
public sealed class IndependentTests : IDisposable
{
    private static readonly SigningKey Key = SigningKey.Create("weir.invalid/independent");
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task The_Go_projects_own_library_agrees() => JudgedBy(
        Path.Combine(Repository.Root, "test/clients/go/ledgercheck.bin"), [],
        "test/clients/go/ledgercheck.bin is not built: test.sh builds it where Debian's Go can be had (test/clients/go/build.sh says why not)");

    [Fact]
    public Task A_verifier_in_Python_agrees() => JudgedBy(
        Find("python3"), [Path.Combine(Repository.Root, "test/clients/python/verify_ledger.py")], "python3 is not on the PATH");

    private async Task JudgedBy(string? program, string[] arguments, string reason)
    {
        Assert.SkipUnless(program is not null && File.Exists(program), reason);
        var log = (await LedgerLog.OpenAsync(_folder.Path, Key, default)).Log!;
        foreach (var group in new[] { 1, 255, 300, 44 })
            log.Append([.. Enumerable.Range(0, group).Select(static i => new NewEntry(EntryType.OperatorAction, DateTimeOffset.UnixEpoch.AddSeconds(i), "operator"))]);
        Assert.Equal((0, "sound: 600 entries"), await RunAsync(program!, [.. arguments, _folder.Path, Key.Verifier.Text]));

        foreach (var name in new[] { "tile/entries/001", "tile/entries/002.p/88", "tile/0/000", "tile/1/000.p/2", "checkpoint" })
        {
            var whole = await File.ReadAllBytesAsync(_folder.File(name));
            var torn = (byte[])whole.Clone();
            torn[whole.Length / 2] ^= 1;
            await File.WriteAllBytesAsync(_folder.File(name), torn);
            var (code, says) = await RunAsync(program!, [.. arguments, _folder.Path, Key.Verifier.Text]);
            Assert.True(code == 1 && says.StartsWith("not sound", StringComparison.Ordinal), $"{name}: {code} {says}");
            await File.WriteAllBytesAsync(_folder.File(name), whole);
        }
    }

    private static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    private static async Task<(int Code, string Says)> RunAsync(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var says = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, says.Trim());
    }
}
