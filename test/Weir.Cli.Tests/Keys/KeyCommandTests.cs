using System.Text.Json;
using Weir.Gateway.Storage;
using Weir.TestKit;
using Xunit;

namespace Weir.Cli.Tests.Keys;

public sealed class KeyCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ManualTimeProvider _time = new();

    private string Data => _folder.File("data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_key_is_alone_on_standard_output_and_the_words_about_it_are_beside()
    {
        var (code, output, error) = await Weir("create", "--account", "acme");
        Assert.Equal(ExitCodes.Ok, code);
        Assert.Matches("^weir_[a-z0-9]{10}_[a-z0-9]{52}\n$", output);
        Assert.Equal($"Key {output[5..15]} of account acme. This is the only time that it is shown.\n", error);
    }

    [Fact]
    public async Task A_folder_with_keys_only_is_taken_as_data_folder_at_the_first_start()
    {
        await Weir("create", "--account", "acme");
        Assert.True(DataFolder.TryOpen(Data, out var folder, out var fault), fault?.ToString());
        folder.Dispose();
        Assert.Equal(ExitCodes.Ok, (await Weir("create", "--account", "beta")).Code);
    }

    [Fact]
    public async Task The_list_shows_how_each_key_stands_and_no_secret()
    {
        var open = (await Weir("create", "--account", "acme", "--organization", "group", "--name", "ci", "--model", "small-*", "--model", "exact")).Output;
        var expiring = (await Weir("create", "--account", "beta", "--expires", "12h")).Output[5..15];
        var revoked = (await Weir("create", "--account", "gamma")).Output[5..15];
        Assert.Equal(ExitCodes.Ok, (await Weir("revoke", revoked)).Code);
        _time.Advance(TimeSpan.FromHours(12));
        var rotating = (await Weir("create", "--account", "delta")).Output[5..15];
        var (code, second, error) = await Weir("rotate", rotating, "--overlap", "2d");
        Assert.Equal((ExitCodes.Ok, rotating), (code, second[5..15]));
        Assert.EndsWith("The one before opens until 2026-03-04 21:00Z.\n", error, StringComparison.Ordinal);

        var lines = (await Weir("list")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            [
                $"ID          ACCOUNT  ORGANIZATION  NAME  MODELS         CREATED            EXPIRES            STATE",
                $"{open[5..15]}  acme     group         ci    small-* exact  2026-03-02 09:00Z  never              open",
                $"{expiring}  beta                         all            2026-03-02 09:00Z  2026-03-02 21:00Z  expired",
                $"{rotating}  delta                        all            2026-03-02 21:00Z  never              rotating",
                $"{revoked}  gamma                        all            2026-03-02 09:00Z  never              revoked",
            ],
            lines);
        var json = (await Weir("list", "--json")).Output;
        Assert.DoesNotContain(open.Trim()[16..], json, StringComparison.Ordinal);
        var first = JsonDocument.Parse(json.Split('\n')[0]).RootElement;
        Assert.Equal(("acme", "open", 2), (first.GetProperty("account").GetString(), first.GetProperty("state").GetString(), first.GetProperty("models").GetArrayLength()));
    }

    [Fact]
    public async Task What_cannot_be_done_is_one_sentence_and_exit_code_2()
    {
        Assert.Equal((ExitCodes.Unusable, "", "weir: There is no key with the id 'nobody'.\n"), await Weir("revoke", "nobody"));
        await File.WriteAllTextAsync(_folder.File("file"), "", TestContext.Current.CancellationToken);
        var (code, _, error) = await Weir("create", "--account", "acme", "--data", _folder.File("file"));
        Assert.Equal(ExitCodes.Unusable, code);
        Assert.StartsWith("weir: Keys cannot be written to", error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }

    [Theory]
    [InlineData("--expires", "soon")]
    [InlineData("--expires", "12")]
    [InlineData("--expires", "-1d")]
    [InlineData("--expires", "99999999999999999d")]
    [InlineData("--name", "bell\u0007")]
    public async Task Values_that_cannot_be_meant_are_refused(string option, string value)
    {
        var (code, output, error) = await Weir("create", "--account", "acme", option, value);
        Assert.Equal((ExitCodes.Unusable, ""), (code, output));
        Assert.Contains(option + " takes", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_list_says_how_to_begin() =>
        Assert.Equal("There are no keys. Make one with: weir keys create --account NAME\n", (await Weir("list")).Error);

    private async Task<(int Code, string Output, string Error)> Weir(params string[] arguments)
    {
        var output = new StringWriter { NewLine = "\n" };
        var error = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal { Out = output, Error = error, Input = static () => Stream.Null, Time = _time };
        string[] data = arguments.Contains("--data") ? [] : ["--data", Data];
        var code = await WeirProgram.RunAsync(["keys", .. arguments, .. data], terminal, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }
}
