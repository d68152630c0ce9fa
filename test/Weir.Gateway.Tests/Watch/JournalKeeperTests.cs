using System.IO.Compression;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Gateway.Configuration;
using Weir.Gateway.Watch;
using Weir.TestKit;
using Xunit;

namespace Weir.Gateway.Tests.Watch;

public sealed class JournalKeeperTests : IDisposable
{
    private const string Nine = "2026-11-20T09Z.jsonl";

    private readonly TempFolder _temp = new();
    private readonly ManualTimeProvider _clock = new(new DateTimeOffset(2026, 11, 20, 9, 30, 0, TimeSpan.Zero));

    public void Dispose() => _temp.Dispose();

    private JournalFiles Journal() => new(_temp.Path, _clock, NullLogger<JournalFiles>.Instance);

    private JournalKeeper Keeper(JournalFiles journal, TimeSpan? keepFor = null) => new(
        journal,
        new ConfigSource(new WeirConfig
        {
            Listen = new Uri("http://127.0.0.1:0"), Admin = new Uri("http://127.0.0.1:0"), DataFolder = _temp.Path,
            Journal = new JournalConfig { KeepFor = keepFor },
        }),
        _clock, NullLogger<JournalKeeper>.Instance);

    private static void Write(JournalFiles journal, string line)
    {
        journal.Append(Encoding.UTF8.GetBytes(line + "\n"));
        journal.Flush();
    }

