using Microsoft.Extensions.Logging.Abstractions;
using Weir.Gateway.Configuration;
using Weir.TestKit;
using Xunit;

namespace Weir.Gateway.Tests.Configuration;

public sealed class Reloading : IDisposable
{
    private const string Upstream = "upstreams: [{ name: local, url: \"http://127.0.0.1:8000\" }]\n";
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly TempFolder _folder = new();
    private readonly ManualTimeProvider _time = new();
    private readonly ConfigSource _source;
    private readonly ConfigReload _reload;

    public Reloading()
    {
        Write("drain: 10s\n", minutesOld: 10);
        var input = new ConfigInput { File = "weir.yaml", Folder = _folder.Path };
        _source = new ConfigSource(ConfigLoader.Load(input).Config!);
        _reload = new ConfigReload(input, _source, _time, NullLogger<ConfigReload>.Instance);
        _reload.Start();
    }

    public void Dispose()
    {
        _reload.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_changed_file_is_taken_once_it_has_kept_still()
    {
        Write("drain: 20s\n", minutesOld: 5);
        _time.Advance(Second);
        Assert.Equal(TimeSpan.FromSeconds(10), _source.Current.Drain);
        _time.Advance(Second);
        Assert.Equal(TimeSpan.FromSeconds(20), _source.Current.Drain);
        Assert.True(_reload.Last!.Taken);
    }

    [Fact]
    public void A_file_that_is_still_being_written_is_left_alone()
    {
        for (var minutes = 9; minutes > 4; minutes--)
        {
            Write("drain: 20s\n", minutes);
            _time.Advance(Second);
        }

        Assert.Null(_reload.Last);
        _time.Advance(Second);
        Assert.Equal(TimeSpan.FromSeconds(20), _source.Current.Drain);
    }

    [Fact]
    public void A_faulty_file_changes_nothing_and_says_why()
    {
        var before = _source.Current;
        Write("drain: soon\n", minutesOld: 5);
        _time.Advance(2 * Second);
        Assert.Same(before, _source.Current);
        Assert.Equal("weir.yaml:1: drain is 'soon', which is not a duration in this range; allowed: whole number with `ms`, `s`, `m`, `h` or `d`, 0s to 1h; do: write for example 30s", _reload.Last!.Faults.Single().OneLine);
        // Told once, not once a second.
        var told = _reload.Last;
        _time.Advance(10 * Second);
        Assert.Same(told, _reload.Last);
        Write("drain: 7s\n", minutesOld: 4);
        _time.Advance(2 * Second);
        Assert.Equal(TimeSpan.FromSeconds(7), _source.Current.Drain);
    }

    [Fact]
    public void A_file_that_is_gone_changes_nothing()
    {
        File.Delete(_folder.File("weir.yaml"));
        _time.Advance(2 * Second);
        Assert.Equal(TimeSpan.FromSeconds(10), _source.Current.Drain);
        Assert.Equal("does not exist", _reload.Last!.Faults.Single().Problem);
    }

    [Fact]
    public void What_needs_a_restart_keeps_its_value_and_is_named()
    {
        var before = _source.Current;
        Write("drain: 20s\nlisten: http://127.0.0.1:1\nbodies: { max_held: 64MiB }\njournal: { content: true }\n", minutesOld: 5);
        _time.Advance(2 * Second);
        Assert.Equal(["listen", "bodies.max_held"], _reload.Last!.NeedRestart);
        Assert.Equal((before.Listen, before.Bodies.MaxHeldBytes), (_source.Current.Listen, _source.Current.Bodies.MaxHeldBytes));
        Assert.True(_source.Current.Journal.Content);
        Assert.Equal(TimeSpan.FromSeconds(20), _source.Current.Drain);
    }

    [Fact]
    public void A_link_that_is_turned_to_another_file_is_a_change()
    {
        // As a mounted ConfigMap does it.
        File.WriteAllText(_folder.File("other.yaml"), "drain: 9s\n" + Upstream);
        File.Delete(_folder.File("weir.yaml"));
        File.CreateSymbolicLink(_folder.File("weir.yaml"), _folder.File("other.yaml"));
        _time.Advance(2 * Second);
        Assert.Equal(TimeSpan.FromSeconds(9), _source.Current.Drain);
    }

    [Fact]
    public void On_request_everything_is_read_again_although_the_file_is_the_same()
    {
        Assert.True(_reload.Now().Taken);
        Assert.Equal(TimeSpan.FromSeconds(10), _source.Current.Drain);
    }

    private void Write(string text, int minutesOld)
    {
        File.WriteAllText(_folder.File("weir.yaml"), text + Upstream);
        // Stamps of the test's own choice: two writes within one tick of the file system must not look the same.
        File.SetLastWriteTimeUtc(_folder.File("weir.yaml"), DateTime.UnixEpoch.AddYears(50).AddMinutes(-minutesOld));
    }
}
