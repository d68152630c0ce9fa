using System.Net;
using System.Text;
using Weir.Console.LedgerPages;
using Weir.Console.Tests.Running;
using Weir.Gateway.Admin;
using Weir.Ledger.Entries;
using Weir.Ledger.Files;
using Weir.Ledger.Signing;
using Xunit;

namespace Weir.Console.Tests.Desk;

public sealed class The_ledger_pages
{
    private static async Task<(RunningConsole Console, HttpClient Client)> StartAsync(int acts)
    {
        var console = await RunningConsole.StartAsync(past: false);
        for (var i = 0; i < acts; i++)
            await console.ActAsync(new ActRequest { Act = "set", Subject = $"account-{i}", Posture = i % 3 == 0 ? "suspend" : "slow", For = "7d", Reason = $"reason {i}" });
        var wanted = acts + 1;
        while (console.Parts.Ledger.Writer!.Checkpoint is not { } checkpoint || checkpoint.Size < wanted)
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        var client = new HttpClient { BaseAddress = new Uri(console.Address) };
        return (console, client);
    }

    [Fact]
    public async Task Entries_are_found_by_kind_and_hand_and_page_after_page()
    {
        var (console, client) = await StartAsync(70);
        await using var running = console;
        using var browser = client;
        var index = new LedgerIndex(console.Parts.Ledger);
        var cancel = TestContext.Current.CancellationToken;
        var stops = await index.FindAsync(new LedgerQuery { Type = EntryType.Decision }, 1_000, cancel);
        Assert.Equal(24, stops.Entries.Count);
        Assert.Equal(stops.Entries.OrderDescending(), stops.Entries);
        Assert.Empty((await index.FindAsync(new LedgerQuery { Actor = "nobody" }, 10, cancel)).Entries);
        Assert.Empty((await index.FindAsync(new LedgerQuery { Until = DateTimeOffset.UnixEpoch }, 10, cancel)).Entries);
        var seen = new List<long>();
        for (long? before = null; ;)
        {
            var slice = await index.FindAsync(new LedgerQuery { Before = before }, 16, cancel);
            seen.AddRange(slice.Entries);
            if (!slice.Older)
                break;
            before = slice.Entries[^1];
        }

        Assert.Equal(Enumerable.Range(0, (int)index.Size).Select(static i => (long)i).Reverse(), seen);
        var page = await client.GetStringAsync("/ledger?type=decision", cancel);
        Assert.Contains("set to suspend", page, StringComparison.Ordinal);
        Assert.DoesNotContain("set to slow", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_proof_that_is_offered_proves_the_entry_to_whoever_has_the_key_and_nothing_else()
    {
        var (console, client) = await StartAsync(5);
        await using var running = console;
        using var browser = client;
        using var answer = await client.GetAsync("/ledger/3/proof", TestContext.Current.CancellationToken);
        Assert.Equal("3.tlog-proof", answer.Content.Headers.ContentDisposition!.FileName);
        Assert.True(TlogProof.TryParse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), out var proof));
        var leaf = (await new FolderSource(console.Parts.Ledger.Folder).ReadOneAsync(3, proof.Checkpoint.Size, TestContext.Current.CancellationToken)).Leaf;
        Assert.True(proof.Proves(console.Parts.Ledger.Key!, leaf.Span));
        Assert.False(proof.Proves(console.Parts.Ledger.Key!, Encoding.UTF8.GetBytes("another")));
        foreach (var none in (string[])["/ledger/999999", "/ledger/999999/proof", "/ledger/-1", "/ledger/99999999999999999999"])
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(none, TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task What_is_gone_is_said_to_be_gone_and_a_changed_entry_is_named()
    {
        var (console, client) = await StartAsync(5);
        await using var running = console;
        using var browser = client;
        var cancel = TestContext.Current.CancellationToken;
        var folder = console.Parts.Ledger.Folder;
        var size = console.Parts.Ledger.Writer!.Checkpoint!.Size;
        var record = await new FolderSource(folder).ReadOneAsync(2, size, cancel);
        File.Delete(Path.Combine(folder, LedgerFiles.PathOfPayload(record.Entry!.Payload!.Value)));
        var page = await client.GetStringAsync("/ledger/2", cancel);
        Assert.Contains("Erased", page, StringComparison.Ordinal);
        Assert.Contains("It stands in the tree", page, StringComparison.Ordinal);

        // One letter of the fourth entry.
        var bundle = Directory.GetFiles(Path.Combine(folder, "tile", "entries"), "*", SearchOption.AllDirectories).OrderByDescending(static path => new FileInfo(path).Length).First();
        var bytes = await File.ReadAllBytesAsync(bundle, cancel);
        var leaf = (await new FolderSource(folder).ReadOneAsync(3, size, cancel)).Leaf;
        var at = bytes.AsSpan().IndexOf(leaf.Span);
        bytes[at + leaf.Span.IndexOf("operator"u8)] ^= 1;
        await File.WriteAllBytesAsync(bundle, bytes, cancel);
        Assert.Contains("It cannot be proved", await client.GetStringAsync("/ledger/3", cancel), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await client.GetAsync("/ledger/3/proof", cancel)).StatusCode);

        var proof = System.Text.RegularExpressions.Regex.Match(page = await client.GetStringAsync("/ledger", cancel), "name=\"_proof\" value=\"([0-9a-f]+)\"", default, TimeSpan.FromSeconds(1)).Groups[1].Value;
        client.DefaultRequestHeaders.Add("Origin", console.Address);
        client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        using var begun = await client.PostAsync("/ledger/verify", new FormUrlEncodedContent([new("_proof", proof)]), cancel);
        while (!(page = await client.GetStringAsync("/ledger", cancel)).Contains("verdict-line", StringComparison.Ordinal))
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancel);
        Assert.Contains("Damaged.", page, StringComparison.Ordinal);
        Assert.Contains("The first bad entry is <a href=\"/ledger/2\">2</a>", page, StringComparison.Ordinal);
    }
}
