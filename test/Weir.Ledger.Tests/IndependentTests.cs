using System.Diagnostics;
using Weir.Ledger.Entries;
using Weir.Ledger.Files;
using Weir.Ledger.Signing;
using Weir.Ledger.Tree;
using Weir.TestKit;
using Xunit;

namespace Weir.Ledger.Tests;

/// <summary>
/// Code that is not ours judges what we wrote: tessera's fsck and torchwood's verifier of proofs, the Go project's library for transparency logs, all from
/// Debian's packages; and a verifier in another language that knows the specifications only. On a sound ledger, and on one with a flipped bit in each kind of file.
/// </summary>
public sealed class IndependentTests : IDisposable
{
    private static readonly SigningKey Key = SigningKey.Create("weir.invalid/independent");
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string? Judge(string name) => File.Exists(Path.Combine(Repository.Root, $"test/clients/go/{name}.bin")) ? Path.Combine(Repository.Root, $"test/clients/go/{name}.bin") : null;

    private const string NotBuilt = "is not built: test.sh builds it where Debian's packages of tessera and torchwood can be had (test/clients/go/build.sh says why not)";

    [Fact]
    public Task Tesseras_fsck_agrees() => JudgedBy(Judge("ledgerfsck"), ["log"], "ledgerfsck " + NotBuilt);

    [Fact]
    public async Task Torchwoods_verifier_of_proofs_agrees()
    {
        var program = Judge("ledgerfsck");
        Assert.SkipUnless(program is not null, "ledgerfsck " + NotBuilt);
        var log = await GrowAsync();
        var witness = SigningKey.Create("witness.invalid/w", SignatureKind.Cosignature);
        var checkpoint = log.Checkpoint.With([Cosignature.Make(witness, log.Checkpoint.Note.Text, DateTimeOffset.UnixEpoch.AddYears(50))]);
        var (proof, entry, kept) = (_folder.File("proof"), _folder.File("entry"), _folder.File("kept"));
        string[] proves = ["proof", proof, entry, Key.Verifier.Text, witness.Verifier.Text], signs = ["checkpoint", kept, Key.Verifier.Text, witness.Verifier.Text];
        var source = new FolderSource(_folder.Path);
        foreach (var index in new[] { 0, 1, 255, 256, 511, 512, 599 })
        {
            await File.WriteAllBytesAsync(entry, (await source.ReadOneAsync(index, log.Size, default)).Leaf.ToArray());
            await File.WriteAllTextAsync(proof, new TlogProof(index, await new TreeReader(source, log.Size).ProveInclusionAsync(index, default), checkpoint).ToString());
            Assert.Equal((0, "sound: the entry is in the log"), await RunAsync(program, proves));
        }

        await File.WriteAllBytesAsync(kept, checkpoint.Note.ToBytes());
        Assert.Equal((0, "sound: 600 entries"), await RunAsync(program, signs));
        foreach (var (file, arguments) in new[] { (proof, proves), (entry, proves), (kept, signs) })
        {
            var whole = await File.ReadAllBytesAsync(file);
            for (var i = 0; i < 8; i++)
            {
                var torn = (byte[])whole.Clone();
                torn[(i * whole.Length / 8) + 3] ^= 1;
                await File.WriteAllBytesAsync(file, torn);
                var (code, says) = await RunAsync(program, arguments);
                Assert.True(code == 1 && says.StartsWith("not sound", StringComparison.Ordinal), $"{file}, part {i}: {code} {says}");
            }

            await File.WriteAllBytesAsync(file, whole);
        }
    }

    [Fact]
    public Task The_Go_projects_own_library_agrees() => JudgedBy(
        Judge("ledgercheck"), [], "ledgercheck is not built: test.sh builds it where Debian's Go can be had (test/clients/go/build.sh says why not)");

    [Fact]
    public Task A_verifier_in_Python_agrees() => JudgedBy(
        Find("python3"), [Path.Combine(Repository.Root, "test/clients/python/verify_ledger.py")], "python3 is not on the PATH");

    private async Task<LedgerLog> GrowAsync()
    {
        var log = (await LedgerLog.OpenAsync(_folder.Path, Key, default)).Log!;
        foreach (var group in new[] { 1, 255, 300, 44 })
            log.Append([.. Enumerable.Range(0, group).Select(static i => new NewEntry(EntryType.OperatorAction, DateTimeOffset.UnixEpoch.AddSeconds(i), "operator"))]);
        return log;
    }

    private async Task JudgedBy(string? program, string[] arguments, string reason)
    {
        Assert.SkipUnless(program is not null, reason);
        await GrowAsync();
        Assert.Equal((0, "sound: 600 entries"), await RunAsync(program, [.. arguments, _folder.Path, Key.Verifier.Text]));

        foreach (var name in new[] { "tile/entries/001", "tile/entries/002.p/88", "tile/0/000", "tile/1/000.p/2", "checkpoint" })
        {
            var whole = await File.ReadAllBytesAsync(_folder.File(name));
            var torn = (byte[])whole.Clone();
            torn[whole.Length / 2] ^= 1;
            await File.WriteAllBytesAsync(_folder.File(name), torn);
            var (code, says) = await RunAsync(program, [.. arguments, _folder.Path, Key.Verifier.Text]);
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
