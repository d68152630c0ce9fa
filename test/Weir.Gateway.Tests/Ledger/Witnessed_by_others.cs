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
/// A witness that is not ours, on the Go project's library for transparency logs, cosigns what a gateway writes and refuses what does not follow from it.
/// test.sh builds it where Debian's Go can be had.
/// </summary>
public sealed class Witnessed_by_others : Over_a_data_folder
{
    private static readonly string Program = Path.Combine(Repository.Root, "test/clients/go/ledgerwitness.bin");

    [Fact]
    public async Task A_gateways_checkpoints_are_cosigned_one_after_the_other_and_served_with_it()
    {
        Assert.SkipUnless(File.Exists(Program), "test/clients/go/ledgerwitness.bin is not built: test/clients/go/build.sh says why not");
        await WhileServingAsync(static _ => Task.FromResult(0));
        await using var witness = await OtherWitness.StartAsync(await Folder.ReadKeyAsync(Cancel), _folder.File("witness"));
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
    }

    [Fact]
    public async Task Another_history_under_the_same_key_is_refused()
    {
        Assert.SkipUnless(File.Exists(Program), "test/clients/go/ledgerwitness.bin is not built: test/clients/go/build.sh says why not");
        var key = SigningKey.Create("weir.invalid/forked");
        await using var witness = await OtherWitness.StartAsync(key.Verifier, _folder.File("witness"));
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

    private sealed class OtherWitness(Process process, Witness witness) : IAsyncDisposable
    {
        public Witness Witness => witness;

        public static async Task<OtherWitness> StartAsync(VerifierKey? log, string state)
        {
            var process = Process.Start(new ProcessStartInfo(Program, [log!.Text, "witness.invalid/other", state]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;
            var (key, address) = (await process.StandardOutput.ReadLineAsync(Cancel), await process.StandardOutput.ReadLineAsync(Cancel));
            Assert.True(VerifierKey.TryParse(key!["key ".Length..], out var verifier), key);
            return new OtherWitness(process, new Witness(new Uri(address!["address ".Length..]), verifier));
        }

        public async ValueTask DisposeAsync()
        {
            // It ends with its input.
            process.StandardInput.Close();
            await process.WaitForExitAsync(CancellationToken.None);
            process.Dispose();
        }
    }
}
