using System.Text.Json;
using Weir.Cli.Analyze;
using Weir.Detection;
using Weir.Detection.Accounts;
using Weir.Traffic.Journals;
using Xunit;

namespace Weir.Cli.Tests.Analyze;

public sealed class ReportTests
{
    private static readonly DateTimeOffset Start = new(2026, 2, 2, 0, 0, 0, TimeSpan.Zero);

    private static Finding Act(string account) => new()
    {
        Account = account,
        Organization = "o1",
        Verdict = Verdict.Act,
        Evidence = 12.34567,
        Exposure = new Exposure { Tokens = 21_400_000, NewTokens = 20_900_000, ByKind = [new KindTokens("reasoning", 18_000_000), new KindTokens("coding", 3_400_000)] },
        Reasons =
        [
            new Reason("reasoning_share", 0.93, "under 0.12", 6.1, "Asks to see the reasoning in 93% of prompts."),
            new Reason("idle_hours", 0.2, "more than 6", 3.2, "Never rests: at most 12 minutes without a request."),
            new Reason("templates", 14, "", 1.9, "14 templates cover 97% of prompts."),
            new Reason("newness", 0.99, "", 1, "Hardly ever asks the same thing twice."),
        ],
        Exchanges = 48_210,
        WatchAt = Start.AddHours(8.25),
        ActAt = Start.AddMinutes(702),
        ExchangesBeforeWatch = 310,
        ExchangesBeforeAct = 1204,
    };

    private static Finding Watch(string account) => new()
    {
        Account = account, Verdict = Verdict.Watch, Evidence = 2.5, Exchanges = 900, Exposure = new Exposure { Tokens = 9000, NewTokens = 8000 },
        WatchAt = Start.AddDays(1), ExchangesBeforeWatch = 700, Reasons = [new Reason("pace", 1, "0.1", 2.5, "Asks without pause.")],
    };

    private static Finding Clear(string account, double evidence = -1) => new() { Account = account, Evidence = evidence, Exchanges = 40 };

    internal static Report Of(params Finding[] findings)
    {
        var timeline = new Timeline();
        for (var i = 0; i < 500; i++)
            timeline.Add(Start.AddMinutes(i * i % 4000));
        return new Report
        {
            Summary = new AnalysisSummary(50_000, 1204, Start, Start.AddDays(14), 0, 0, 900, 0),
            Lines = 50_000,
            Faults = new LogFaults(100),
            Seconds = 1.25,
            Findings = [.. findings.Where(finding => finding.Verdict != Verdict.Clear || finding.Licensed)],
            Everyone = findings,
            Timeline = timeline,
            Measured = null,
        };
    }

    private static string Text(Report report, bool colour = false)
    {
        using var output = new StringWriter { NewLine = "\n" };
        TextReport.Write(report, output, colour);
        return output.ToString();
    }

    private static string Html(Report report)
    {
        using var output = new StringWriter();
        HtmlReport.Write(report, output);
        return output.ToString();
    }

    [Fact]
    public void The_text_gives_the_answer_then_who_and_why()
    {
        Assert.Equal(
            """
            2 of 1,204 accounts look like extraction. The evidence is enough to act on 1; look closer at 1.

            ACT      acct-17 (o1)
                     evidence 12.3 · 48,210 exchanges · 21.4M tokens out, 20.9M of them new (reasoning 84%, coding 16%)
                     watch since 2026-02-02 08:15, after 310 exchanges; act since 2026-02-02 11:42, after 1,204
                     - Asks to see the reasoning in 93% of prompts.
                     - Never rests: at most 12 minutes without a request.
                     - 14 templates cover 97% of prompts.
                     - and 1 more

            WATCH    acct-99
                     evidence 2.5 · 900 exchanges · 9,000 tokens out, 8,000 of them new
                     watch since 2026-02-03 00:00, after 700 exchanges
                     - Asks without pause.

            Read 50,000 exchanges of 1,204 accounts from 2026-02-02 00:00 to 2026-02-16 00:00 UTC in 1.3 s.

            """,
            Text(Of(Act("acct-17"), Watch("acct-99"), Clear("acct-1"))));
    }

