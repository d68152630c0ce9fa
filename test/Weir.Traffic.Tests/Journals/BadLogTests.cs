using System.Text;
using Weir.Traffic.Journals;
using Xunit;

namespace Weir.Traffic.Tests.Journals;

public sealed class BadLogTests
{
    [Theory]
    [InlineData("not json at all", LogFaultKind.BrokenJson)]
    [InlineData("""{"time":"2026-02-12T08:15:30Z","account":"a","pro""", LogFaultKind.BrokenJson)]
    [InlineData("""{"time":"2026-02-12T08:15:30Z","account":"a","prompt":"p"} trailing""", LogFaultKind.BrokenJson)]
    [InlineData("[1,2]", LogFaultKind.BrokenJson)]
    [InlineData("\"text\"", LogFaultKind.BrokenJson)]
    [InlineData("""{"account":"a","prompt":"p"}""", LogFaultKind.NoTime)]
    [InlineData("""{"time":"yesterday","account":"a","prompt":"p"}""", LogFaultKind.BadTime)]
    [InlineData("""{"time":"2026-13-12T08:15:30Z","account":"a","prompt":"p"}""", LogFaultKind.BadTime)]
    [InlineData("""{"time":{},"account":"a","prompt":"p"}""", LogFaultKind.BadTime)]
    [InlineData("""{"time":"2026-02-12T08:15:30Z","prompt":"p"}""", LogFaultKind.NoAccount)]
    [InlineData("""{"time":"2026-02-12T08:15:30Z","account":"","prompt":"p"}""", LogFaultKind.NoAccount)]
    [InlineData("""{"time":"2026-02-12T08:15:30Z","account":null,"prompt":"p"}""", LogFaultKind.NoAccount)]
    [InlineData("""{"time":"2026-02-12T08:15:30Z","account":"a"}""", LogFaultKind.NothingAsked)]
    [InlineData("""{"weir":99,"time":"2026-02-12T08:15:30Z","account":"a"}""", LogFaultKind.NewerVersion)]
    [InlineData("""{"time":"2099-02-12T08:15:30Z","account":"a","prompt":"p"}""", LogFaultKind.Future)]
    public async Task A_line_that_cannot_be_used_is_counted_told_and_passed(string line, LogFaultKind kind)
    {
        var read = await Logs.ReadAsync(Logs.Short("first") + line + "\n" + Logs.Short("last"));
        Assert.Equal(["first", "last"], read.Exchanges.Select(exchange => exchange.Account));
        var fault = Assert.Single(read.Faults.Kept);
        Assert.Equal(("log.jsonl", 2, kind), (fault.Source, fault.Line, fault.Kind));
        Assert.Equal(1, read.Faults.LinesSkipped);
        Assert.Equal(3, read.Reading.Lines);
    }

    [Fact]
    public async Task Nesting_ten_thousand_deep_is_a_broken_line()
    {
        var deep = "{\"time\":\"2026-02-12T08:15:30Z\",\"account\":\"a\",\"prompt\":\"p\",\"x\":" + new string('[', 10_000) + new string(']', 10_000) + "}\n";
        var read = await Logs.ReadAsync(deep + Logs.Short("a"));
        Assert.Single(read.Exchanges);
        Assert.Equal(LogFaultKind.BrokenJson, Assert.Single(read.Faults.Kept).Kind);
    }

    [Fact]
    public async Task A_mark_carriage_returns_blank_lines_and_a_missing_last_newline_are_no_faults()
    {
        var text = "\uFEFF" + Logs.Short("a").Replace("\n", "\r\n", StringComparison.Ordinal) + "\r\n  \n\n" + Logs.Short("b").TrimEnd('\n');
        var read = await Logs.ReadAsync(text);
        Assert.Empty(read.Faults.Kept);
        Assert.Equal(["a", "b"], read.Exchanges.Select(exchange => exchange.Account));
        var packed = await Logs.ReadAsync(Logs.Gzip(Encoding.UTF8.GetBytes(text)));
        Assert.Empty(packed.Faults.Kept);
        Assert.Equal(2, packed.Exchanges.Count);
    }

    [Fact]
    public async Task Strict_reading_ends_at_the_first_bad_line()
    {
        var read = await Logs.ReadAsync(Logs.Short("a") + "{\n" + Logs.Short("b") + "[\n", new LogReadingOptions { Strict = true });
        Assert.True(read.Reading.Stopped);
        Assert.Equal(2, read.Faults.First!.Value.Line);
    }

