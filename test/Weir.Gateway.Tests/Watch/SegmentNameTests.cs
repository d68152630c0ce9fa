using FsCheck;
using FsCheck.Fluent;
using Weir.Gateway.Watch;
using Xunit;

namespace Weir.Gateway.Tests.Watch;

public sealed class SegmentNameTests
{
    [Theory]
    [InlineData("2026-11-20T09Z.jsonl", 1)]
    [InlineData("2026-11-20T09Z.jsonl.gz", 1)]
    [InlineData("2026-11-20T09Z.p002.jsonl", 2)]
    [InlineData("2026-11-20T09Z.p1234.jsonl.gz.tmp", 1234)]
    public void A_name_reads_as_it_was_written(string fileName, int part)
    {
        Assert.True(SegmentName.TryParse(fileName, out var name, out var kind));
        Assert.Equal(new SegmentName(new DateTime(2026, 11, 20, 9, 0, 0, DateTimeKind.Utc), part), name);
        Assert.Equal(fileName, name.FileName(kind));
    }

    [Theory]
    [InlineData("")]
    [InlineData("notes.txt")]
    [InlineData("2026-11-20T09Z")]
    [InlineData("2026-11-20T09Z.json")]
    [InlineData("2026-11-20T25Z.jsonl")]
    [InlineData("2026-11-20T09Z.p.jsonl")]
    [InlineData("2026-11-20T09Z.p-2.jsonl")]
    [InlineData("2026-11-20T09Z.p002")]
    [InlineData("2026-11-20T09Z.jsonl.gz.tmp.old")]
    public void Other_names_are_nobody_s_business(string fileName) =>
        Assert.False(SegmentName.TryParse(fileName, out _, out _));

    [Fact]
    public void Names_sort_as_the_segments_do()
    {
        var names = Gen.Zip(Gen.Choose(0, 100_000), Gen.Choose(1, 999))
            .Select(pair => new SegmentName(DateTime.UnixEpoch.AddHours(pair.Item1), pair.Item2)).Two();
        Prop.ForAll(names.ToArbitrary(), pair =>
        {
            var (a, b) = (pair.Item1, pair.Item2);
            return Math.Sign(string.CompareOrdinal(a.FileName(SegmentKind.Open), b.FileName(SegmentKind.Open))) == Math.Sign(a.CompareTo(b));
        }).QuickCheckThrowOnFailure();
    }
}
