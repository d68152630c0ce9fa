using System.Text.Json;
using Weir.TestKit;
using Xunit;

namespace Weir.Cli.Tests.Drills;

public sealed class DrillCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_list_names_campaigns_and_look_alikes()
    {
        var (code, output, _) = await Weir("list");
        Assert.Equal(ExitCodes.Ok, code);
        Assert.Contains("hydra", output, StringComparison.Ordinal);
        Assert.Contains("classroom", output, StringComparison.Ordinal);
        foreach (var line in (await Weir("list", "--json")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var json = JsonDocument.Parse(line);
            Assert.Contains(json.RootElement.GetProperty("label").GetString(), (string[])["extraction", "benign"]);
        }
    }

    [Fact]
    public async Task What_is_written_is_read_by_analyze_with_its_accounts_and_its_truth()
    {
        var to = _folder.File("drill");
        var (code, output, error) = await Weir("write", "low-and-slow", "--out", to, "--scale", "0.015", "--form", "short-no-answers");
        Assert.True(code == ExitCodes.Ok, error);
        Assert.Contains("exchanges of", output, StringComparison.Ordinal);
        Assert.Equal(["accounts.jsonl", "log.jsonl", "truth.jsonl"], Directory.GetFiles(to).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        using var report = new StringWriter();
        using var said = new StringWriter();
        var terminal = new Terminal { Out = report, Error = said, Input = () => Stream.Null };
        var analysed = await WeirProgram.RunAsync(
            ["analyze", Path.Combine(to, "log.jsonl"), "--accounts", Path.Combine(to, "accounts.jsonl"), "--truth", Path.Combine(to, "truth.jsonl"), "--format", "json", "--threads", "1"], terminal, CancellationToken.None);
        Assert.True(analysed is ExitCodes.Ok or ExitCodes.Found, said.ToString());
        using var json = JsonDocument.Parse(report.ToString());
        Assert.True(json.RootElement.TryGetProperty("accounts", out _));
    }

    [Theory]
    [InlineData("there is no scenario 'nothing'", "write", "nothing", "--out", "x")]
    [InlineData("--out", "write", "hydra")]
    [InlineData("--scale takes a number", "write", "hydra", "--out", "x", "--scale", "0")]
    [InlineData("--form takes", "write", "hydra", "--out", "x", "--form", "csv")]
    public async Task What_cannot_be_used_is_said_in_a_sentence(string sentence, params string[] arguments)
    {
        var (code, _, error) = await Weir(arguments);
        Assert.Equal(ExitCodes.Unusable, code);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_told()
    {
        await File.WriteAllTextAsync(_folder.File("file"), "x", CancellationToken.None);
        var (code, _, error) = await Weir("write", "probing", "--out", Path.Combine(_folder.File("file"), "under"), "--scale", "0.01");
        Assert.Equal(ExitCodes.Unusable, code);
        Assert.Contains("cannot be made", error, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Error)> Weir(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var terminal = new Terminal { Out = output, Error = error, Input = () => Stream.Null };
        var code = await WeirProgram.RunAsync(["drill", .. arguments], terminal, CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }
}
