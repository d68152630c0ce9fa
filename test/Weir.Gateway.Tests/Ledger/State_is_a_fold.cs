using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Weir.Gateway.Admission;
using Weir.Gateway.Configuration;
using Weir.Gateway.Ledger;
using Weir.Ledger.Entries;
using Weir.Ledger.Files;
using Weir.Ledger.Signing;
using Weir.Policy;
using Xunit;

namespace Weir.Gateway.Tests.Ledger;

/// <summary>What a gateway knows, it knows from the ledger and the journal: everything else in the data folder can be lost.</summary>
public sealed class State_is_a_fold : Over_a_data_folder
{
    /// <summary>The two logs, the keys under which they are written, and the salts of the one. All else is made from them.</summary>
    private static readonly string[] Kept = ["ledger", "ledger.key", "journal", "digests", "installation.key", "format"];

    private const string Policy = """
        mode: enforce
        terms: { clauses: { c: { title: T, says: S } } }
        rules: [{ name: r, when: { verdict: act }, then: suspend, approval: person, clause: c, for: 3d }]
        """;

    private Func<WeirConfig, WeirConfig> Enforcing()
    {
        File.WriteAllText(_folder.File("policy.yaml"), Policy);
        File.WriteAllText(_folder.File("accounts.jsonl"), """{"account":"partner","licence":{"distillation":true}}""" + "\n");
        return config => config with { PolicyFile = _folder.File("policy.yaml"), AccountsFile = _folder.File("accounts.jsonl") };
    }

    /// <summary>Everything that an operator and a customer can see of state, as text.</summary>
    private static async Task<string> LookAsync(GatewayApp app, string key)
    {
        using var admin = new HttpClient { BaseAddress = app.AdminAddress };
        while (!app.Parts.Detection.IsFollowing)
            await Task.Yield();
        await app.Parts.Detection.AskAsync(static state =>
        {
            state.Analysis.AdvanceTo(DateTimeOffset.MaxValue);
            return state;
        }, Cancel);
        var seen = new List<string>();
        foreach (var path in new[]
        {
            "/api/postures?all=1", "/api/postures/account/acme", "/api/postures/campaign/c-1", "/api/postures/campaign/c-2", "/api/postures/end_user/u-1?of=acme", "/api/proposals", "/api/licences", "/api/appeals?all=1",
            "/api/accounts/acme", "/api/accounts/partner",
        })
            seen.Add(path + " " + await admin.GetStringAsync(path, Cancel));
        // When it was asked changes between two looks; what it says of accounts must not.
        seen.Add(JsonDocument.Parse(await admin.GetStringAsync("/api/findings?all=1", Cancel)).RootElement.GetProperty("accounts").GetRawText());
        seen.Add(JsonDocument.Parse(await admin.GetStringAsync("/api/campaigns?all=1", Cancel)).RootElement.GetProperty("campaigns").GetRawText());
        using var customer = new HttpClient { BaseAddress = app.PublicAddress };
        customer.DefaultRequestHeaders.Authorization = new("Bearer", key);
        seen.Add(await customer.GetStringAsync("/weir/v1/standing", Cancel));
        return string.Join('\n', seen);
    }

