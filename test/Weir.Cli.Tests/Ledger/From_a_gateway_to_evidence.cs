using System.Globalization;
using System.IO.Compression;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Weir.Cli.EvidencePacks;
using Weir.Detection;
using Weir.Detection.Campaigns;
using Weir.Gateway;
using Weir.Gateway.Admission;
using Weir.Gateway.Configuration;
using Weir.Gateway.Storage;
using Weir.TestKit;
using Xunit;

namespace Weir.Cli.Tests.Ledger;

/// <summary>The data folder of a gateway that served two accounts, and whose journal's hour is over.</summary>
public sealed class ServedData : IAsyncLifetime
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public string Data => _folder.File("data");

    public async ValueTask InitializeAsync()
    {
        await using var upstream = ScriptedUpstream.AnsweringJson("""{"choices":[{"message":{"role":"assistant","content":"hello"}}],"usage":{"prompt_tokens":5,"completion_tokens":1}}""");
        var keys = new KeyFile(Data, TimeProvider.System);
        var (acme, other) = (await keys.CreateAsync(new NewKey("acme-labs") { Name = "scraper" }, Cancel), await keys.CreateAsync(new NewKey("other"), Cancel));
        await ServeAsync(upstream.Address, async app =>
        {
            for (var i = 0; i < 12; i++)
                await CallAsync(app, i % 3 == 0 ? other.Key! : acme.Key!, i);
        });

        // As if the hour were over: the next start finishes the segment.
        var segment = Directory.GetFiles(Path.Combine(Data, "journal"))[0];
        File.Move(segment, Path.Combine(Data, "journal", DateTime.UnixEpoch.AddDays(20_000).ToString("yyyy-MM-dd'T'HH'Z'", CultureInfo.InvariantCulture) + ".jsonl"));
        await ServeAsync(upstream.Address, async _ =>
        {
            while (!Directory.Exists(Path.Combine(Data, "digests")) || Directory.GetFiles(Path.Combine(Data, "digests")) is not [var digest] || digest.EndsWith(".tmp", StringComparison.Ordinal))
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancel);
        });
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task ServeAsync(Uri upstream, Func<GatewayApp, Task> work)
    {
        Assert.True(DataFolder.TryOpen(Data, out var data, out var fault), fault?.ToString());
        using (data)
        {
            var config = new WeirConfig
            {
                Listen = new Uri("http://127.0.0.1:0"), Admin = new Uri("http://127.0.0.1:0"), DataFolder = Data,
                Upstreams = [new UpstreamConfig { Name = "main", Url = upstream, Retries = 0 }],
                Journal = new JournalConfig { KeepFor = null },
            };
            await using var app = GatewayApp.Build(new ConfigSource(config), data, TimeProvider.System, static logging => logging.SetMinimumLevel(LogLevel.None));
            await app.StartAsync(Cancel);
            await work(app);
            await app.StopAsync(Cancel);
        }
    }

    private static async Task CallAsync(GatewayApp app, string key, int number)
    {
        using var client = new HttpClient { BaseAddress = app.PublicAddress };
        client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        using var answer = await client.PostAsJsonAsync("/v1/chat/completions", new { model = "m", messages = new[] { new { role = "user", content = "question " + number } } }, Cancel);
        answer.EnsureSuccessStatusCode();
    }
}

/// <summary>A gateway serves two accounts; what the program then makes of its data folder is checked, taken apart, and erased.</summary>
public sealed class From_a_gateway_to_evidence : IClassFixture<ServedData>, IDisposable
{
    private readonly TempFolder _folder = new();

