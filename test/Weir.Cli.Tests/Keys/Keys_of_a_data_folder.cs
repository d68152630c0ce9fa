using Weir.TestKit;
using Xunit;

namespace Weir.Cli.Tests.Keys;

public sealed class Keys_of_a_data_folder : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Data => _folder.File("data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_new_key_is_all_that_standard_output_gets()
    {
        var run = await Program_run.Of("keys", "create", "--data", Data, "--account", "team-a");
        Assert.Equal(0, run.Exit);
        Assert.Matches("^weir_[a-z0-9]{10}_[a-z0-9]{52}\n$", run.Out);
        Assert.Contains("shown this once", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_shows_all_but_the_secret()
    {
        var key = await Create("--account", "team-a", "--organization", "acme", "--name", "ci", "--model", "gpt-*", "--expires", "90d");
        await Create("--account", "team-b");
        var list = await Program_run.Of("keys", "list", "--data", Data);
        Assert.Contains("team-a   acme          ci    gpt-*", list.Out, StringComparison.Ordinal);
        Assert.Contains("team-b", list.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(key.Split('_')[2], list.Out, StringComparison.Ordinal);
        var json = await Program_run.Of("keys", "list", "--data", Data, "--account", "team-a", "--json");
        Assert.StartsWith($"{{\"id\":\"{Id(key)}\",\"account\":\"team-a\",\"organization\":\"acme\",\"name\":\"ci\",\"models\":[\"gpt-*\"]", json.Out, StringComparison.Ordinal);
        Assert.Single(json.Out.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Rotation_gives_another_secret_under_the_same_id()
    {
        var key = await Create("--account", "team-a");
        var rotated = await Program_run.Of("keys", "rotate", Id(key), "--data", Data);
        Assert.Equal(0, rotated.Exit);
        Assert.Equal(Id(key), Id(rotated.Out));
        Assert.NotEqual(key, rotated.Out);
        Assert.Contains("rotating", (await Program_run.Of("keys", "list", "--data", Data)).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revoked_key_stays_in_the_list_and_cannot_be_changed_again()
    {
        var key = await Create("--account", "team-a");
        Assert.Equal(0, (await Program_run.Of("keys", "revoke", Id(key), "--data", Data)).Exit);
        Assert.Contains("revoked", (await Program_run.Of("keys", "list", "--data", Data)).Out, StringComparison.Ordinal);
        var again = await Program_run.Of("keys", "rotate", Id(key), "--data", Data);
        Assert.Equal((2, $"weir: The key '{Id(key)}' has been revoked.\n"), (again.Exit, again.Error));
    }

    [Fact]
    public async Task The_data_folder_of_a_configuration_is_found_without_its_secrets()
    {
        var key = await Create("--account", "team-a");
        File.WriteAllText(_folder.File("weir.yaml"), "data: data\nupstreams: [{ name: a, url: \"http://127.0.0.1:1\", credential: { env: WEIR_TEST_NOT_SET_HERE } }]\n");
        var list = await Program_run.Of("keys", "list", "--config", _folder.File("weir.yaml"));
        Assert.Contains(Id(key), list.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("keys", "create", "--account", "a\nb")]
    [InlineData("keys", "create", "--account", "")]
    [InlineData("keys", "create")]
    [InlineData("keys", "create", "--account", "a", "--expires", "9y")]
    [InlineData("keys", "list", "--data", "/no/such/folder")]
    [InlineData("keys", "revoke", "nobody", "--data", "/no/such/folder")]
    public async Task What_cannot_be_used_ends_in_a_sentence_and_exit_code_2(params string[] arguments)
    {
        var run = await Program_run.Of(arguments);
        Assert.Equal(2, run.Exit);
        Assert.StartsWith("weir: ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
    }

    private async Task<string> Create(params string[] arguments)
    {
        var run = await Program_run.Of(["keys", "create", "--data", Data, .. arguments]);
        Assert.True(run.Exit == 0, run.Error);
        return run.Out.Trim();
    }

    private static string Id(string key) => key.Split('_')[1];
}
