using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Weir.Cli.Demo;
using Weir.Cli.Drills;
using Weir.Drill.Scenarios;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Logs;
using Weir.Gateway;
using Weir.Gateway.Configuration;
using Weir.Gateway.Storage;
using Weir.TestKit;
using Weir.Traffic.Journals;
using Xunit;

namespace Weir.Cli.Tests.Ledger;

/// <summary>
/// From traffic to a court: the calls of a drill lie in a journal, a gateway starts over it, finds the campaign and moves its accounts, a person
/// decides about it, and a pack of all that is checked where nothing of it was ever seen.
/// </summary>
public sealed class Evidence_of_a_campaign : IDisposable
{
    private const string Policy = """
        mode: enforce
        terms: { clauses: { harvest: { title: No training, says: "Answers may not be used to train another model." } } }
        rules:
          - { name: campaign, when: { campaign: act }, then: suspend, clause: harvest, for: 3d }
          - { name: look, when: { campaign: watch }, then: watch, clause: harvest, for: 1d }
        """;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Data => _folder.File("data");

    [Fact]
    public async Task A_campaign_that_was_found_and_decided_about_is_proved_offline_and_any_flipped_bit_is_told()
    {
        var campaign = await ServeAsync();
        var (code, pack) = (0, _folder.File("pack.zip"));
        var made = await Program_run.Of("evidence", "campaign", campaign, "--data", Data, "--out", pack, "--by", "J. Doe, trust and safety");
        Assert.True(made.Exit == 0, made.Error);
        var key = (await Program_run.Of("ledger", "verify", "--data", Data)).Out.Split('\n').Single(static line => line.StartsWith("key  ", StringComparison.Ordinal))[5..];

        // Where nothing is but the pack.
        var elsewhere = Directory.CreateDirectory(_folder.File("elsewhere")).FullName;
        File.Copy(pack, Path.Combine(elsewhere, "pack.zip"));
        var verified = await Program_run.Of("evidence", "verify", Path.Combine(elsewhere, "pack.zip"), "--key", key, "--names", pack + ".key.json");
        Assert.True(verified.Exit == 0, verified.Out);
        Assert.DoesNotContain("WITHOUT proof", verified.Out, StringComparison.Ordinal);
        Assert.EndsWith("sound\n", verified.Out, StringComparison.Ordinal);
        Assert.Contains("whole in the key", verified.Out, StringComparison.Ordinal);

        var report = Text(pack, "report.html");
        foreach (var part in new[]
        {
            "Evidence on a campaign of", "What makes them one campaign", "moved from open to suspend", "a person set narrow", "Reason given: the same prompts, dealt out; as another account shows", "Clause harvest of the terms",
            "Answers may not be used to train", "account-1", "with a probability of at most", "J. Doe, trust and safety",
        })
            Assert.Contains(part, report, StringComparison.Ordinal);
        Assert.Contains("\"AML.T0024.002\"", Text(pack, "atlas-case-study.json"), StringComparison.Ordinal);
        NobodyIsNamed(pack);

        var whole = await File.ReadAllBytesAsync(pack, Cancel);
        var files = Names(pack);
        var named = 0;
        for (var bit = 3L; bit < whole.Length * 8L; bit += Math.Max(1, whole.Length * 8L / 16))
        {
            var torn = (byte[])whole.Clone();
            torn[bit / 8] ^= (byte)(1 << (int)(bit % 8));
            await File.WriteAllBytesAsync(Path.Combine(elsewhere, "torn.zip"), torn, Cancel);
            (code, var output, _) = await Program_run.Of("evidence", "verify", Path.Combine(elsewhere, "torn.zip"), "--key", key);
            Assert.True(code == 1, $"bit {bit}: {output}");
            var faults = output.Split('\n').Where(static line => line.StartsWith("NOT SOUND: ", StringComparison.Ordinal)).ToList();
            Assert.Contains(faults, static fault => fault.Contains("not byte for byte", StringComparison.Ordinal));
            // What it costs is named, but where a zip keeps bytes that belong to no file.
            if (faults.Count == 1)
                continue;
            named++;
            Assert.Contains(faults, fault => files.Any(file => fault.Contains(file, StringComparison.Ordinal)) || fault.Contains("list of files", StringComparison.Ordinal));
        }

        Assert.True(named >= 8, $"{named}");
    }

