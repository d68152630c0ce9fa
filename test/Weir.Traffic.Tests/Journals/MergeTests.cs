using System.Text;
using Weir.Traffic.Journals;
using Xunit;

namespace Weir.Traffic.Tests.Journals;

public sealed class MergeTests
{
    private static LogSource Source(string name, IEnumerable<int> minutes, bool packed = false)
    {
        var start = new DateTime(2026, 2, 12, 0, 0, 0, DateTimeKind.Utc);
        var bytes = Encoding.UTF8.GetBytes(string.Concat(minutes.Select(minute => Logs.Short(name, start.AddMinutes(minute).ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture)))));
        return new LogSource(name, () => new MemoryStream(packed ? Logs.Gzip(bytes) : bytes));
    }

    [Fact]
    public async Task Logs_of_several_servers_are_merged_by_time()
    {
        var read = await Logs.ReadAsync(
            [Source("b", Enumerable.Range(0, 500).Select(i => i * 2), packed: true), Source("a", Enumerable.Range(0, 500).Select(i => (i * 2) + 1)), Source("late", Enumerable.Range(2000, 50))],
            new LogReadingOptions { BlockBytes = 2048 });
        Assert.Equal(1050, read.Exchanges.Count);
        Assert.Equal(read.Exchanges.OrderBy(exchange => exchange.Time), read.Exchanges);
        Assert.Empty(read.Faults.Kept);
    }

    [Fact]
    public async Task Segments_handed_in_backwards_are_read_in_order_of_time()
    {
        var read = await Logs.ReadAsync([.. Enumerable.Range(0, 30).Reverse().Select(hour => Source("h" + hour, Enumerable.Range(hour * 60, 60)))], new LogReadingOptions { SideBySide = 2, BlockBytes = 1024 });
        Assert.Equal(1800, read.Exchanges.Count);
        Assert.Equal(read.Exchanges.OrderBy(exchange => exchange.Time), read.Exchanges);
    }

    [Fact]
    public async Task Reading_may_be_broken_off_at_any_point()
    {
        using var reading = new LogReading([Source("a", Enumerable.Range(0, 5000)), Source("b", Enumerable.Range(0, 5000))], Logs.Hasher, TimeProvider.System, new LogReadingOptions { BlockBytes = 1024 });
        await foreach (var run in reading.ReadAsync(CancellationToken.None))
        {
            if (reading.Exchanges > 100)
                break;
        }

        Assert.InRange(reading.Exchanges, 101, 9000);
    }
}