    public From_a_gateway_to_evidence(ServedData served)
    {
        foreach (var path in Directory.GetFiles(served.Data, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(Data, Path.GetRelativePath(served.Data, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
        }
    }

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Data => _folder.File("data");

    private static async Task<(int Code, string Out, string Error)> WeirAsync(params string[] arguments)
    {
        var run = await Program_run.Of(arguments);
        return (run.Exit, run.Out, run.Error);
    }

    private async Task<(string Pack, string Key)> PackAsync(string account)
    {
        var pack = _folder.File(account + ".zip");
        var (code, _, error) = await WeirAsync("evidence", "account", account, "--data", Data, "--out", pack, "--by", "tester");
        Assert.True(code == 0, error);
        var verified = await WeirAsync("ledger", "verify", "--data", Data);
        Assert.True(verified.Code == 0, verified.Out);
        return (pack, verified.Out.Split('\n').Single(static line => line.StartsWith("key  ", StringComparison.Ordinal))[5..]);
    }

    [Fact]
    public async Task A_pack_proves_every_line_and_names_nobody()
    {
        var (pack, key) = await PackAsync("acme-labs");
        var (code, output, _) = await WeirAsync("evidence", "verify", pack, "--key", key, "--names", pack + ".key.json");
        Assert.True(code == 0, output);
        Assert.Contains("8 journal lines, each proved", output, StringComparison.Ordinal);
        Assert.Contains("8 journal lines are about the accounts that the key names", output, StringComparison.Ordinal);
        Assert.DoesNotContain("WITHOUT proof", output, StringComparison.Ordinal);
        using var zip = ZipFile.OpenRead(pack);
        foreach (var entry in zip.Entries)
        {
            using var reader = new StreamReader(entry.Open());
            var text = await reader.ReadToEndAsync(Cancel);
            Assert.DoesNotContain("acme-labs", text, StringComparison.Ordinal);
            Assert.DoesNotContain("scraper", text, StringComparison.Ordinal);
        }

        Assert.Contains("key.created", await TextAsync(zip, "ledger/entries.json"), StringComparison.Ordinal);
        Assert.Contains("AML.T0024", await TextAsync(zip, "atlas-case-study.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pack_that_was_changed_does_not_verify_even_with_a_new_manifest()
    {
        var (pack, key) = await PackAsync("acme-labs");
        var whole = await File.ReadAllBytesAsync(pack, Cancel);
        foreach (var (file, from, to) in new[]
        {
            ("journal/lines.jsonl", "\\u0022status\\u0022:200", "\\u0022status\\u0022:201"),
            ("journal/lines.jsonl", "\"Index\":", "\"Index\":1"),
            ("journal/segments.json", "\"Lines\": 12", "\"Lines\": 13"),
            ("ledger/entries.json", "\"Actor\": \"operator\"", "\"Actor\": \"somebody\""),
            ("ledger/entries/1.payload.json", "create", "creaty"),
            ("ledger/checkpoint", "\n7\n", "\n8\n"),
        })
        {
            await File.WriteAllBytesAsync(pack, whole, Cancel);
            using (var zip = ZipFile.Open(pack, ZipArchiveMode.Update))
            {
                var before = await TextAsync(zip, file);
                Assert.Contains(from, before, StringComparison.Ordinal);
                var after = before.Replace(from, to, StringComparison.Ordinal);
                Put(zip, file, after);
                var manifest = JsonNode.Parse(await TextAsync(zip, "manifest.json"))!;
                manifest["sha256"]![file] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(after)));
                Put(zip, "manifest.json", manifest.ToJsonString());
            }

            var (code, output, _) = await WeirAsync("evidence", "verify", pack, "--key", key);
            Assert.True(code == 1, $"{file}: {output}");
            Assert.Contains("NOT SOUND", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Any_flipped_bit_in_a_pack_is_found()
    {
        var (pack, key) = await PackAsync("acme-labs");
        var bytes = await File.ReadAllBytesAsync(pack, Cancel);
        Assert.True(Weir.Ledger.Signing.VerifierKey.TryParse(key, out var pinned));
        for (var i = 0; i < 200; i++)
        {
            var (at, bit) = ((int)((long)i * bytes.Length / 200), (byte)(1 << (i % 8)));
            bytes[at] ^= bit;
            var check = new EvidenceCheck();
            check.Run(new MemoryStream(bytes), pinned, null);
            Assert.True(check.Faults.Count > 0, $"byte {at}");
            bytes[at] ^= bit;
        }
    }

    [Fact]
    public async Task What_no_longer_fits_the_recorded_hour_is_packed_without_proof_and_said()
    {
        var digest = Directory.GetFiles(Path.Combine(Data, "digests"))[0];
        var text = await File.ReadAllTextAsync(digest, Cancel);
        var seed = text.IndexOf("seed ", StringComparison.Ordinal) + 5;
        await File.WriteAllTextAsync(digest, text[..seed] + (text[seed] == 'A' ? 'B' : 'A') + text[(seed + 1)..], Cancel);
        var journal = await WeirAsync("ledger", "verify", "--data", Data, "--journal");
        Assert.Equal(1, journal.Code);
        Assert.Contains("do not fit", journal.Out, StringComparison.Ordinal);
        var (pack, key) = await PackAsync("acme-labs");
        var verified = await WeirAsync("evidence", "verify", pack, "--key", key);
        Assert.True(verified.Code == 0, verified.Out);
        Assert.Contains("0 journal lines, each proved; 8 more WITHOUT proof", verified.Out, StringComparison.Ordinal);
        using var zip = ZipFile.OpenRead(pack);
        Assert.Contains("not those that the ledger recorded", await TextAsync(zip, "redactions.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_campaigns_pack_holds_the_lines_of_all_its_accounts_under_pseudonyms()
    {
        var campaign = new CampaignFinding
        {
            Campaign = "c-1", Verdict = Verdict.Act, Evidence = 5,
            Accounts = [new CampaignMember("acme-labs", 0.99, DateTimeOffset.UnixEpoch, 3, true, ["shares a template with other"]), new CampaignMember("other", 0.98, DateTimeOffset.UnixEpoch, 3, true, [])],
            Reasons = [new Reason("template", 1, "none", 2, "acme-labs and other share one template.")],
        };
        var order = new EvidenceOrder(Data, ["acme-labs", "other"], [new Finding { Account = "acme-labs", Campaign = "c-1" }, new Finding { Account = "other", Campaign = "c-1" }], campaign, "tester", Named: false, Calibration: null);
        using var pack = new MemoryStream();
        var (hash, fault) = await new EvidencePack(order, TimeProvider.System).WriteAsync(pack, "test", Cancel);
        Assert.True(hash is not null, fault);
        var check = new EvidenceCheck();
        check.Run(new MemoryStream(pack.ToArray()), null, null);
        Assert.Empty(check.Faults);
        Assert.Contains("12 journal lines, each proved", string.Join('\n', check.Says), StringComparison.Ordinal);
        using var zip = new ZipArchive(new MemoryStream(pack.ToArray()));
        Assert.Contains("account-1 and account-2 share one template.", await TextAsync(zip, "findings.json"), StringComparison.Ordinal);
        Assert.Contains("a campaign of 2 accounts", await TextAsync(zip, "report.html"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_erased_account_is_gone_and_everything_else_still_proves()
    {
        var export = _folder.File("acme.json");
        Assert.Equal(0, (await WeirAsync("privacy", "export", "acme-labs", "--data", Data, "--out", export)).Code);
        var known = JsonNode.Parse(await File.ReadAllTextAsync(export, Cancel))!;
        Assert.Equal((8, 1, 1), (known["journal"]!.AsArray().Count, known["kept_besides"]!.AsArray().Count, known["ledger"]!.AsArray().Count));

        var (code, output, error) = await WeirAsync("privacy", "erase", "acme-labs", "--data", Data);
        Assert.True(code == 0, error);
        Assert.Contains("8 journal lines and 1 payloads are erased", output, StringComparison.Ordinal);
        foreach (var path in Directory.GetFiles(Data, "*", SearchOption.AllDirectories))
        {
            await using Stream file = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(File.OpenRead(path), CompressionMode.Decompress) : File.OpenRead(path);
            using var reader = new StreamReader(file, Encoding.Latin1);
            Assert.DoesNotContain("acme-labs", await reader.ReadToEndAsync(Cancel), StringComparison.Ordinal);
        }

        var (pack, key) = await PackAsync("other");
        var verified = await WeirAsync("evidence", "verify", pack, "--key", key, "--names", pack + ".key.json");
        Assert.True(verified.Code == 0, verified.Out);
        Assert.Contains("4 journal lines, each proved", verified.Out, StringComparison.Ordinal);
        Assert.Equal(0, (await WeirAsync("privacy", "erase", "acme-labs", "--data", Data)).Code);
    }

    [Fact]
    public async Task Entries_are_shown_proved_and_followed_and_the_first_bad_one_is_named()
    {
        var older = _folder.File("older");
        File.Copy(Path.Combine(Data, "ledger", "checkpoint"), older);
        Assert.Equal(0, (await WeirAsync("privacy", "erase", "nobody", "--data", Data)).Code);
        var shown = await WeirAsync("ledger", "show", "0", "--data", Data);
        Assert.Contains("\"type\":\"gateway.started\"", shown.Out, StringComparison.Ordinal);
        Assert.StartsWith("c2sp.org/tlog-proof@v1\nindex 1\n", (await WeirAsync("ledger", "prove", "1", "--data", Data)).Out, StringComparison.Ordinal);
        Assert.Equal(2, (await WeirAsync("ledger", "prove", "1000", "--data", Data)).Code);
        Assert.Equal(0, (await WeirAsync("ledger", "consistency", older, Path.Combine(Data, "ledger", "checkpoint"), "--data", Data)).Code);
        Assert.Equal(2, (await WeirAsync("ledger", "consistency", Path.Combine(Data, "ledger", "checkpoint"), older, "--data", Data)).Code);
        Assert.Equal(0, (await WeirAsync("ledger", "verify", "--since", older, "--data", Data)).Code);
        var journal = await WeirAsync("ledger", "verify", "--data", Data, "--journal");
        Assert.Contains("journal: 1 hour's digest is as recorded; 12 lines fit", journal.Out, StringComparison.Ordinal);
        Assert.Equal(2, (await WeirAsync("ledger", "verify", "--data", Path.Combine(Data, "ledger"), "--journal")).Code);

        var bundle = Directory.GetFiles(Path.Combine(Data, "ledger", "tile", "entries", "000.p")).MaxBy(static path => int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture))!;
        var bytes = await File.ReadAllBytesAsync(bundle, Cancel);
        bytes[20] ^= 1;
        await File.WriteAllBytesAsync(bundle, bytes, Cancel);
        var damaged = await WeirAsync("ledger", "verify", "--data", Data);
        Assert.Equal(1, damaged.Code);
        Assert.Contains("DAMAGED: the first bad entry is 0", damaged.Out, StringComparison.Ordinal);
    }

    private static async Task<string> TextAsync(ZipArchive zip, string name)
    {
        using var reader = new StreamReader(zip.GetEntry(name)!.Open());
        return await reader.ReadToEndAsync(Cancel);
    }

    private static void Put(ZipArchive zip, string name, string text)
    {
        zip.GetEntry(name)!.Delete();
        using var writer = new StreamWriter(zip.CreateEntry(name).Open());
        writer.Write(text);
    }
}