    [Fact]
    public async Task A_line_over_the_limit_is_passed_in_bounded_memory()
    {
        var options = new LogReadingOptions { LongestLine = 4096, BlockBytes = 1024 };
        var text = Logs.Short("a") + Logs.Short("long", prompt: new string('x', 100_000)) + Logs.Short("b") + Logs.Short("longer", prompt: new string('x', 300_000)) + Logs.Short("c");
        var read = await Logs.ReadAsync(text, options);
        Assert.Equal(["a", "b", "c"], read.Exchanges.Select(exchange => exchange.Account));
        Assert.Equal([(2L, LogFaultKind.TooLong), (4L, LogFaultKind.TooLong)], read.Faults.Kept.Select(fault => (fault.Line, fault.Kind)));
        Assert.Equal(5, read.Reading.Lines);
    }

    [Fact]
    public async Task A_long_line_within_the_limit_is_read()
    {
        var read = await Logs.ReadAsync(Logs.Short("a") + Logs.Short("long", prompt: new string('x', 3_000_000)) + Logs.Short("b"), new LogReadingOptions { BlockBytes = 1024 });
        Assert.Equal([15, 3_000_000, 15], read.Exchanges.Select(exchange => exchange.Ask.PromptChars));
        Assert.Empty(read.Faults.Kept);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.98)]
    public async Task A_truncated_gzip_gives_what_it_holds_and_is_told(double share)
    {
        // Text that does not compress to nothing, so that half of the file is half of the lines.
        var random = new Random(1);
        var text = string.Concat(Enumerable.Range(0, 2000).Select(i => Logs.Short("a" + i, prompt: Convert.ToHexString(Bytes(random, 100)))));
        var packed = Logs.Gzip(Encoding.UTF8.GetBytes(text));
        var read = await Logs.ReadAsync(packed[..(int)(packed.Length * share)]);
        Assert.InRange(read.Exchanges.Count, (int)(2000 * share) - 200, 1999);
        Assert.Contains(read.Faults.Kept, fault => fault.Kind == LogFaultKind.BrokenCompression && fault.Line >= read.Exchanges.Count);
        Assert.Equal(1, read.Faults.BrokenFiles);

        static byte[] Bytes(Random random, int count)
        {
            var bytes = new byte[count];
            random.NextBytes(bytes);
            return bytes;
        }
    }

    [Fact]
    public async Task An_empty_file_is_told_and_is_no_skipped_line()
    {
        var read = await Logs.ReadAsync("");
        Assert.Equal(LogFaultKind.Empty, Assert.Single(read.Faults.Kept).Kind);
        Assert.Equal(0, read.Faults.LinesSkipped);
    }

    [Fact]
    public async Task A_file_that_cannot_be_opened_leaves_the_others()
    {
        var read = await Logs.ReadAsync(
        [
            new LogSource("gone", () => throw new FileNotFoundException("It is not there.")),
            new LogSource("folder", () => throw new UnauthorizedAccessException("It is a folder.")),
            new LogSource("good", () => new MemoryStream(Encoding.UTF8.GetBytes(Logs.Short("a")))),
        ]);
        Assert.Single(read.Exchanges);
        Assert.Equal(["gone", "folder"], read.Faults.Kept.Select(fault => fault.Source));
        Assert.Equal(2, read.Faults.BrokenFiles);
    }

    [Fact]
    public async Task A_log_that_is_wholly_ahead_of_the_clock_is_believed_but_for_its_strays()
    {
        var lines = Enumerable.Range(0, 30).Select(i => Logs.Short("a", $"2030-01-01T00:00:{i:00}Z")).ToList();
        lines.Insert(20, Logs.Short("stray", "2031-06-01T00:00:00Z"));
        var read = await Logs.ReadAsync(string.Concat(lines));
        Assert.Equal(30, read.Exchanges.Count);
        Assert.Equal((21, LogFaultKind.Future), (Assert.Single(read.Faults.Kept).Line, read.Faults.Kept[0].Kind));
    }

    [Fact]
    public async Task Times_out_of_order_are_kept_and_counted_beyond_the_window()
    {
        var read = await Logs.ReadAsync(Logs.Short("a", "2026-02-12T10:00:00Z") + Logs.Short("a", "2026-02-12T09:58:00Z") + Logs.Short("a", "2026-02-12T08:00:00Z"));
        Assert.Equal(3, read.Exchanges.Count);
        var fault = Assert.Single(read.Faults.Kept);
        Assert.Equal((3, LogFaultKind.OutOfOrder), (fault.Line, fault.Kind));
    }

    [Fact]
    public async Task Many_faults_are_all_counted_and_few_are_kept()
    {
        var read = await Logs.ReadAsync(string.Concat(Enumerable.Repeat("oops\n", 5000)), new LogReadingOptions { FaultsKept = 10, BlockBytes = 256 });
        Assert.Equal(5000, read.Faults[LogFaultKind.BrokenJson]);
        Assert.Equal(Enumerable.Range(1, 10).Select(i => (long)i), read.Faults.Kept.Select(fault => fault.Line));
    }
}
