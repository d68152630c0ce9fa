using System.Text.Json;
using Weir.Cli.Calibrate;
using Weir.Detection;
using Weir.Detection.Accounts;
using Weir.TestKit;
using Xunit;

namespace Weir.Cli.Tests.Analyze;

public sealed class CalibrateTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Write(string name, string text)
    {
        File.WriteAllText(_folder.File(name), text);
        return _folder.File(name);
    }

    [Fact]
    public async Task Ordinary_traffic_calibrates_and_the_file_serves_as_baseline()
    {
        var log = Write("log.jsonl", MadeLog.People(25, 5));
        var accounts = Write("accounts.jsonl", "{\"account\":\"person-0\",\"tier\":\"gold\"}\n{\"account\":\"person-1\",\"tier\":7}\n");
        var file = _folder.File("calibration.json");
        var run = await Program_run.Of("calibrate", log, "--accounts", accounts, "--out", file);
        Assert.Equal(0, run.Exit);
        Assert.Contains("accounts.jsonl:2: has a 'tier' that is not a string; ", run.Error, StringComparison.Ordinal);
        Assert.Contains("No account is doubted.", run.Out, StringComparison.Ordinal);

        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Assert.Equal(1, json.RootElement.GetProperty("weir_calibration").GetInt32());
        var touched = json.RootElement.GetProperty("touched");
        Assert.Equal((0, 25), (touched.GetProperty("watch").GetProperty("accounts").GetProperty("count").GetInt32(), touched.GetProperty("watch").GetProperty("accounts").GetProperty("of").GetInt32()));
        Assert.InRange(touched.GetProperty("watch").GetProperty("exchanges").GetProperty("high").GetDouble(), 0.05, 0.3);
        Assert.Equal(["unknown", "gold"], touched.GetProperty("by_tier").EnumerateArray().Select(part => part.GetProperty("name").GetString()));
        Assert.Contains("en", touched.GetProperty("by_language").EnumerateArray().Select(part => part.GetProperty("name").GetString()));
        Assert.True(touched.GetProperty("by_kind").GetArrayLength() > 0);

        var analyzed = await Program_run.Of("analyze", log, "--baseline", file);
        Assert.Equal((0, ""), (analyzed.Exit, analyzed.Error));
        var byLog = await Program_run.Of("analyze", log, "--baseline", log);
        Assert.Equal((0, ""), (byLog.Exit, byLog.Error));
    }

    [Theory]
    [InlineData("{\"weir_calibration\":99}", "is a calibration of version 99, and this program reads version 1; run weir calibrate again.")]
    [InlineData("{\"weir_calibration\":1}", "is a calibration without its yardstick.")]
    [InlineData("{\"weir_calibration\":1,\"yardstick\":{\"accounts\":1,\"kinds\":{\"x\":[]}}}", "is a calibration whose 'x' is not an object.")]
    [InlineData("{}", "is neither a calibration nor a log with exchanges in it.")]
    public async Task A_baseline_that_is_none_is_told(string text, string says)
    {
        var run = await Program_run.Of("analyze", Write("log.jsonl", MadeLog.People(2, 1)), "--baseline", Write("baseline", text));
        Assert.Equal(2, run.Exit);
        Assert.EndsWith($"baseline {says}\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_doubted_account_waits_for_a_person_and_counts_as_confirmed_after()
    {
        var harvest = new Finding { Account = "harvester", Verdict = Verdict.Act, Evidence = 7, Exchanges = 800, ActAt = DateTimeOffset.UnixEpoch, Reasons = [new Reason("x", 1, "", 1, "Takes\u001b everything.")] };
        var open = Text(Made(harvest, confirmed: false));
        Assert.Contains("1 account is doubted.", open, StringComparison.Ordinal);
        Assert.Contains("  harvester                 act    evidence   7.0  Takes\\u{1b} everything.", open, StringComparison.Ordinal);
        Assert.Contains("Every doubted account (1) is confirmed as ordinary.", Text(Made(harvest, confirmed: true)), StringComparison.Ordinal);

        static Calibration Made(Finding doubted, bool confirmed) => new()
        {
            Summary = new AnalysisSummary(1000, 2, null, null, 0, 0, 0, 0),
            Whole = new TouchedPart("", new Touched(), new Touched()),
            ByTier = [], ByLanguage = [], ByKind = [],
            Doubted = [(doubted, confirmed)],
            Yardstick = Yardstick.BuiltIn,
        };

        static string Text(Calibration calibration)
        {
            using var output = new StringWriter();
            CalibrationText.Write(calibration, null, output);
            return output.ToString();
        }
    }

    [Fact]
    public void Exchanges_of_one_account_stand_or_fall_together()
    {
        // Half of the exchanges, but of one account among ten: that is little knowledge, however many exchanges they are.
        var touched = new Touched();
        touched.Add(90_000, true);
        for (var i = 0; i < 9; i++)
            touched.Add(10_000, false);
        Assert.Equal(0.5, touched.ExchangeShare);
        Assert.Equal((1, 10), (touched.Accounts.Count, touched.Accounts.Of));
        Assert.True(touched.ExchangeInterval is { Low: < 0.1, High: > 0.9 });
        var none = new Touched();
        for (var i = 0; i < 100; i++)
            none.Add(50, false);
        Assert.Equal((0, 0.037), (none.ExchangeInterval.Low, Math.Round(none.ExchangeInterval.High, 3)));
    }
}
