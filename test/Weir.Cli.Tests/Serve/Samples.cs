using Weir.Gateway.Configuration;
using Weir.TestKit;
using Xunit;

namespace Weir.Cli.Tests.Serve;

/// <summary>The samples that are no configuration name commands, files and times; those exist and fit.</summary>
public sealed class Samples
{
    [Fact]
    public async Task The_units_commands_are_commands_of_the_program()
    {
        foreach (var line in Lines("samples/weir.service").Where(static line => line.StartsWith("ExecStart", StringComparison.Ordinal)))
        {
            var words = line.Split('=', 2)[1].Split(' ');
            Assert.Equal("/usr/local/bin/weir", words[0]);
            // The file is not there; that it is looked for shows that the words were understood.
            var run = await Program_run.Of(words[1..]);
            Assert.Contains("/etc/weir/weir.yaml: does not exist", run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_unit_gives_a_stop_longer_than_the_usual_drain()
    {
        var stop = Lines("samples/weir.service").Single(static line => line.StartsWith("TimeoutStopSec=", StringComparison.Ordinal)).Split('=')[1];
        Assert.True(DurationText.TryParse(stop, out var patience));
        Assert.True(patience > new WeirConfig { Listen = null!, Admin = null!, DataFolder = "" }.Drain);
    }

    [Fact]
    public void What_the_image_copies_is_in_the_repository()
    {
        foreach (var line in Lines("samples/Dockerfile").Where(static line => line.StartsWith("COPY ", StringComparison.Ordinal) && !line.Contains("--from", StringComparison.Ordinal)))
        {
            foreach (var path in line.Split(' ')[1..^1])
                Assert.True(Path.Exists(Path.Combine(Repository.Root, path)), path);
        }
    }

    private static string[] Lines(string path) => File.ReadAllLines(Path.Combine(Repository.Root, path));
}
