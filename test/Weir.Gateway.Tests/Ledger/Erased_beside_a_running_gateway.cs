using System.Net;
using System.Net.Http.Json;
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
            Assert.Equal(HttpStatusCode.BadRequest, (await admin.PostAsJsonAsync("/api/accounts/acme-labs/erasure", new { }, Cancel)).StatusCode);
            using var answer = await admin.PostAsJsonAsync("/api/accounts/acme-labs/erasure", new { reason = "asked for by acme-labs" }, Cancel);
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
            Assert.Contains("\"keys_revoked\":1", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
            Assert.Contains("acme-labs", await admin.GetStringAsync("/api/erasures", Cancel), StringComparison.Ordinal);
            while (await CallAsync(app, acme.Key!) != HttpStatusCode.Unauthorized)
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancel);
            return 0;
        });

        await WhileServingAsync(async app =>
        {
            using var admin = new HttpClient { BaseAddress = app.AdminAddress };
            Assert.Equal("[]", await admin.GetStringAsync("/api/erasures", Cancel));
            Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(app, acme.Key!));
            Assert.Equal(HttpStatusCode.OK, await CallAsync(app, other.Key!));
            return 0;
        });

        foreach (var path in Directory.GetFiles(Data, "*", SearchOption.AllDirectories))
            Assert.DoesNotContain("acme-labs", await File.ReadAllTextAsync(path, System.Text.Encoding.Latin1, Cancel), StringComparison.Ordinal);
        var entries = await EntriesAsync();
        Assert.Contains(entries, static entry => entry.Type is EntryType.AccountErased && entry.Body.Contains("\"journal_lines\":", StringComparison.Ordinal));
        Assert.Contains(entries, static entry => entry is { Type: EntryType.KeyCreated, Subject: """["other"]""" });
    }
}
