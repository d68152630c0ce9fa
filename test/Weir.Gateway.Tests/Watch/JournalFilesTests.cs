using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Gateway.Watch;
using Weir.TestKit;
using Xunit;

namespace Weir.Gateway.Tests.Watch;

public sealed class JournalFilesTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly ManualTimeProvider _clock = new(new DateTimeOffset(2026, 11, 20, 9, 30, 0, TimeSpan.Zero));
    private readonly FaultyDisk _disk = new();

    public void Dispose() => _temp.Dispose();

    private JournalFiles Journal(long mostSegmentBytes = 1 << 20) => new(_temp.Path, _clock, NullLogger.Instance, _disk.Open, mostSegmentBytes);

    private string Text(string name) => File.ReadAllText(_temp.File(name));

    private static void Append(JournalFiles journal, string text) => journal.Append(Encoding.UTF8.GetBytes(text + "\n"));

    [Fact]
    public void Lines_are_in_the_file_of_the_hour_once_flushed()
    {
        using var journal = Journal();
        Append(journal, "one");
        Append(journal, "two");
        journal.Flush();

        Assert.Equal("one\ntwo\n", Text("2026-11-20T09Z.jsonl"));
        Assert.Equal((2, 8, 0), (journal.Written, journal.BytesWritten, journal.Dropped));
        Assert.Equal(1, _disk.Writes);
    }

    [Fact]
    public void A_journal_that_could_not_be_opened_is_healthy_again_when_it_can_be_without_a_line_to_write()
    {
        using var journal = Journal();
        _disk.RefusesToOpen = true;
        // Larger than the buffer, so that nothing is kept of it to try again with.
        journal.Append(new byte[4 << 20]);
        Assert.False(journal.Healthy);
        journal.Flush();
        Assert.False(journal.Healthy);
        _disk.RefusesToOpen = false;
        _clock.Advance(TimeSpan.FromMinutes(1));
        journal.Flush();
        Assert.True(journal.Healthy);
    }

    [Fact]
    public void A_new_hour_begins_a_new_segment()
    {
        using var journal = Journal();
        Append(journal, "one");
        journal.Flush();
        _clock.Advance(TimeSpan.FromMinutes(30));
        Append(journal, "two");
        journal.Flush();

        Assert.Equal("one\n", Text("2026-11-20T09Z.jsonl"));
        Assert.Equal("two\n", Text("2026-11-20T10Z.jsonl"));
    }

    [Fact]
    public void A_full_segment_is_followed_by_another_part_of_the_hour()
    {
        using var journal = Journal(mostSegmentBytes: 8);
        foreach (var line in (string[])["1234567", "two", "89"])
        {
            Append(journal, line);
            journal.Flush();
        }

        Assert.Equal("1234567\n", Text("2026-11-20T09Z.jsonl"));
        Assert.Equal("two\n89\n", Text("2026-11-20T09Z.p002.jsonl"));
    }

    [Fact]
    public void A_restart_goes_on_in_the_segment_of_the_hour()
    {
        using (var journal = Journal())
            Append(journal, "one");
        using (var journal = Journal())
            Append(journal, "two");

        Assert.Equal("one\ntwo\n", Text("2026-11-20T09Z.jsonl"));
    }

    [Fact]
    public void A_torn_last_line_is_cut_at_start_and_reported()
    {
        File.WriteAllText(_temp.File("2026-11-20T09Z.jsonl"), "one\ntwo\n{\"time\":\"20");
        using var journal = Journal();
        Append(journal, "three");
        journal.Flush();

        Assert.Equal(11, journal.TornBytes);
        Assert.Equal("one\ntwo\nthree\n", Text("2026-11-20T09Z.jsonl"));
    }

    [Fact]
    public void A_torn_line_longer_than_a_block_is_cut_whole()
    {
        File.WriteAllText(_temp.File("2026-11-20T09Z.jsonl"), "one\n" + new string('x', 200_000));
        using var journal = Journal();

        Assert.Equal("one\n", Text("2026-11-20T09Z.jsonl"));
    }

    [Fact]
    public void A_clock_set_back_within_the_hour_before_stays_in_the_open_segment()
    {
        using var journal = Journal();
        Append(journal, "one");
        journal.Flush();
        _clock.Set(new DateTimeOffset(2026, 11, 20, 8, 59, 0, TimeSpan.Zero));
        Append(journal, "two");
        journal.Flush();

        Assert.Equal("one\ntwo\n", Text("2026-11-20T09Z.jsonl"));
    }

    [Fact]
    public void A_clock_that_was_far_ahead_is_not_followed_for_ever()
    {
        File.WriteAllText(_temp.File("2031-01-01T00Z.jsonl"), "ahead\n");
        using var journal = Journal();
        Append(journal, "one");
        journal.Flush();

        Assert.Equal("one\n", Text("2026-11-20T09Z.jsonl"));
    }

    [Fact]
    public void A_sealed_segment_is_never_written_again()
    {
        File.WriteAllBytes(_temp.File("2026-11-20T09Z.jsonl.gz"), []);
        using var journal = Journal();
        Append(journal, "one");
        journal.Flush();

        Assert.Equal("one\n", Text("2026-11-20T09Z.p002.jsonl"));
    }

    [Fact]
    public void A_segment_deleted_under_the_journal_is_begun_again()
    {
        using var journal = Journal();
        Append(journal, "one");
        journal.Flush();
        File.Delete(_temp.File("2026-11-20T09Z.jsonl"));
        journal.OpenSegmentIsGone();
        Append(journal, "two");
        journal.Flush();

        Assert.Equal("two\n", Text("2026-11-20T09Z.jsonl"));
    }

    [Fact]
    public void A_full_disk_leaves_no_half_line_and_is_recovered_from()
    {
        using var journal = Journal();
        Append(journal, "one");
        journal.Flush();
        _disk.Room = 2;
        Append(journal, "two");
        journal.Flush();

        Assert.False(journal.Healthy);
        Assert.Equal("one\n", Text("2026-11-20T09Z.jsonl"));

        _disk.Room = 100;
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        journal.Flush();

        Assert.True(journal.Healthy);
        Assert.Equal("one\ntwo\n", Text("2026-11-20T09Z.jsonl"));
        Assert.Equal((1, 0), (journal.Failures, journal.Dropped));
    }

    [Fact]
    public void A_file_that_may_grow_no_further_is_a_full_disk_and_no_bug()
    {
        // How .NET reports EFBIG, on the thread whose end would be the program's.
        _disk.Full = new ArgumentOutOfRangeException(null, "Specified file length was too large for the file system.");
        using var journal = Journal();
        _disk.Room = 2;
        Append(journal, "one");
        journal.Flush();
        Assert.False(journal.Healthy);

        _disk.Room = 100;
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        journal.Flush();
        Assert.Equal("one\n", Text("2026-11-20T09Z.jsonl"));
    }

    [Fact]
    public void A_half_line_that_the_disk_will_not_give_back_is_cut_before_the_next_write()
    {
        using var journal = Journal();
        _disk.Room = 2;
        _disk.RefusesToCut = true;
        Append(journal, "one");
        journal.Flush();
        _disk.Room = 100;
        _clock.Advance(TimeSpan.FromSeconds(10));
        journal.Flush();
        Assert.False(journal.Healthy);

        _disk.RefusesToCut = false;
        _clock.Advance(TimeSpan.FromSeconds(10));
        journal.Flush();
        Assert.True(journal.Healthy);
        Assert.Equal("one\n", Text("2026-11-20T09Z.jsonl"));
    }

    [Fact]
    public void A_disk_that_refuses_is_asked_less_and_less_often()
    {
        using var journal = Journal();
        _disk.Room = 0;
        for (var i = 0; i < 6000; i++)
        {
            Append(journal, "line");
            journal.Flush();
            _clock.Advance(TimeSpan.FromMilliseconds(10));
        }

        // A minute: 0.1, 0.2, 0.4 … then every five seconds.
        Assert.InRange(_disk.Writes, 12, 20);
    }

    [Fact]
    public void Lines_wait_in_bounded_memory_while_the_disk_refuses_and_the_rest_is_counted()
    {
        using var journal = Journal();
        _disk.RefusesToOpen = true;
        var line = new string('x', 1023);
        for (var i = 0; i < 2000; i++)
            Append(journal, line);
        Assert.False(journal.Healthy);
        Assert.Equal(2000 - 1024, journal.Dropped);

        _disk.RefusesToOpen = false;
        _clock.Advance(TimeSpan.FromSeconds(10));
        journal.Flush();
        Assert.True(journal.Healthy);
        Assert.Equal(1024, journal.Written);
        Assert.Equal(1024 * 1024, Text("2026-11-20T09Z.jsonl").Length);
    }

    [Fact]
    public void A_line_larger_than_the_buffer_is_written_whole_and_in_order()
    {
        using var journal = Journal(mostSegmentBytes: 100 << 20);
        var large = new string('x', 3 << 20);
        Append(journal, "one");
        Append(journal, large);
        Append(journal, "two");
        journal.Flush();

        Assert.Equal($"one\n{large}\ntwo\n", Text("2026-11-20T09Z.jsonl"));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_a_state_and_not_an_exception()
    {
        File.WriteAllText(_temp.File("journal"), "in the way");
        using var journal = new JournalFiles(_temp.File("journal"), _clock, NullLogger.Instance, _disk.Open);
        Append(journal, "one");
        journal.Flush();
        Assert.False(journal.Healthy);

        File.Delete(_temp.File("journal"));
        _clock.Advance(TimeSpan.FromSeconds(10));
        journal.Flush();
        Assert.True(journal.Healthy);
        Assert.Equal("one\n", Text("journal/2026-11-20T09Z.jsonl"));
    }

    [Fact]
    public void What_the_disk_refuses_at_the_very_end_is_counted()
    {
        var journal = Journal();
        _disk.Room = 0;
        Append(journal, "one");
        journal.Dispose();

        Assert.Equal((0, 1), (journal.Written, journal.Dropped));
    }

    /// <summary>One thing that may happen to a journal; the number says how much of it.</summary>
    private enum Event { Append, Flush, Kill, Fill, Free, Later }

    [Fact]
    public void Whatever_happens_every_flushed_line_is_there_once_in_order_and_no_line_is_torn()
    {
        var events = Gen.Zip(Gen.Elements(Enum.GetValues<Event>()), Gen.Choose(0, 2000)).ListOf(40);
        Prop.ForAll(events.ToArbitrary(), Run).QuickCheckThrowOnFailure();
    }

    private static void Run(List<(Event Event, int Size)> events)
    {
        using var temp = new TempFolder();
        var clock = new ManualTimeProvider();
        var disk = new FaultyDisk();
        JournalFiles Open() => new(temp.Path, clock, NullLogger.Instance, disk.Open, mostSegmentBytes: 10_000);
        var journal = Open();
        var number = 0;
        var waiting = new List<string>();
        var safe = new List<string>();
        foreach (var (what, size) in events)
        {
            switch (what)
            {
                case Event.Append:
                    var line = $"{++number}:{new string('x', size)}";
                    Append(journal, line);
                    waiting.Add(line);
                    break;
                case Event.Flush:
                    journal.Flush();
                    break;
                case Event.Kill:
                    // The process is gone with what it had not written; its last write may have come half way.
                    var half = disk.Room > size;
                    Tear(temp.Path, half ? size : 0);
                    journal = Open();
                    waiting.Clear();
                    break;
                case Event.Fill:
                    disk.Room = size;
                    break;
                case Event.Free:
                    disk.Room = long.MaxValue;
                    break;
                default:
                    clock.Advance(TimeSpan.FromSeconds(size));
                    break;
            }

            if (journal.Written > 0 && what is Event.Flush && journal.Healthy)
            {
                safe.AddRange(waiting);
                waiting.Clear();
            }
        }

        journal.Dispose();
        var read = new List<string>();
        foreach (var segment in JournalFolder.Readable(temp.Path, default))
        {
            var text = File.ReadAllText(segment.Path);
            Assert.True(text.Length == 0 || text[^1] == '\n');
            read.AddRange(text.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }

        var numbers = read.ConvertAll(line => int.Parse(line.AsSpan(0, line.IndexOf(':', StringComparison.Ordinal))));
        Assert.Equal(numbers.Order().Distinct(), numbers);
        Assert.Empty(safe.Except(read, StringComparer.Ordinal));
    }

    private static void Tear(string folder, int bytes)
    {
        if (JournalFolder.Readable(folder, default) is [.., var last] && bytes > 0)
            File.AppendAllText(last.Path, new string('t', bytes));
    }
}