    private static async Task ActAsync(HttpClient admin, object act)
    {
        using var answer = await admin.PostAsJsonAsync("/api/acts", act, Cancel);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task With_every_other_file_deleted_keys_licences_postures_verifications_approvals_and_campaigns_decisions_are_the_same()
    {
        var (open, revoked) = (await Keys.CreateAsync(new NewKey("acme") { Organization = "group", Name = "ci", Models = ["m*"] }, Cancel), await Keys.CreateAsync(new NewKey("other"), Cancel));
        var enforcing = Enforcing();
        await WhileServingAsync(async app =>
        {
            Assert.Equal(HttpStatusCode.OK, await CallAsync(app, open.Key!));
            Assert.Equal(HttpStatusCode.OK, await CallAsync(app, revoked.Key!));
            await Keys.RevokeAsync(revoked.Record!.Id, Cancel);
            await Keys.RotateAsync(open.Record!.Id, TimeSpan.FromDays(1), Cancel);
            Assert.Equal(HttpStatusCode.NoContent, await TellAsync(app, "acme", new { tier = "paid", verified = true }));
            using var admin = new HttpClient { BaseAddress = app.AdminAddress };
            await ActAsync(admin, new { act = "set", subject = "acme", posture = "slow", @for = "7d", reason = "too fast" });
            await ActAsync(admin, new { act = "set", subject = "u-1", subject_kind = "end_user", of = "acme", posture = "suspend", @for = "7d", reason = "it was this user" });
            await ActAsync(admin, new { act = "set", subject = "c-1", subject_kind = "campaign", posture = "narrow", @for = "30d", reason = "the same prompts" });
            await ActAsync(admin, new { act = "verify", subject = "acme", reason = "passport seen" });
            await ActAsync(admin, new { act = "trust", subject = "other", reason = "a partner" });
            await ActAsync(admin, new { act = "grant", subject = "other", @for = "30d", tokens = 1000, reason = "contract 12" });
            await ActAsync(admin, new { act = "note", subject = "acme", text = "called us", reason = "for the record" });
            // What the machine asked for and decided, and a person's yes and no.
            var book = app.Parts.Policy;
            PolicyEntry Machine(EntryKind kind, string id, string account) => PolicyEntry.For(kind, id, book.Now, Subject.Account(account)) with
            {
                Posture = Posture.Suspend, Rule = "r", Clause = "c", Until = book.Now.AddDays(3), Campaign = "c-1", Verdict = Detection.Verdict.Act, Evidence = 7.5, Because = ["acme repeats one template"],
            };
            Assert.True(await book.ActAsync(Machine(EntryKind.Proposed, "P-1", "third")));
            Assert.True(await book.ActAsync(Machine(EntryKind.Proposed, "P-2", "fourth")));
            Assert.True(await book.ActAsync(Machine(EntryKind.Decided, "D-1", "fifth")));
            Assert.True(await book.ActAsync(Machine(EntryKind.Decided, "D-2", "") with { Subject = "c-2", SubjectKind = SubjectKind.Campaign, Campaign = "c-2" }));
            await ActAsync(admin, new { act = "approve", id = "P-1", reason = "I looked at it" });
            await ActAsync(admin, new { act = "decline", id = "P-2", reason = "a look-alike" });
            // A customer contests, and is answered; another waits.
            using var customer = new HttpClient { BaseAddress = app.PublicAddress };
            customer.DefaultRequestHeaders.Authorization = new("Bearer", open.Key!);
            foreach (var text in new[] { "we are a product", "and another thing" })
            {
                using var appeal = await customer.PostAsJsonAsync("/weir/v1/appeals", new { text }, Cancel);
                var said = await appeal.Content.ReadAsStringAsync(Cancel);
                Assert.True(appeal.IsSuccessStatusCode, said);
                if (text[0] == 'w')
                    await ActAsync(admin, new { act = "answer", id = JsonDocument.Parse(said).RootElement.GetProperty("reference").GetString(), text = "we looked", reason = "looked at it" });
            }

            return 0;
        }, enforcing);
        var before = await WhileServingAsync(app => LookAsync(app, open.Key!), enforcing);
        Assert.Contains("\"posture\":\"suspend\"", before, StringComparison.Ordinal);

        var lines = await File.ReadAllTextAsync(Keys.Path, Cancel);
        foreach (var path in Directory.GetFileSystemEntries(Data).Where(static path => !Kept.Contains(Path.GetFileName(path))))
        {
            if (Directory.Exists(path))
                Directory.Delete(path, recursive: true);
            else
                File.Delete(path);
        }

        Assert.Equal(before, await WhileServingAsync(app => LookAsync(app, open.Key!), enforcing));
        Assert.Equal(lines, await File.ReadAllTextAsync(Keys.Path, Cancel));
        await WhileServingAsync(async app =>
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(app, revoked.Key!));
            return 0;
        }, enforcing);
    }

    [Fact]
    public async Task A_licence_in_the_accounts_file_is_an_entry_when_it_comes_changes_and_goes()
    {
        var accounts = _folder.File("accounts.jsonl");
        async Task ServeAsync(params string[] lines)
        {
            await File.WriteAllLinesAsync(accounts, lines, Cancel);
            await WhileServingAsync(async app =>
            {
                while (!app.Parts.Detection.IsFollowing)
                    await Task.Yield();
                return 0;
            }, config => config with { AccountsFile = accounts });
        }

        const string plain = """{"account":"plain","tier":"free"}""", verified = """{"account":"known","verified":true}""";
        await ServeAsync(plain, verified, """{"account":"partner","licence":{"distillation":true}}""");
        await ServeAsync(plain, verified, """{"account":"partner","licence":{"distillation":true}}""");
        await ServeAsync(plain, verified, """{"account":"partner","licence":{"distillation":true,"until":"2030-01-01T00:00:00Z"}}""");
        await ServeAsync(plain, """{"account":"partner"}""");
        await WhileServingAsync(static _ => Task.FromResult(0));

        var entries = (await EntriesAsync()).Where(static entry => entry.Type is EntryType.AccountListed or EntryType.AccountUnlisted).Select(static entry => (entry.Type, entry.Subject, entry.Body)).ToList();
        Assert.Equal(
        [
            (EntryType.AccountListed, """["known"]""", """{"account":null,"verified":true}"""),
            (EntryType.AccountListed, """["partner"]""", """{"account":null,"licence":{"distillation":true}}"""),
            (EntryType.AccountListed, """["partner"]""", """{"account":null,"licence":{"distillation":true,"until":"2030-01-01T00:00:00Z"}}"""),
        ], entries.Take(3));
        Assert.Equal([(EntryType.AccountUnlisted, """["known"]"""), (EntryType.AccountUnlisted, """["partner"]""")], entries.Skip(3).Select(static entry => (entry.Type, entry.Subject)).Order());
    }

    [Fact]
    public async Task Facts_that_the_ledger_had_no_room_for_are_found_by_comparing_and_recorded()
    {
        var lines = string.Concat(Enumerable.Range(0, 1_000).Select(static i => $$$"""{"account":"a{{{i}}}","licence":{"distillation":true}}""" + "\n"));
        await WhileServingAsync(async app =>
        {
            using var admin = new HttpClient { BaseAddress = app.AdminAddress };
            // A disk that refuses: where the next checkpoint is to be written, a folder lies.
            var obstacle = Path.Combine(Data, "ledger", "checkpoint.tmp");
            Directory.CreateDirectory(obstacle);
            using (var answer = await admin.PostAsync("/api/accounts/facts", new StringContent(lines), Cancel))
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.True(app.Parts.Ledger.Refused > 0);
            Directory.Delete(obstacle);
            // Whoever was told in the meantime is forgotten, and stays so.
            Assert.Equal(HttpStatusCode.NoContent, (await admin.DeleteAsync("/api/accounts/a7/facts", Cancel)).StatusCode);
            while (await RecordedAsync() is not 999)
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Cancel);
            return 0;
        }, static config => config with { Ledger = config.Ledger with { MostWaiting = 400 } });
        Assert.Equal(999, await RecordedAsync());

        async Task<int> RecordedAsync()
        {
            var size = Checkpoint.TryParse(Folder.Read(LedgerFiles.Checkpoint) ?? [], out var checkpoint) ? checkpoint.Size : 0;
            return (await LedgerState.ReadAsync(Path.Combine(Data, "ledger"), size, new RecordedLines(), Cancel)).Facts.Count;
        }
    }

    [Fact]
    public async Task Facts_told_in_bulk_are_entries_too()
    {
        var lines = string.Concat(Enumerable.Range(0, 6_000).Select(static i => $$$"""{"account":"a{{{i}}}","licence":{"distillation":true}}""" + "\n"));
        await WhileServingAsync(async app =>
        {
            using var admin = new HttpClient { BaseAddress = app.AdminAddress };
            using var answer = await admin.PostAsync("/api/accounts/facts", new StringContent(lines), Cancel);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            return 0;
        });
        var accounts = (await EntriesAsync()).Where(static entry => entry.Type is EntryType.AccountFacts).Select(static entry => entry.Subject).ToList();
        Assert.Equal((6_000, 6_000), (accounts.Count, accounts.Distinct(StringComparer.Ordinal).Count()));
    }
}
