using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using Weir.Gateway.Admission;
using Weir.Ledger.Entries;
using Xunit;

namespace Weir.Gateway.Tests.Ledger;

public sealed class Erased_beside_a_running_gateway : Over_a_data_folder
{
    [Fact]
    public async Task Its_keys_open_no_more_at_once_and_what_is_stored_goes_at_the_next_start()
    {
        var (acme, other) = (await Keys.CreateAsync(new NewKey("acme-labs"), Cancel), await Keys.CreateAsync(new NewKey("other"), Cancel));
        await WhileServingAsync(async app =>
        {
            Assert.Equal(HttpStatusCode.OK, await CallAsync(app, acme.Key!));
            Assert.Equal(HttpStatusCode.OK, await CallAsync(app, other.Key!));
            await TellAsync(app, "acme-labs", new { tier = "paid" });
            using var admin = new HttpClient { BaseAddress = app.AdminAddress };
            foreach (var act in new object[]
            {
                new { act = "set", subject = "acme-labs", posture = "slow", @for = "7d", reason = "acme-labs repeats one template" },
                new { act = "set", subject = "u-1", subject_kind = "end_user", of = "acme-labs", posture = "slow", @for = "7d", reason = "it was this user" },
                new { act = "grant", subject = "acme-labs", @for = "30d", tokens = 1000, reason = "contract 12 with acme-labs" },
                new { act = "note", subject = "acme-labs", text = "acme-labs called us", reason = "for the record" },
            })
            {
                using var done = await admin.PostAsJsonAsync("/api/acts", act, Cancel);
                Assert.True(done.IsSuccessStatusCode, await done.Content.ReadAsStringAsync(Cancel));
            }

            using (var customer = new HttpClient { BaseAddress = app.PublicAddress })
            {
                customer.DefaultRequestHeaders.Authorization = new("Bearer", acme.Key!);
                using var appeal = await customer.PostAsJsonAsync("/weir/v1/appeals", new { text = "acme-labs is a product" }, Cancel);
                Assert.Equal(HttpStatusCode.Created, appeal.StatusCode);
            }

            Assert.Equal(HttpStatusCode.BadRequest, (await admin.PostAsJsonAsync("/api/accounts/acme-labs/erasure", new { }, Cancel)).StatusCode);
            using var answer = await admin.PostAsJsonAsync("/api/accounts/acme-labs/erasure", new { reason = "asked for by acme-labs" }, Cancel);
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
            Assert.Contains("\"keys_revoked\":1", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
            Assert.Contains("acme-labs", await admin.GetStringAsync("/api/erasures", Cancel), StringComparison.Ordinal);
            while (await CallAsync(app, acme.Key!) != HttpStatusCode.Unauthorized)
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancel);
            return 0;
        });

        // What no webhook took, old and new; what a run left half written; an hour that is over.
        var letters = string.Concat(new[] { "acme-labs", "other" }.Select(static who =>
            $$$"""{"time":"2026-01-01T00:00:00Z","webhook":"w","why":"503","body":{"id":"N-{{{who}}}","event":"decision","subject":"{{{who}}}","because":["{{{who}}} repeats one template"]}}""" + "\n"));
        var policy = Path.Combine(Data, "policy");
        foreach (var file in new[] { "undelivered.jsonl", "undelivered.jsonl.1", "decisions.jsonl.tmp" })
            await File.WriteAllTextAsync(Path.Combine(policy, file), letters, Cancel);
        File.Move(Directory.GetFiles(Path.Combine(Data, "journal"))[0], Path.Combine(Data, "journal", "2020-01-01T00Z.jsonl"));
        await WhileServingAsync(async app =>
        {
            using var admin = new HttpClient { BaseAddress = app.AdminAddress };
            Assert.Equal("[]", await admin.GetStringAsync("/api/erasures", Cancel));
            Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(app, acme.Key!));
            Assert.Equal(HttpStatusCode.OK, await CallAsync(app, other.Key!));
            return 0;
        }, static config => config with { Journal = config.Journal with { KeepFor = null } });

        foreach (var path in Directory.GetFiles(Data, "*", SearchOption.AllDirectories))
        {
            Assert.DoesNotContain("acme-labs", path, StringComparison.Ordinal);
            await using Stream file = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(File.OpenRead(path), CompressionMode.Decompress) : File.OpenRead(path);
            using var reader = new StreamReader(file, Encoding.Latin1);
            Assert.False((await reader.ReadToEndAsync(Cancel)).Contains("acme-labs", StringComparison.Ordinal), path);
        }

        foreach (var file in new[] { "undelivered.jsonl", "undelivered.jsonl.1" })
            Assert.Equal(letters.Split('\n')[1] + "\n", await File.ReadAllTextAsync(Path.Combine(policy, file), Cancel));
        var entries = await EntriesAsync();
        Assert.Contains(entries, static entry => entry.Type is EntryType.AccountErased && entry.Body.Contains("\"journal_lines\":", StringComparison.Ordinal));
        Assert.Contains(entries, static entry => entry is { Type: EntryType.KeyCreated, Subject: """["other"]""" });
    }

    [Fact]
    public async Task Only_what_others_may_contest_still_names_it()
    {
        await Keys.CreateAsync(new NewKey("acme-labs"), Cancel);
        await WhileServingAsync(async app =>
        {
            using var admin = new HttpClient { BaseAddress = app.AdminAddress };
            using var done = await admin.PostAsJsonAsync("/api/acts", new { act = "set", subject = "other", posture = "slow", @for = "7d", reason = "it asks what acme-labs asks" }, Cancel);
            Assert.True(done.IsSuccessStatusCode, await done.Content.ReadAsStringAsync(Cancel));
            using var answer = await admin.PostAsJsonAsync("/api/accounts/acme-labs/erasure", new { reason = "asked for" }, Cancel);
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
            return 0;
        });
        await WhileServingAsync(static _ => Task.FromResult(0));
        var naming = Directory.GetFiles(Data, "*", SearchOption.AllDirectories)
            .Where(static path => File.ReadAllText(path, Encoding.Latin1).Contains("acme-labs", StringComparison.Ordinal)).Select(path => Path.GetRelativePath(Data, path)).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(2, naming.Count);
        Assert.StartsWith("ledger/payload/", naming[0], StringComparison.Ordinal);
        Assert.Equal("policy/decisions.jsonl", naming[1]);
    }
}