    [Fact]
    public void A_licensed_account_is_shown_as_such_and_counts_as_nothing_found()
    {
        var report = Of(Act("acct-17") with { Licensed = true, Verdict = Verdict.Clear });
        Assert.False(report.AnythingFound);
        Assert.StartsWith("Nothing found", Text(report), StringComparison.Ordinal);
        Assert.Contains("LICENSED acct-17", Text(report), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\u001b[2J\u001b]0;pwned\u0007")]
    [InlineData("a\u202egnp.exe")]
    [InlineData("a\u2066b\u200bc\u00ad")]
    [InlineData("\ud800\udfff\ud83d")]
    [InlineData("line\nbreak\ttab\r")]
    public void No_name_reaches_the_terminal_with_anything_that_it_obeys(string name)
    {
        var text = Text(Of(Act(name) with { Organization = name, Reasons = [new Reason("x", 1, name, 1, name)] }), colour: false);
        Assert.DoesNotContain(text, c => (char.IsControl(c) && c != '\n') || c is '\u202e' or '\u2066' or '\u200b' or '\u00ad' || char.IsSurrogate(c));
        Assert.Equal(9, text.Split('\n').Length);
    }

    [Fact]
    public void The_page_runs_nothing_fetches_nothing_and_takes_no_markup_from_names()
    {
        const string evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)><!--\u202e\u0000";
        var report = Of(
            Act(evil) with { Organization = evil, Campaign = evil, Reasons = [new Reason(evil, double.NaN, evil, double.PositiveInfinity, evil)], Exposure = new Exposure { Tokens = 5, NewTokens = 5, ByKind = [new KindTokens(evil, 5)] } },
            Watch("</style></title>{0}{1:x}"),
            Clear("clear"));
        var html = Html(report);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("onerror=alert(2)>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("http:", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("https:", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("url(", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(" style=", html, StringComparison.Ordinal);
        Assert.DoesNotContain(html, c => (char.IsControl(c) && c != '\n') || c == '\u202e');
        Assert.Contains("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-", html, StringComparison.Ordinal);
        Assert.Equal(1, Count(html, "</style>"));
        Assert.Equal(Count(html, "<details>"), Count(html, "</details>"));
    }

    [Fact]
    public void The_json_escapes_what_a_terminal_or_a_page_would_obey()
    {
        using var output = new StringWriter();
        JsonReport.Write(Of(Act("<b>\u001b[2J\u202e\ud800")), output);
        Assert.DoesNotContain(output.ToString(), c => c > '~' || (c < ' ' && c != '\n'));
        Assert.DoesNotContain("<b>", output.ToString(), StringComparison.Ordinal);
        using var json = JsonDocument.Parse(output.ToString());
        Assert.Equal("<b>\u001b[2J\u202e\ufffd", json.RootElement.GetProperty("accounts")[0].GetProperty("account").GetString());
        Assert.Equal(12.3457, json.RootElement.GetProperty("accounts")[0].GetProperty("evidence").GetDouble());
    }

    [Theory]
    [InlineData(0, 100, 0, 0.037)]
    [InlineData(100, 100, 0.963, 1)]
    [InlineData(5, 10, 0.2366, 0.7634)]
    public void A_share_carries_the_interval_of_Wilson(long count, long of, double low, double high)
    {
        var interval = new Share(count, of).Interval;
        Assert.Equal(low, interval.Low, 3);
        Assert.Equal(high, interval.High, 3);
    }

    [Fact]
    public void A_timeline_keeps_every_exchange_in_a_bounded_number_of_steps()
    {
        var timeline = new Timeline();
        var random = new Random(3);
        for (var i = 0; i < 20_000; i++)
            timeline.Add(Start.AddMinutes(random.Next(200_000) * (i / 20_000.0)));
        timeline.Add(Start.AddDays(-30));
        Assert.InRange(timeline.Counts.Length, 60, Timeline.Most);
        Assert.Equal(20_001, timeline.Counts.ToArray().Sum());
        Assert.True(timeline.Start <= Start.AddDays(-30));
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
