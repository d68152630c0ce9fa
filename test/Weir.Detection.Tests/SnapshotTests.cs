using Weir.Detection.Accounts;
using Xunit;

namespace Weir.Detection.Tests;

public sealed class SnapshotTests
{
    private static AccountAnalysis Half(out List<Weir.Traffic.Exchange> rest)
    {
        var random = new Random(1);
        var all = Enumerable.Range(0, 1_500).Select(i => Traffic.Ask("a" + i % 3, Traffic.Monday.AddMinutes(i * 2), "Explain in depth " + Traffic.NovelQuestion(random) + " with every step", 700)).ToList();
        var analysis = new AccountAnalysis();
        analysis.Facts(new AccountFacts { Account = "a1", Organization = "o", Licence = new DistillationLicence(true, Traffic.Monday.AddYears(1)), Verified = false });
        foreach (var exchange in all.Take(900))
            analysis.Observe(exchange);
        rest = all.Skip(900).ToList();
        return analysis;
    }

    private static string Lines(AccountAnalysis analysis) =>
        string.Join('\n', analysis.Findings(all: true).Select(f => $"{f.Account} {f.Organization} {f.Verdict} {f.Licensed} {f.Evidence:R} {f.WatchAt:O} {f.Exchanges} {f.Exposure.NewTokens}"));

    [Fact]
    public void A_restart_loses_nothing()
    {
        var straight = Half(out var rest);
        using var snapshot = new MemoryStream();
        straight.Save(snapshot);
        snapshot.Position = 0;
        var restored = AccountAnalysis.Restore(snapshot)!;
        Assert.Equal(Lines(straight), Lines(restored));
        foreach (var exchange in rest)
        {
            straight.Observe(exchange);
            restored.Observe(exchange);
        }

        straight.Finish();
        restored.Finish();
        Assert.Equal(Lines(straight), Lines(restored));
        Assert.Equal(straight.Summary, restored.Summary);
    }

    [Fact]
    public void A_snapshot_of_another_version_or_a_torn_one_is_not_read()
    {
        using var stream = new MemoryStream();
        Half(out _).Save(stream);
        var bytes = stream.ToArray();
        var other = bytes.ToArray();
        other[4]++;
        Assert.Null(AccountAnalysis.Restore(new MemoryStream(other)));
        foreach (var length in new[] { 0, 3, 40, bytes.Length / 2, bytes.Length - 1 })
            Assert.Null(AccountAnalysis.Restore(new MemoryStream(bytes, 0, length)));
    }
}
