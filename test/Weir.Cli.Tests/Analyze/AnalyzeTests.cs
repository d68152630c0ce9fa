using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Weir.TestKit;
using Xunit;

namespace Weir.Cli.Tests.Analyze;

public sealed class AnalyzeTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Write(string name, string text)
    {
        File.WriteAllText(_folder.File(name), text);
        return _folder.File(name);
    }

    private static async Task<Program_run> Analyze(params string[] arguments) => await Program_run.Of(["analyze", .. arguments]);

    [Fact]
    public async Task Ordinary_people_end_with_exit_0_and_one_plain_sentence()
    {
        var run = await Analyze(Write("log.jsonl", MadeLog.People(20, 5)));
        Assert.Equal(0, run.Exit);
        Assert.StartsWith("Nothing found: none of 20 accounts looks like extraction.\n", run.Out, StringComparison.Ordinal);
        Assert.Equal("", run.Error);
    }

    [Fact]
    public async Task A_harvest_ends_with_exit_3_and_its_reasons()
    {
        var log = Write("log.jsonl", MadeLog.Together(MadeLog.People(25, 26), MadeLog.Harvest("harvester", 8000)));
        var truth = Write("truth.jsonl", "{\"account\":\"harvester\",\"label\":\"extraction\"}");
        var run = await Analyze(log, "--truth", truth, "--format", "json", "--all");
        using var json = JsonDocument.Parse(run.Out);
        var finding = json.RootElement.GetProperty("accounts")[0];
        Assert.Equal("harvester", finding.GetProperty("account").GetString());
        Assert.True(finding.GetProperty("evidence").GetDouble() > 1);
        Assert.Equal(8000, finding.GetProperty("exchanges").GetInt64());
        Assert.True(finding.GetProperty("reasons").GetArrayLength() > 2);
        foreach (var reason in finding.GetProperty("reasons").EnumerateArray())
            Assert.True(reason.GetProperty("says").GetString()!.Length > 5 && reason.GetProperty("signal").GetString()!.Length > 0);
        Assert.Equal(3, run.Exit);
        Assert.NotEqual("clear", finding.GetProperty("verdict").GetString());
        Assert.InRange(finding.GetProperty("exchanges_before_watch").GetInt64(), 1, 2000);
        var measured = json.RootElement.GetProperty("measured");
        Assert.Equal(1, measured.GetProperty("recall").GetProperty("watch").GetProperty("share").GetDouble());
        Assert.Equal(1, measured.GetProperty("precision").GetProperty("watch").GetProperty("share").GetDouble());
        Assert.InRange(measured.GetProperty("left_before").GetProperty("watch").GetProperty("share").GetDouble(), 0.0001, 0.25);
        Assert.StartsWith("1 of 26 accounts looks like extraction.", (await Analyze(log)).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_licence_turns_a_finding_into_a_report()
    {
        var log = Write("log.jsonl", MadeLog.Together(MadeLog.People(25, 26), MadeLog.Harvest("lab", 8000)));
        var accounts = Write("accounts.jsonl", "{\"account\":\"lab\",\"licence\":{\"distillation\":true,\"until\":\"2027-01-01\"}}");
        var run = await Analyze(log, "--format", "json", "--all", "--accounts", accounts);
        Assert.Equal(0, run.Exit);
        using var json = JsonDocument.Parse(run.Out);
        var finding = json.RootElement.GetProperty("accounts")[0];
        Assert.Equal(("clear", true), (finding.GetProperty("verdict").GetString(), finding.GetProperty("licensed").GetBoolean()));
        Assert.True(finding.GetProperty("evidence").GetDouble() > 1);
    }

    [Fact]
    public async Task The_json_holds_the_contract()
    {
        var log = Write("log.jsonl", MadeLog.People(5, 2) + "broken\n");
        var run = await Analyze(log, "--format", "json", "--all");
        using var json = JsonDocument.Parse(run.Out);
        var summary = json.RootElement.GetProperty("summary");
        Assert.Equal(5, summary.GetProperty("accounts").GetInt64());
        Assert.Equal(1, summary.GetProperty("lines_skipped").GetInt64());
        Assert.Equal(summary.GetProperty("lines").GetInt64() - 1, summary.GetProperty("exchanges").GetInt64());
        Assert.Equal("broken_json", summary.GetProperty("faults")[0].GetProperty("kind").GetString());
        Assert.Equal(0, json.RootElement.GetProperty("campaigns").GetArrayLength());
        var accounts = json.RootElement.GetProperty("accounts").EnumerateArray().ToList();
        Assert.Equal(5, accounts.Count);
        foreach (var account in accounts)
        {
            Assert.Equal("clear", account.GetProperty("verdict").GetString());
            Assert.False(account.GetProperty("licensed").GetBoolean());
            Assert.Equal(JsonValueKind.Null, account.GetProperty("campaign").ValueKind);
            Assert.True(account.GetProperty("exposure").GetProperty("tokens").GetInt64() > 0);
            foreach (var name in (string[])["account", "evidence", "reasons", "exchanges", "watch_at", "act_at", "exchanges_before_watch", "exchanges_before_act"])
                Assert.True(account.TryGetProperty(name, out _), name);
        }
    }

    [Fact]
    public async Task A_report_never_takes_the_place_of_the_log_it_is_about()
    {
        var text = MadeLog.People(5, 2);
        var log = Write("log.jsonl", text);
        var link = Path.Combine(Path.GetDirectoryName(log)!, "link.jsonl");
        File.CreateSymbolicLink(link, log);
        foreach (var path in (string[])[log, link, Path.Combine(Path.GetDirectoryName(log)!, ".", "log.jsonl")])
        {
            var run = await Analyze(log, "--out", path);
            Assert.Equal(2, run.Exit);
            Assert.Contains("is one of the files that are read", run.Error, StringComparison.Ordinal);
        }

        Assert.Equal(text, await File.ReadAllTextAsync(log, TestContext.Current.CancellationToken));
        Assert.Equal(2, (await Analyze(log, "--out", Path.GetDirectoryName(log)!)).Exit);
    }

    [Fact]
    public async Task One_bad_fact_of_an_account_does_not_cost_its_licence()
    {
        var log = Write("log.jsonl", MadeLog.Together(MadeLog.People(25, 26), MadeLog.Harvest("lab", 8000)));
        var run = await Analyze(log, "--format", "json", "--all", "--accounts", Write("accounts.jsonl", "{\"account\":\"lab\",\"verified\":\"yes\",\"licence\":{\"distillation\":true,\"until\":\"2027-01-01\"}}"));
        using var json = JsonDocument.Parse(run.Out);
        Assert.True(json.RootElement.GetProperty("accounts")[0].GetProperty("licensed").GetBoolean());
        Assert.Contains("accounts.jsonl:1: has a 'verified' that is neither true nor false; lab is judged without it", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_licence_that_cannot_be_read_is_told_and_is_none()
    {
        var log = Write("log.jsonl", MadeLog.Together(MadeLog.People(5, 2), MadeLog.Harvest("lab", 20)));
        var run = await Analyze(log, "--format", "json", "--all", "--accounts", Write("accounts.jsonl", "{\"account\":\"lab\",\"licence\":{\"distillation\":true,\"until\":\"31.12.2026\"}}"));
        using var json = JsonDocument.Parse(run.Out);
        Assert.DoesNotContain(json.RootElement.GetProperty("accounts").EnumerateArray(), static finding => finding.GetProperty("licensed").GetBoolean());
        Assert.Contains("has a licence that cannot be read: it has a 'until' that is no time", run.Error, StringComparison.Ordinal);
        Assert.Contains("lab is judged without it", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Facts_of_which_none_can_be_read_are_unusable()
    {
        var log = Write("log.jsonl", MadeLog.People(5, 2));
        Assert.Equal(2, (await Analyze(log, "--accounts", Write("accounts.json", "[{\"account\":\"a\"}]"))).Exit);
        Assert.Equal(0, (await Analyze(log, "--accounts", Write("empty.jsonl", ""))).Exit);
    }

    [Fact]
    public async Task A_log_named_twice_is_read_once()
    {
        var log = Write("log.jsonl", MadeLog.People(5, 2));
        var run = await Analyze(log, log, "--format", "json");
        using var json = JsonDocument.Parse(run.Out);
        using var once = JsonDocument.Parse((await Analyze(log, "--format", "json")).Out);
        Assert.Equal(once.RootElement.GetProperty("summary").GetProperty("exchanges").GetInt64(), json.RootElement.GetProperty("summary").GetProperty("exchanges").GetInt64());
        Assert.Contains("named more than once", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mistyped_option_is_not_taken_for_a_log()
    {
        var log = Write("log.jsonl", MadeLog.People(5, 2));
        var run = await Analyze(log, "--account", Write("accounts.jsonl", "{\"account\":\"lab\"}"));
        Assert.Equal(2, run.Exit);
        Assert.Contains("There is no option --account. Did you mean --accounts?", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Did you mean", (await Analyze(log, "--frobnicate")).Error, StringComparison.Ordinal);
        Assert.Equal("", run.Out);
    }

    [Fact]
    public async Task Clear_accounts_are_listed_only_with_all()
    {
        using var json = JsonDocument.Parse((await Analyze(Write("log.jsonl", MadeLog.People(5, 2)), "--format", "json")).Out);
        Assert.Equal(0, json.RootElement.GetProperty("accounts").GetArrayLength());
    }

    [Fact]
    public async Task The_same_log_gives_the_same_report_with_any_number_of_threads_packed_or_from_a_pipe()
    {
        var text = MadeLog.People(30, 4);
        var log = Write("log.jsonl", text);
        await using (var gzip = new GZipStream(File.Create(_folder.File("log.gz")), CompressionLevel.Fastest))
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(text), TestContext.Current.CancellationToken);
        var one = await Accounts(log, "--threads", "1");
        Assert.Equal(one, await Accounts(log, "--threads", "4"));
        Assert.Equal(one, await Accounts(_folder.File("log.gz")));
        using var output = new StringWriter();
        await WeirProgram.RunAsync(
            ["analyze", "--format", "json", "--all"],
            new Terminal { Out = output, Error = TextWriter.Null, Input = () => new MemoryStream(Encoding.UTF8.GetBytes(text)) },
            TestContext.Current.CancellationToken);
        Assert.Equal(one, AccountsOf(output.ToString()));

        async Task<string> Accounts(params string[] arguments) => AccountsOf((await Analyze([.. arguments, "--format", "json", "--all"])).Out);

        static string AccountsOf(string json)
        {
            using var parsed = JsonDocument.Parse(json);
            return parsed.RootElement.GetProperty("accounts").GetRawText();
        }
    }

    [Fact]
    public async Task What_cannot_be_used_is_told_with_file_and_line_and_the_rest_is_analysed()
    {
        var log = Write("log.jsonl", MadeLog.People(3, 1) + "{\"time\":\"2026-02-02T00:00:00Z\"}\n");
        Directory.CreateDirectory(_folder.File("folder"));
        var run = await Analyze(log, _folder.File("folder"), _folder.File("gone.jsonl"), Write("empty.jsonl", ""));
        Assert.Equal(0, run.Exit);
        Assert.Contains($"{log}:{File.ReadLines(log).Count()}: has no 'account'; skipped", run.Error, StringComparison.Ordinal);
        Assert.Contains("folder is a directory; name the files in it", run.Error, StringComparison.Ordinal);
        Assert.Contains("gone.jsonl does not exist", run.Error, StringComparison.Ordinal);
        Assert.Contains("empty.jsonl is empty", run.Error, StringComparison.Ordinal);
        Assert.Contains("Not all could be used: 1 of ", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Strict_stops_at_the_first_bad_line_with_exit_2_and_no_report()
    {
        var run = await Analyze(Write("log.jsonl", MadeLog.People(3, 1) + "broken\n"), "--strict");
        Assert.Equal(2, run.Exit);
        Assert.Equal("", run.Out);
        Assert.EndsWith("is not a JSON object; stopped there (--strict).\n", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "nothing to analyse: no exchange was found in the input.")]
    [InlineData("nonsense\n", "nothing to analyse: no exchange was found in the input.")]
    public async Task Input_without_any_exchange_is_unusable(string text, string says)
    {
        var run = await Analyze(Write("log.jsonl", text));
        Assert.Equal(2, run.Exit);
        Assert.EndsWith($"weir: {says}\n", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--format", "pdf")]
    [InlineData("--threads", "0")]
    [InlineData("--until", "soon")]
    [InlineData("--baseline", "gone")]
    [InlineData("--accounts", "gone")]
    [InlineData("--truth", "gone")]
    [InlineData("--out", "gone/report")]
    public async Task An_unusable_option_ends_with_exit_2_and_without_a_stack(string option, string value)
    {
        var run = await Analyze(Write("log.jsonl", MadeLog.People(2, 1)), option, value.StartsWith("gone", StringComparison.Ordinal) ? _folder.File(value) : value);
        Assert.Equal(2, run.Exit);
        Assert.StartsWith("weir: ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Until_ends_the_analysis_in_the_log_s_own_time()
    {
        var log = Write("log.jsonl", MadeLog.People(3, 5));
        using var json = JsonDocument.Parse((await Analyze(log, "--until", "2026-02-04", "--format", "json")).Out);
        Assert.True(json.RootElement.GetProperty("summary").GetProperty("to").GetDateTimeOffset() <= new DateTimeOffset(2026, 2, 4, 0, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task Out_puts_a_whole_file_in_place_and_still_answers()
    {
        var report = _folder.File("report.html");
        var run = await Analyze(Write("log.jsonl", MadeLog.People(3, 1)), "--format", "html", "--out", report);
        Assert.Equal(0, run.Exit);
        Assert.StartsWith("<!doctype html>", await File.ReadAllTextAsync(report, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.StartsWith("Nothing found", run.Out, StringComparison.Ordinal);
        Assert.False(File.Exists(report + ".part"));
    }

    [Fact]
    public async Task A_report_that_came_to_nothing_leaves_no_file()
    {
        var report = _folder.File("report.html");
        Assert.Equal(2, (await Analyze(Write("log.jsonl", "broken\n"), "--out", report)).Exit);
        Assert.Equal(["log.jsonl"], Directory.EnumerateFiles(Path.GetDirectoryName(report)!).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Truth_adds_what_was_measured_by_class()
    {
        var truth = Write("truth.jsonl", """
            {"account":"person-0","label":"benign","class":"office"}
            {"account":"person-1","label":"benign","class":"office"}
            {"account":"person-2","label":"extraction","class":"quiet"}
            {"account":"never-seen","label":"benign"}
            {"account":"person-3","label":"maybe"}
            """);
        var run = await Analyze(Write("log.jsonl", MadeLog.People(4, 2)), "--truth", truth, "--format", "json");
        Assert.Contains("truth.jsonl:5: has a 'label' that is neither", run.Error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(run.Out);
        var measured = json.RootElement.GetProperty("measured");
        Assert.Equal(JsonValueKind.Null, measured.GetProperty("precision").GetProperty("watch").GetProperty("share").ValueKind);
        Assert.Equal(0, measured.GetProperty("recall").GetProperty("act").GetProperty("share").GetDouble());
        Assert.Equal(1, measured.GetProperty("left_before").GetProperty("watch").GetProperty("share").GetDouble());
        var classes = measured.GetProperty("classes");
        Assert.Equal(("office", "benign", 2), (classes[0].GetProperty("class").GetString(), classes[0].GetProperty("label").GetString(), classes[0].GetProperty("accounts").GetInt32()));
        Assert.Equal("quiet", classes[1].GetProperty("class").GetString());
        Assert.Equal(1, measured.GetProperty("unlabelled_accounts").GetInt32());
        Assert.Equal(1, measured.GetProperty("labels_without_account").GetInt32());
    }

    [Fact]
    public async Task Help_ends_in_examples()
    {
        var run = await Analyze("--help");
        Assert.Equal(0, run.Exit);
        Assert.Contains("Examples:\n  weir analyze traffic.jsonl.gz\n", run.Out, StringComparison.Ordinal);
    }
}
