using System.Text.Json;
using Weir.TestKit;
using Xunit;

namespace Weir.Cli.Tests.Lab;

public sealed class LabCommandTests
{
    [Fact]
    public async Task A_run_gives_cells_a_page_and_says_when_it_checked_nothing()
    {
        using var folder = new TempFolder();
        var page = folder.File("lab.html");
        var run = await Program_run.Of("lab", "run", "--share", "1", "0", "--strength", "1", "--attack", "none", "--seeds", "1", "--anchor-seeds", "0", "--training-words", "30000", "--words", "1000", "3000", "--format", "json", "--html", page);
        // Without its own check the laboratory is not to be believed, and says so.
        Assert.Equal(ExitCodes.Broken, run.Exit);
        var result = JsonDocument.Parse(run.Out).RootElement;
        Assert.Contains("not run", result.GetProperty("broken").GetString(), StringComparison.Ordinal);
        Assert.Equal(4, result.GetProperty("cells").GetArrayLength());
        var html = await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken);
        Assert.StartsWith("<!doctype html>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_tried_is_one_sentence()
    {
        foreach (var wrong in (string[][])[["--share", "2"], ["--words", "5"], ["--gateway", "nowhere"], ["--text", "/nowhere/at/all"]])
        {
            var run = await Program_run.Of(["lab", "run", .. wrong]);
            Assert.Equal((ExitCodes.Unusable, ""), (run.Exit, run.Out));
            Assert.Single(run.Error.Trim().Split('\n'));
        }
    }
}
