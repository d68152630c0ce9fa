using System.Text.Json;
using Weir.Cli.Tests.Analyze;
using Weir.TestKit;
using Xunit;

namespace Weir.Cli.Tests.Policy;

public sealed class Policy_commands : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Write(string name, string text)
    {
        File.WriteAllText(_folder.File(name), text);
        return _folder.File(name);
    }

    private static string Sample(string name) => Path.Combine(Repository.Root, "samples", name);

    [Fact]
    public async Task Check_says_good_or_lists_every_fault()
    {
        var good = await Program_run.Of("policy", "check", Sample("policy.yaml"));
        Assert.Equal(0, good.Exit);
        Assert.Contains("good; mode shadow", good.Out, StringComparison.Ordinal);
        var bad = await Program_run.Of("policy", "check", Write("bad.yaml", "mod: enforce\nrules: [{ name: r, when: { verdict: act }, then: suspend }]\n"));
        Assert.Equal(2, bad.Exit);
        Assert.Contains("mod is not a key", bad.Error, StringComparison.Ordinal);
        Assert.Contains("rules[0].clause is missing", bad.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await Program_run.Of("policy", "check", _folder.File("none.yaml"))).Exit);
    }

    [Fact]
    public async Task What_is_printed_as_a_sample_is_the_committed_file()
    {
        Assert.Equal(File.ReadAllText(Sample("policy.yaml")), (await Program_run.Of("policy", "sample")).Out);
        Assert.Equal(File.ReadAllText(Sample("policy-strict.yaml")), (await Program_run.Of("policy", "sample", "--strict")).Out);
    }

    [Fact]
    public async Task A_reference_is_told_in_words_with_the_decision_and_its_place_in_the_ledger()
    {
        await using var admin = ScriptedUpstream.AnsweringJson("""
            {"reference":"wr-1M7X7S56P907PBY85VS","made":"2026-03-02T09:00:00Z",
             "call":{"time":"2026-03-02T09:00:00Z","account":"acme","dialect":"openai.chat","model":"m","status":403,"code":"account_suspended","says":"This account is suspended.","decision":"wr-1M7X7S0PVWVNQPS9TBS","recorded":true},
             "decision":{"entry":{"id":"wr-1M7X7S0PVWVNQPS9TBS","time":"2026-03-01T09:00:00Z","kind":"decided","subject_kind":"campaign","subject":"c-7","from":"narrow","posture":"suspend","rule":"campaign-leader","clause":"no-training","because":["It acts as one."]},
                         "clause":{"title":"T","says":"No training."},"ledger":4711},
             "since":[],"now":"suspend"}
            """);
        var run = await Program_run.Of("reference", "wr-1m7x7s56p907pby85vs", "--gateway", admin.Address.ToString());
        Assert.Equal(0, run.Exit);
        foreach (var told in (string[])["acme", "403 account_suspended", "This account is suspended.", "campaign c-7, narrow → suspend", "campaign-leader", "no-training: No training.", "It acts as one.", "entry 4711"])
            Assert.Contains(told, run.Out, StringComparison.Ordinal);
        Assert.StartsWith("GET /api/references/wr-1m7x7s56p907pby85vs ", admin.Requests.Single().Head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ordinary_people_are_neither_moved_nor_refused_and_the_last_line_sums_it_up()
    {
        var log = Write("log.jsonl", MadeLog.People(20, 5));
        var run = await Program_run.Of("policy", "try", Sample("policy-strict.yaml"), "--journal", log);
        Assert.Equal(0, run.Exit);
        var last = run.Out.TrimEnd('\n').Split('\n')[^1];
        Assert.StartsWith("Of 20 accounts 0 would have felt it and 0 been stopped; 0 of ", last, StringComparison.Ordinal);
        Assert.Contains("What a replay cannot know", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_harvest_is_moved_and_its_neighbours_are_not()
    {
        var policy = Write("policy.yaml", "terms: { clauses: { c: { title: T, says: S } } }\nrules: [{ name: r, when: { verdict: watch }, then: narrow, clause: c }]\n");
        Directory.CreateDirectory(_folder.File("journal"));
        Write(Path.Combine("journal", "a.jsonl"), MadeLog.Together(MadeLog.People(25, 26), MadeLog.Harvest("harvester", 8000)));
        var run = await Program_run.Of("policy", "try", policy, "--against", Sample("policy.yaml"), "--journal", _folder.File("journal"), "--format", "json");
        Assert.Equal(0, run.Exit);
        using var json = JsonDocument.Parse(run.Out);
        var moved = json.RootElement.GetProperty("by_account").EnumerateArray().Select(static one => one.GetProperty("account").GetString()).ToArray();
        Assert.Equal("harvester", Assert.Single(moved));
        Assert.True(json.RootElement.GetProperty("by_account")[0].GetProperty("refused").GetInt64() > 0);
    }

    [Fact]
    public async Task Acts_without_a_gateway_or_a_reason_say_what_is_missing()
    {
        var gone = await Program_run.Of("posture", "set", "acme", "slow", "--for", "7d", "--reason", "r", "--gateway", "http://127.0.0.1:9");
        Assert.Equal(2, gone.Exit);
        Assert.Contains("no gateway answers at", gone.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await Program_run.Of("posture", "set", "acme", "slow")).Exit);
    }
}
