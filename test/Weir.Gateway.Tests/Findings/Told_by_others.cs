using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Detection;
using Weir.Gateway.Findings;
using Weir.Sharing;
using Weir.Traffic;
using Weir.Traffic.Text;
using Xunit;

namespace Weir.Gateway.Tests.Findings;

/// <summary>What `weir indicators import` leaves in the data folder reaches a gateway that runs.</summary>
public sealed class Told_by_others : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly KeyedHasher Hasher = new("a key of this test, at least 16"u8);

    private readonly string _data = Directory.CreateTempSubdirectory("weir-told-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private static Exchange Asked(string account, int number)
    {
        var prompt = $"You are a careful examiner of difficult matters. Lay open the entire derivation before you conclude anything at all. The matter at hand: case {number}. Nothing may be left implicit in your exposition.";
        var ask = new AskFacts { Messages = 1, UserMessages = 1, PromptChars = prompt.Length, TotalChars = prompt.Length };
        return new Exchange { Time = Now.AddMinutes(number), Account = account, UserAgent = "own/1.0", Status = 200, Ask = ask, Prompt = PromptFeatures.Compute(prompt, default, prompt, ask, Hasher) };
    }

    private void Import(double trust, DateTimeOffset seen)
    {
        var members = Enumerable.Range(0, 4).Select(static i => $"thief-{i}").ToHashSet(StringComparer.Ordinal);
        var collector = new IndicatorCollector(members, Hasher, networks: false);
        for (var i = 0; i < 40; i++)
            collector.Observe(Asked($"thief-{i % 4}", i) with { Time = seen.AddMinutes(i) });
        using var bundle = new MemoryStream();
        StixBundle.Write(bundle, collector.Build("Example Lab", "c-1", "2026Q1")!, "Example Lab", Tlp.Amber, seen);
        var folder = Directory.CreateDirectory(Path.Combine(_data, ImportedBundle.Folder)).FullName;
        using var file = File.Create(Path.Combine(folder, "one.json"));
        using var json = new Utf8JsonWriter(file);
        json.WriteStartObject();
        json.WriteNumber("trust"u8, trust);
        json.WriteBase64String("bundle"u8, bundle.ToArray());
        json.WriteEndObject();
    }

    private static Finding Own(double evidence, Verdict verdict = Verdict.Clear) => new() { Account = "suspect", Evidence = evidence, Verdict = verdict, LastAt = Now.AddHours(1) };

    private static ToldByOthers Shown(ToldByOthers told)
    {
        for (var i = 0; i < 20; i++)
            told.Observe(Asked("suspect", 100 + i));
        return told;
    }

    [Fact]
    public void A_bundle_that_comes_while_the_gateway_runs_is_taken_up_once_it_keeps_still()
    {
        var told = new ToldByOthers(_data, NullLogger.Instance);
        told.Look(atOnce: true);
        Assert.Equal(0, told.Indicators);
        Import(trust: 1, seen: Now);
        told.Look(atOnce: false);
        Assert.Equal(0, told.Indicators);
        told.Look(atOnce: false);
        Assert.Equal(1, told.Indicators);

        var raised = Shown(told).Raise(Own(0.9));
        Assert.Equal(Verdict.Watch, raised.Verdict);
        Assert.Contains(raised.Reasons, static reason => reason.Signal == "shared indicator");
        Assert.Equal(raised.Evidence - 0.9, told.Adds("suspect", 0.9, Now.AddHours(1)), 6);
        Assert.Equal(0, told.Adds("suspect", 0.1, Now.AddHours(1)));
        Assert.Equal(0, told.Adds("stranger", 2, Now.AddHours(1)));

        File.Delete(Path.Combine(_data, ImportedBundle.Folder, "one.json"));
        told.Look(atOnce: false);
        told.Look(atOnce: false);
        Assert.Equal(0, told.Indicators);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0.3, 0)]
    [InlineData(1, 60)]
    public void Trust_and_age_weigh_it_and_nothing_makes_it_act(double trust, int daysAgo)
    {
        Import(trust, Now.AddDays(-daysAgo));
        var told = new ToldByOthers(_data, NullLogger.Instance);
        told.Look(atOnce: true);
        var added = Shown(told).Adds("suspect", 1.9, Now.AddHours(1));
        Assert.InRange(added, 0.01, 0.8 * trust * Math.Pow(0.5, daysAgo / 30.0) + 0.02);
        Assert.NotEqual(Verdict.Act, told.Raise(Own(50)).Verdict);
        Assert.Equal(Verdict.Act, told.Raise(Own(3, Verdict.Act)).Verdict);
    }

    [Fact]
    public void A_broken_file_costs_the_others_nothing()
    {
        Import(trust: 1, seen: Now);
        File.WriteAllText(Path.Combine(_data, ImportedBundle.Folder, "broken.json"), "{\"trust\":1,\"bundle\":\"AAAA\"}", Encoding.UTF8);
        File.WriteAllText(Path.Combine(_data, ImportedBundle.Folder, "none.json"), "]", Encoding.UTF8);
        var told = new ToldByOthers(_data, NullLogger.Instance);
        told.Look(atOnce: true);
        Assert.Equal(1, told.Indicators);
    }
}
