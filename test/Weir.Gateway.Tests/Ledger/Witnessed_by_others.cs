using System.Diagnostics;
using System.Net;
using System.Text;
using Weir.Gateway.Admission;
using Weir.Ledger.Checks;
using Weir.Ledger.Entries;
using Weir.Ledger.Files;
using Weir.Ledger.Signing;
using Weir.Ledger.Witnesses;
using Weir.TestKit;
using Xunit;

namespace Weir.Gateway.Tests.Ledger;

/// <summary>
/// Witnesses that are not ours cosign what a gateway writes, and refuse what does not follow from it: torchwood's litewitness, and one on the Go project's
/// library for transparency logs. test.sh fetches and builds them where Debian's packages can be had.
/// </summary>
public sealed class Witnessed_by_others : Over_a_data_folder
{
    private Task<OtherWitness> StartAsync(string program, VerifierKey log)
    {
        Assert.SkipUnless(OtherWitness.IsHere(program, out var missing), $"{missing} is not here: test/clients/go/build.sh says why not");
        return program is "litewitness" ? OtherWitness.LiteAsync(log, _folder.Path) : OtherWitness.StartAsync(log, _folder.File("witness"));
    }

    [Theory]
    [InlineData("litewitness")]
    [InlineData("ledgerwitness")]
    public async Task A_gateways_checkpoints_are_cosigned_one_after_the_other_and_served_with_it(string program)
    {
        await WhileServingAsync(static _ => Task.FromResult(0));
        await using var witness = await StartAsync(program, (await Folder.ReadKeyAsync(Cancel))!);
        await Keys.CreateAsync(new NewKey("acme"), Cancel);
        await WhileServingAsync(async app =>
        {
            for (var more = 0; more < 3; more++)
            {
                Assert.True((await app.Parts.Ledger.DecideAsync("weir", "acme", "{}"u8.ToArray(), Cancel)).IsDurable);
                await app.Parts.Witnesses.AskAsync(app.Parts.Ledger.Writer!.Checkpoint!, Cancel);
                using var http = new HttpClient { BaseAddress = app.AdminAddress };
                Assert.True(Checkpoint.TryParse(await http.GetByteArrayAsync("/checkpoint", Cancel), out var served));
                Assert.True(served.Note.IsSignedBy(witness.Witness.Key), served.Note.ToString());
                Assert.Equal(app.Parts.Witnesses.Newest!.Size, served.Size);
            }

            return 0;
        }, config => config with { Ledger = config.Ledger with { Witnesses = [witness.Witness] } });
        var report = await LedgerCheck.RunAsync(Path.Combine(Data, "ledger"), await Folder.ReadKeyAsync(Cancel), null, Cancel);
        Assert.True(report.IsSound, string.Join("; ", report.Faults));
        Assert.Equal(["witness.invalid/other"], report.Witnesses);
        await JudgedByTorchwoodAsync(report.Key!, witness.Witness.Key);
    }

