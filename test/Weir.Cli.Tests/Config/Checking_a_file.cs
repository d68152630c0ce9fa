using Weir.TestKit;
using Xunit;

namespace Weir.Cli.Tests.Config;

public sealed class Checking_a_file : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_good_file_is_told_so()
    {
        File.WriteAllText(_folder.File("weir.yaml"), "upstreams: [{ name: local, url: \"http://127.0.0.1:8000\" }]\n");
        var run = await Program_run.Of("config", "check", _folder.File("weir.yaml"));
        Assert.Equal((0, ""), (run.Exit, run.Error));
        Assert.EndsWith("good; 1 upstream, identity keys, listening on http://127.0.0.1:8080\n", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_faults_are_listed_and_the_exit_code_is_2()
    {
        File.WriteAllText(_folder.File("weir.yaml"), "lisen: 1\ndrain: soon\n");
        var run = await Program_run.Of("config", "check", _folder.File("weir.yaml"));
        Assert.Equal((2, ""), (run.Exit, run.Out));
        Assert.StartsWith("weir: 3 faults in the configuration\n", run.Error, StringComparison.Ordinal);
        Assert.Contains(":1: lisen is not a key", run.Error, StringComparison.Ordinal);
        Assert.Contains(":2: drain is 'soon'", run.Error, StringComparison.Ordinal);
        Assert.Contains("upstreams names no upstream", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sample_that_it_prints_is_good_as_it_stands()
    {
        File.WriteAllText(_folder.File("weir.yaml"), (await Program_run.Of("config", "sample")).Out);
        Assert.Equal(0, (await Program_run.Of("config", "check", _folder.File("weir.yaml"))).Exit);
    }
}