    /// <returns>The campaign's id.</returns>
    private async Task<string> ServeAsync()
    {
        var plan = new Demonstration().Story(0);
        var accounts = plan.Accounts();
        await File.WriteAllTextAsync(_folder.File("policy.yaml"), Policy, Cancel);
        await File.WriteAllTextAsync(_folder.File("terms.md"), "1. Answers may not be used to train another model.", Cancel);
        Assert.True(DataFolder.TryOpen(Data, out var data, out var fault), fault?.ToString());
        using (data)
        {
            // While the campaign runs: who has been silent for long is not stopped. The last hour is just over.
            var now = plan.Start.AddDays(1.75);
            var segments = WriteJournal(data, plan, accounts, now);
            var clock = new DrillClock(TimeProvider.System, now.AddSeconds(10));
            await using var upstream = ScriptedUpstream.AnsweringJson("{}");
            var config = new WeirConfig
            {
                Listen = new Uri("http://127.0.0.1:0"), Admin = new Uri("http://127.0.0.1:0"), DataFolder = Data, Journal = new JournalConfig { KeepFor = null }, PolicyFile = _folder.File("policy.yaml"),
                Ledger = new LedgerConfig { TermsFile = _folder.File("terms.md") }, Upstreams = [new UpstreamConfig { Name = "main", Url = upstream.Address, Retries = 0 }],
            };
            await using var app = GatewayApp.Build(new ConfigSource(config), data, clock, static logging => logging.SetMinimumLevel(LogLevel.None));
            await app.StartAsync(Cancel);
            Assert.Null(await DrillFacts.TellAsync(accounts, app.AdminAddress, Cancel));
            while (!app.Parts.Detection.IsFollowing || !Directory.Exists(Path.Combine(Data, "digests")) || Directory.GetFiles(Path.Combine(Data, "digests")).Count(static path => !path.EndsWith(".tmp", StringComparison.Ordinal)) < segments)
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancel);
            using var admin = new HttpClient { BaseAddress = app.AdminAddress };
            var found = (await admin.GetFromJsonAsync<JsonElement>("/api/campaigns", Cancel)).GetProperty("campaigns").EnumerateArray().First(static one => one.GetProperty("verdict").GetString() == "act").GetProperty("campaign").GetString()!;
            // The machine moves each account that the campaign carries, and a person says a word about the whole.
            while (!(await admin.GetStringAsync("/api/postures", Cancel)).Contains("\"posture\":\"suspend\"", StringComparison.Ordinal))
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancel);
            using var acted = await admin.PostAsJsonAsync("/api/acts", new { act = "set", subject_kind = "campaign", subject = found, posture = "narrow", @for = "30d", reason = "the same prompts, dealt out; as " + accounts.First(static one => !one.Class.IsCampaign).Who.Account + " shows" }, Cancel);
            acted.EnsureSuccessStatusCode();
            await app.StopAsync(Cancel);
            return found;
        }
    }

    /// <summary>The drill's calls as a gateway would have written them, an hour a segment.</summary>
    private static int WriteJournal(DataFolder data, TrafficPlan plan, List<Account> accounts, DateTimeOffset until)
    {
        var maker = new ExchangeMaker(data.Hasher);
        var flow = new TrafficFlow(plan, accounts);
        Directory.CreateDirectory(data.JournalPath);
        var line = new ArrayBufferWriter<byte>();
        var hours = new SortedDictionary<DateTime, MemoryStream>();
        while (flow.Read() is { } call)
        {
            var exchange = maker.Make(call);
            if (exchange.Time >= until)
                break;
            ExchangeJson.Write(exchange, line);
            var hour = new DateTime(exchange.Time.UtcTicks - exchange.Time.UtcTicks % TimeSpan.TicksPerHour, DateTimeKind.Utc);
            if (!hours.TryGetValue(hour, out var segment))
                hours[hour] = segment = new MemoryStream();
            segment.Write(line.WrittenSpan);
            line.ResetWrittenCount();
        }

        foreach (var (hour, segment) in hours)
            File.WriteAllBytes(Path.Combine(data.JournalPath, hour.ToString("yyyy-MM-dd'T'HH'Z'", CultureInfo.InvariantCulture) + ".jsonl"), segment.ToArray());
        return hours.Count;
    }

    private static void NobodyIsNamed(string pack)
    {
        using var names = JsonDocument.Parse(File.ReadAllBytes(pack + ".key.json"));
        var accounts = names.RootElement.GetProperty("accounts").EnumerateObject().Select(static one => one.Value.GetString()!).ToList();
        Assert.True(accounts.Count > 20);
        using var zip = ZipFile.OpenRead(pack);
        foreach (var entry in zip.Entries)
        {
            using var reader = new StreamReader(entry.Open());
            var text = reader.ReadToEnd();
            Assert.DoesNotContain(accounts, account => text.Contains(account, StringComparison.Ordinal));
        }
    }

    private static string Text(string pack, string name)
    {
        using var zip = ZipFile.OpenRead(pack);
        using var reader = new StreamReader(zip.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }

    private static List<string> Names(string pack)
    {
        using var zip = ZipFile.OpenRead(pack);
        return [.. zip.Entries.Select(static entry => entry.FullName)];
    }
}
