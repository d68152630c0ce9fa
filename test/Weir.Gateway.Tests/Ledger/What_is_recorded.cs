using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.Extensions.Logging;
using Weir.Gateway.Admission;
using Weir.Gateway.Configuration;
using Weir.Gateway.Storage;
using Weir.Ledger.Checks;
using Weir.Ledger.Entries;
using Weir.Ledger.Files;
using Weir.TestKit;
using Xunit;

namespace Weir.Gateway.Tests.Ledger;

public sealed class What_is_recorded : Over_a_data_folder
{
    [Fact]
    public async Task Starts_stops_keys_facts_and_terms_become_entries_that_name_nobody()
    {
        await File.WriteAllTextAsync(_folder.File("terms.md"), "Do not distil.", Cancel);
        var key = await Keys.CreateAsync(new NewKey("acme") { Organization = "group" }, Cancel);
        await WhileServingAsync(async app =>
        {
            await Keys.RotateAsync(key.Record!.Id, TimeSpan.FromHours(1), Cancel);
            await Keys.RevokeAsync(key.Record.Id, Cancel);
            Assert.Equal(HttpStatusCode.NoContent, await TellAsync(app, "acme", new { licence = new { distillation = true } }));
            using var admin = new HttpClient { BaseAddress = app.AdminAddress };
            Assert.Equal(HttpStatusCode.NoContent, (await admin.DeleteAsync("/api/accounts/acme/facts", Cancel)).StatusCode);
            return 0;
        }, config => config with { Ledger = config.Ledger with { TermsFile = _folder.File("terms.md") } });

        var entries = await EntriesAsync();
        Assert.Equal(EntryType.GatewayStarted, entries[0].Type);
        Assert.Equal(EntryType.GatewayStopped, entries[^1].Type);
        Assert.Equal(
            [EntryType.AccountFacts, EntryType.AccountForgotten, EntryType.KeyCreated, EntryType.KeyRevoked, EntryType.KeyRotated, EntryType.TermsVersion],
            entries.Skip(1).SkipLast(1).Select(static entry => entry.Type).Order(StringComparer.Ordinal));
        Assert.Equal("Do not distil.", entries.Single(static entry => entry.Type == EntryType.TermsVersion).Body);
        var created = entries.Single(static entry => entry.Type == EntryType.KeyCreated);
        Assert.Equal("""["acme","group"]""", created.Subject);
        Assert.Contains("\"account\":null", created.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(entries, static entry => entry.Body.Contains("acme", StringComparison.Ordinal));
        // The tree itself says nothing of whom it is about.
        Assert.All(Directory.GetFiles(Path.Combine(Data, "ledger", "tile", "entries")), static path => Assert.DoesNotContain("acme", File.ReadAllText(path), StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_recorded_is_not_recorded_again_at_the_next_start()
    {
        await Keys.CreateAsync(new NewKey("acme"), Cancel);
        await WhileServingAsync(app => TellAsync(app, "acme", new { tier = "free" }));
        await WhileServingAsync(static _ => Task.FromResult(0));
        Assert.Equal(6, (await EntriesAsync()).Count);
    }

    [Fact]
    public async Task Without_any_snapshot_keys_facts_and_findings_are_the_same()
    {
        var open = await Keys.CreateAsync(new NewKey("acme") { Organization = "group", Name = "ci", Models = ["m*"] }, Cancel);
        var revoked = await Keys.CreateAsync(new NewKey("other"), Cancel);
        async Task<string> LookAsync(GatewayApp app)
        {
            using var admin = new HttpClient { BaseAddress = app.AdminAddress };
            while (!app.Parts.Detection.IsFollowing)
                await Task.Yield();
            // What is held back in case an earlier call still ends is taken in.
            await app.Parts.Detection.AskAsync(static state =>
            {
                state.Analysis.AdvanceTo(DateTimeOffset.MaxValue);
                return state;
            }, Cancel);
            var findings = await admin.GetStringAsync("/api/findings?all=1", Cancel);
            return System.Text.Json.JsonDocument.Parse(findings).RootElement.GetProperty("accounts").GetRawText() + await admin.GetStringAsync("/api/accounts/acme", Cancel);
        }

        await WhileServingAsync(async app =>
        {
            Assert.Equal(HttpStatusCode.OK, await CallAsync(app, open.Key!));
            Assert.Equal(HttpStatusCode.OK, await CallAsync(app, revoked.Key!));
            await Keys.RevokeAsync(revoked.Record!.Id, Cancel);
            return await TellAsync(app, "acme", new { tier = "paid", verified = true, licence = new { distillation = true } });
        });
        var (book, before) = (await File.ReadAllTextAsync(Keys.Path, Cancel), await WhileServingAsync(LookAsync));

        File.Delete(Keys.Path);
        Directory.Delete(Path.Combine(Data, "findings"), recursive: true);
        var after = await WhileServingAsync(async app =>
        {
            Assert.Equal(HttpStatusCode.OK, await CallAsync(app, open.Key!));
            Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(app, revoked.Key!));
            return 0;
        });
        Assert.Equal(book, await File.ReadAllTextAsync(Keys.Path, Cancel));

        // One more call than before is in the journal now; without it the findings are the same to the letter.
        Directory.Delete(Path.Combine(Data, "findings"), recursive: true);
        var journal = Directory.GetFiles(Path.Combine(Data, "journal"))[0];
        await File.WriteAllLinesAsync(journal, (await File.ReadAllLinesAsync(journal, Cancel)).Take(2), Cancel);
        Assert.Equal(before, await WhileServingAsync(LookAsync));
        Assert.Equal(0, after);
    }

    [Fact]
    public async Task Anybody_can_verify_it_over_HTTP_and_nobody_gets_a_payload()
    {
        await Keys.CreateAsync(new NewKey("acme"), Cancel);
        await WhileServingAsync(async app =>
        {
            while (app.Parts.Ledger.Writer!.Checkpoint is null or { Size: 0 })
                await Task.Yield();
            await app.Parts.Intake.TryLookAsync();
            Assert.True((await app.Parts.Ledger.DecideAsync("weir", "acme", "{}"u8.ToArray(), Cancel)).IsDurable);
            using var http = new HttpClient();
            foreach (var address in new[] { app.AdminAddress, app.LedgerAddress! })
            {
                var report = await LedgerCheck.RunAsync(new WebSource(http, address), app.Parts.Ledger.Key!, null, Cancel);
                Assert.True(report.IsSound, string.Join("; ", report.Faults));
                Assert.Equal(3, report.Entries);
                using var checkpoint = await http.GetAsync(new Uri(address, "checkpoint"), Cancel);
                Assert.Equal("text/plain; charset=utf-8", checkpoint.Content.Headers.ContentType!.ToString());
                foreach (var path in new[] { "key", "payload", "tile/0/000", "tile/0/000.p/4", "tile/0/000.p/03", "tile/entries/000.p%2f3" })
                    Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(new Uri(address, path), Cancel)).StatusCode);
            }

            Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(new Uri(app.LedgerAddress!, "api/status"), Cancel)).StatusCode);
            return 0;
        }, static config => config with { Ledger = config.Ledger with { Listen = new Uri("http://127.0.0.1:0") } });
    }

    [Fact]
    public async Task A_ledger_that_cannot_be_written_holds_up_decisions_and_no_call()
    {
        var key = await Keys.CreateAsync(new NewKey("acme"), Cancel);
        await WhileServingAsync(static _ => Task.FromResult(0));
        // A folder where a file has to be: the disk refuses.
        var inTheWay = Path.Combine(Data, "ledger", "checkpoint.tmp");
        Directory.CreateDirectory(inTheWay);
        await WhileServingAsync(async app =>
        {
            var decision = app.Parts.Ledger.DecideAsync("weir", "acme", "{}"u8.ToArray(), Cancel);
            while (!app.Parts.Ledger.IsFailing)
                await Task.Yield();
            Assert.False(decision.IsCompleted);
            Assert.Equal(HttpStatusCode.OK, await CallAsync(app, key.Key!));
            using var admin = new HttpClient { BaseAddress = app.AdminAddress };
            Assert.Contains("weir_ledger_failing 1", await admin.GetStringAsync("/metrics", Cancel), StringComparison.Ordinal);
            Assert.Contains("\"state\":\"failing\"", await admin.GetStringAsync("/api/status", Cancel), StringComparison.Ordinal);
            Directory.Delete(inTheWay);
            Assert.True((await decision).IsDurable);
            return 0;
        });
        await EntriesAsync();
    }

    [Fact]
    public async Task A_damaged_ledger_is_told_and_does_not_grow_and_calls_are_served()
    {
        var key = await Keys.CreateAsync(new NewKey("acme"), Cancel);
        await WhileServingAsync(static _ => Task.FromResult(0));
        Directory.Delete(Path.Combine(Data, "ledger", "tile", "0"), recursive: true);
        await WhileServingAsync(async app =>
        {
            var refused = await app.Parts.Ledger.DecideAsync("weir", "acme", "{}"u8.ToArray(), Cancel);
            while (app.Parts.Ledger.Health != Weir.Ledger.LedgerHealth.Refusing)
                await Task.Yield();
            Assert.False(refused.IsDurable);
            Assert.Contains("tile/0/", app.Parts.Ledger.Reason, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.OK, await CallAsync(app, key.Key!));
            return 0;
        });
    }
}