    /// <summary>Torchwood's verifier wants the log's signature and the witness's, where it is here.</summary>
    private async Task JudgedByTorchwoodAsync(VerifierKey log, VerifierKey witness)
    {
        if (!File.Exists(OtherWitness.PathOf("ledgerfsck")))
            return;
        Assert.StartsWith("sound:", await SaysAsync("checkpoint", Path.Combine(Data, "ledger", LedgerFiles.Witnessed), log.Text, witness.Text), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tesseras_fsck_reads_what_a_gateway_serves_and_finds_a_flipped_bit()
    {
        Assert.SkipUnless(OtherWitness.IsHere("ledgerfsck", out var missing), $"{missing} is not here: test/clients/go/build.sh says why not");
        await WhileServingAsync(async app =>
        {
            for (var more = 0; more < 3; more++)
                Assert.True((await app.Parts.Ledger.DecideAsync("weir", "acme", "{}"u8.ToArray(), Cancel)).IsDurable);
            var key = app.Parts.Ledger.Key!.Text;
            foreach (var address in new[] { app.AdminAddress, app.LedgerAddress! })
                Assert.StartsWith("sound:", await SaysAsync("log", address.AbsoluteUri, key), StringComparison.Ordinal);
            foreach (var path in Directory.GetFiles(Path.Combine(Data, "ledger", "tile", "entries", "000.p")))
            {
                var bytes = await File.ReadAllBytesAsync(path, Cancel);
                bytes[30] ^= 1;
                await File.WriteAllBytesAsync(path, bytes, Cancel);
            }

            Assert.StartsWith("not sound:", await SaysAsync("log", app.AdminAddress.AbsoluteUri, key), StringComparison.Ordinal);
            return 0;
        }, static config => config with { Ledger = config.Ledger with { Listen = new Uri("http://127.0.0.1:0") } });
    }

    private static async Task<string> SaysAsync(params string[] arguments)
    {
        using var judge = Process.Start(new ProcessStartInfo(OtherWitness.PathOf("ledgerfsck"), arguments) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var says = await judge.StandardOutput.ReadToEndAsync(Cancel);
        await judge.WaitForExitAsync(Cancel);
        return says;
    }

    [Theory]
    [InlineData("litewitness")]
    [InlineData("ledgerwitness")]
    public async Task Another_history_under_the_same_key_is_refused(string program)
    {
        var key = SigningKey.Create("weir.invalid/forked");
        await using var witness = await StartAsync(program, key.Verifier);
        using var http = new HttpClient();
        async Task<(LedgerLog Log, WitnessClient Client)> OpenAsync(string name)
        {
            var folder = _folder.File(name);
            return ((await LedgerLog.OpenAsync(folder, key, Cancel)).Log!, new WitnessClient(witness.Witness, new FolderSource(folder), http));
        }

        static NewEntry[] Entries(int count, int from) => [.. Enumerable.Range(0, count).Select(i => new NewEntry(EntryType.OperatorAction, DateTimeOffset.UnixEpoch.AddSeconds(from + i), "operator"))];
        var ((log, client), (fork, liar)) = (await OpenAsync("one"), await OpenAsync("two"));
        foreach (var count in new[] { 3, 254, 400 })
        {
            log.Append(Entries(count, 0));
            Assert.NotNull((await client.AskAsync(log.Checkpoint, Cancel)).Cosignature);
        }

        // A client that remembers nothing is told by the witness how far it is.
        Assert.NotNull((await new WitnessClient(witness.Witness, new FolderSource(_folder.File("one")), http).AskAsync(log.Checkpoint, Cancel)).Cosignature);
        fork.Append(Entries(700, 5));
        Assert.Equal("answers 422", (await liar.AskAsync(fork.Checkpoint, Cancel)).Fault);
        // What breaks the protocol is answered as the protocol wants.
        foreach (var (body, status) in new[]
        {
            ($"old 0\n\n{log.Checkpoint.Note}", HttpStatusCode.Conflict), ($"old 657\n\n{Checkpoint.Sign(key, 657, fork.Checkpoint.Root).Note}", HttpStatusCode.UnprocessableEntity), ($"old 9999\n\n{log.Checkpoint.Note}", HttpStatusCode.BadRequest),
            ($"old 657\n\n{Checkpoint.Sign(SigningKey.Create("weir.invalid/forked"), 700, fork.Checkpoint.Root).Note}", HttpStatusCode.Forbidden), ($"old 657\n\n{Checkpoint.Sign(SigningKey.Create("weir.invalid/unknown"), 700, fork.Checkpoint.Root).Note}", HttpStatusCode.NotFound),
        })
        {
            using var answer = await http.PostAsync(new Uri(witness.Witness.Submit, "add-checkpoint"), new ByteArrayContent(Encoding.UTF8.GetBytes(body)), Cancel);
            Assert.Equal(status, answer.StatusCode);
            if (status == HttpStatusCode.Conflict)
                Assert.Equal(("text/x.tlog.size", "657\n"), (answer.Content.Headers.ContentType!.MediaType, await answer.Content.ReadAsStringAsync(Cancel)));
        }
    }
}