    private string[] Names() => [.. Directory.EnumerateFiles(_temp.Path).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private string Everything()
    {
        var text = new StringBuilder();
        foreach (var segment in JournalFolder.Readable(_temp.Path, default))
        {
            using var reader = new StreamReader(segment.Read());
            text.Append(reader.ReadToEnd());
        }

        return text.ToString();
    }

    [Fact]
    public void A_folder_that_cannot_be_listed_ends_nothing()
    {
        var folder = _temp.File("journal");
        File.WriteAllText(folder, "no folder");
        using var journal = new JournalFiles(folder, _clock, NullLogger<JournalFiles>.Instance);
        var keeper = Keeper(journal, TimeSpan.FromDays(1));
        keeper.Tick();
        Assert.False(journal.Healthy);

        File.Delete(folder);
        _clock.Advance(TimeSpan.FromMinutes(6));
        Write(journal, "one");
        keeper.Tick();
        Assert.True(journal.Healthy);
    }

    [Fact]
    public void A_finished_segment_is_compressed_and_reads_the_same()
    {
        using var journal = Journal();
        var keeper = Keeper(journal);
        Write(journal, "one");
        keeper.Tick();
        Assert.Equal([Nine], Names());

        _clock.Advance(TimeSpan.FromHours(1));
        Write(journal, "two");
        keeper.Tick();
        Assert.Equal([Nine + ".gz", "2026-11-20T10Z.jsonl"], Names());
        Assert.Equal("one\ntwo\n", Everything());
    }

    [Fact]
    public void A_segment_stays_open_until_something_is_written_in_a_later_hour()
    {
        using var journal = Journal();
        var keeper = Keeper(journal);
        Write(journal, "one");
        _clock.Advance(TimeSpan.FromHours(5));
        keeper.Tick();

        Assert.Equal([Nine], Names());
    }

    [Fact]
    public void Segments_left_by_an_earlier_run_are_compressed_without_a_write()
    {
        File.WriteAllText(_temp.File("2026-11-20T07Z.jsonl"), "seven\n");
        File.WriteAllText(_temp.File("2026-11-20T08Z.jsonl"), "");
        File.WriteAllText(_temp.File(Nine), "nine\n");
        using var journal = Journal();
        Keeper(journal).Tick();

        Assert.Equal(["2026-11-20T07Z.jsonl.gz", Nine], Names());
        Assert.Equal("seven\nnine\n", Everything());
    }

    [Theory]
    [InlineData("half compressed, not named yet")]
    [InlineData("compressed and named, lines not deleted yet")]
    [InlineData("named, but the disk lost the compressed bytes")]
    [InlineData("named, and the disk lost some of the compressed bytes")]
    [InlineData("named, and it holds fewer lines")]
    public void A_crash_while_compressing_loses_no_line(string state)
    {
        var lines = string.Concat(Enumerable.Range(0, 1000).Select(i => $"line {i}\n"));
        var seven = _temp.File("2026-11-20T07Z.jsonl");
        File.WriteAllText(seven, lines);
        var packed = Pack(lines);
        var (name, bytes) = state switch
        {
            "half compressed, not named yet" => (seven + ".gz.tmp", packed[..100]),
            "compressed and named, lines not deleted yet" => (seven + ".gz", packed),
            "named, but the disk lost the compressed bytes" => (seven + ".gz", []),
            "named, and the disk lost some of the compressed bytes" => (seven + ".gz", packed[..^20]),
            _ => (seven + ".gz", Pack("line 0\n")),
        };
        File.WriteAllBytes(name, bytes);
        Assert.Equal(lines, Everything());

        using var journal = Journal();
        var keeper = Keeper(journal);
        for (var round = 0; round < 2; round++)
        {
            keeper.Tick();
            Assert.Equal(lines, Everything());
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(["2026-11-20T07Z.jsonl.gz"], Names());
    }

    [Fact]
    public void Segments_older_than_the_operator_keeps_are_deleted_and_others_stay()
    {
        File.WriteAllText(_temp.File("2026-11-19T08Z.jsonl.gz"), "");
        File.WriteAllText(_temp.File("2026-11-19T08Z.p002.jsonl"), "old\n");
        File.WriteAllText(_temp.File("2026-11-19T09Z.jsonl.gz"), "");
        File.WriteAllText(_temp.File("notes.txt"), "");
        using var journal = Journal();
        Keeper(journal, keepFor: TimeSpan.FromDays(1)).Tick();

        Assert.Equal(["2026-11-19T09Z.jsonl.gz", "notes.txt"], Names());
    }

    [Fact]
    public void Nothing_expires_where_the_operator_keeps_everything()
    {
        File.WriteAllText(_temp.File("1999-01-01T00Z.jsonl.gz"), "");
        using var journal = Journal();
        Keeper(journal).Tick();

        Assert.Equal(["1999-01-01T00Z.jsonl.gz"], Names());
    }

    [Fact]
    public void A_deleted_open_segment_is_noticed_within_a_second()
    {
        using var journal = Journal();
        var keeper = Keeper(journal);
        Write(journal, "one");
        File.Delete(_temp.File(Nine));
        _clock.Advance(TimeSpan.FromSeconds(1));
        keeper.Tick();
        Write(journal, "two");

        Assert.Equal("two\n", Everything());
    }

    [Fact]
    public void A_claimed_segment_is_not_opened_for_writing()
    {
        File.WriteAllText(_temp.File(Nine), "one\n");
        using var journal = Journal();
        Assert.True(journal.TryClaim(_temp.File(Nine)));
        Write(journal, "two");
        Assert.False(journal.TryClaim(_temp.File("2026-11-20T09Z.p002.jsonl")));
        journal.EndClaim();

        Assert.Equal([Nine, "2026-11-20T09Z.p002.jsonl"], Names());
        Assert.Equal("one\ntwo\n", Everything());
    }

    [Fact]
    public void A_reader_that_listed_a_segment_before_it_was_compressed_still_reads_it()
    {
        using var journal = Journal();
        var keeper = Keeper(journal);
        Write(journal, "one");
        var listed = Assert.Single(JournalFolder.Readable(_temp.Path, default));
        _clock.Advance(TimeSpan.FromHours(1));
        Write(journal, "two");
        keeper.Tick();

        using var reader = new StreamReader(listed.Read());
        Assert.Equal("one\n", reader.ReadToEnd());
    }

    private static byte[] Pack(string text)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return bytes.ToArray();
    }
}
