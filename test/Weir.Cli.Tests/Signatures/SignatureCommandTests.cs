using System.Text.Json;
using Weir.Gateway.Storage;
using Weir.Lab.Texts;
using Weir.TestKit;
using Xunit;

namespace Weir.Cli.Tests.Signatures;

public sealed class SignatureCommandTests : IDisposable
{
    private static readonly string Prose = new MadeProse(1).Text(8_000);

    private readonly TempFolder _folder = new();

    private string Data => _folder.File("data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_text_that_was_marked_by_hand_is_recognised_and_an_unmarked_one_is_not()
    {
        await Weir("keys", "create", "main");
        var (plain, marked) = (await Write("plain.txt", Prose), _folder.File("marked.txt"));
        var (code, _, error) = await Weir("apply", plain, "--key", "main", "--strength", "1", "--out", marked);
        Assert.True(code == ExitCodes.Ok, error);
        Assert.Matches("^[0-9]+ words, [0-9]+ places open, [0-9]+ changed: [0-9.]+% of the words.\n$", error);

        (code, var output, error) = await Weir("detect", marked, "--key", "main", "--format", "json");
        Assert.True(code == ExitCodes.Found, error + output);
        var found = JsonDocument.Parse(output).RootElement;
        Assert.Equal("marked", found.GetProperty("verdict").GetString());
        Assert.True(found.GetProperty("z").GetDouble() > 5.26 && found.GetProperty("p").GetDouble() < 1e-6 && found.GetProperty("words").GetInt64() > 7_000);
        Assert.InRange(found.GetProperty("decoys").GetProperty("sd").GetDouble(), 0.9, 1.1);

        (code, output, _) = await Weir("detect", plain, "--key", "main", "--format", "json");
        Assert.Equal(ExitCodes.Ok, code);
        Assert.NotEqual("marked", JsonDocument.Parse(output).RootElement.GetProperty("verdict").GetString());
    }

    [Fact]
    public async Task Marking_twice_by_hand_changes_nothing_more()
    {
        await Weir("keys", "create", "main");
        var (plain, once, twice) = (await Write("plain.txt", Prose), _folder.File("once.txt"), _folder.File("twice.txt"));
        await Weir("apply", plain, "--key", "main", "--strength", "0.6", "--out", once);
        await Weir("apply", once, "--key", "main", "--strength", "0.6", "--out", twice);
        var cancellation = TestContext.Current.CancellationToken;
        Assert.NotEqual(Prose, await File.ReadAllTextAsync(once, cancellation));
        Assert.Equal(await File.ReadAllTextAsync(once, cancellation), await File.ReadAllTextAsync(twice, cancellation));
    }

    [Fact]
    public async Task Without_a_key_named_all_of_the_installation_are_tried_and_corrected_for()
    {
        await Weir("keys", "create", "main");
        await Weir("keys", "create", "other");
        await Weir("keys", "create", "harvest", "--under", "main");
        var marked = _folder.File("marked.txt");
        await Weir("apply", await Write("plain.txt", new MadeProse(2).Text(60_000)), "--key", "harvest", "--strength", "1", "--out", marked);
        var keys = JsonDocument.Parse((await Weir("detect", marked, "--format", "json")).Output).RootElement.GetProperty("keys").EnumerateArray().ToArray();
        Assert.Equal(["main", "harvest", "other"], keys.Select(static key => key.GetProperty("key").GetString()));
        Assert.True(keys[1].GetProperty("p_adjusted").GetDouble() < 1e-3);
        Assert.True(keys[2].GetProperty("p_adjusted").GetDouble() > 1e-2);
    }

    [Fact]
    public async Task A_short_text_is_inconclusive()
    {
        await Weir("keys", "create", "main");
        var (code, output, _) = await Weir("detect", await Write("short.txt", Prose[..600]), "--key", "main", "--format", "json");
        Assert.Equal(ExitCodes.Ok, code);
        Assert.Equal("inconclusive", JsonDocument.Parse(output).RootElement.GetProperty("verdict").GetString());
    }

    [Fact]
    public async Task A_control_that_is_the_marked_text_or_too_small_is_told()
    {
        await Weir("keys", "create", "main");
        var marked = _folder.File("marked.txt");
        await Weir("apply", await Write("plain.txt", new MadeProse(3).Text(60_000)), "--key", "main", "--strength", "1", "--out", marked);
        var itself = JsonDocument.Parse((await Weir("detect", marked, "--key", "main", "--control", marked, "--format", "json")).Output).RootElement;
        Assert.Equal("inconclusive", itself.GetProperty("verdict").GetString());
        Assert.Contains("itself", itself.GetProperty("reason").GetString(), StringComparison.Ordinal);
        var small = JsonDocument.Parse((await Weir("detect", marked, "--key", "main", "--control", await Write("small.txt", Prose[..900]), "--format", "json")).Output).RootElement;
        Assert.Equal("marked", small.GetProperty("verdict").GetString());
        Assert.Contains("2000 are needed", small.GetProperty("control").GetProperty("notes")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Counts_made_once_stand_for_the_text_they_were_made_of()
    {
        await Weir("keys", "create", "main");
        var (control, counts, marked) = (await Write("control.txt", new MadeProse(5).Text(60_000)), _folder.File("counts.txt"), _folder.File("marked.txt"));
        Assert.Equal(ExitCodes.Ok, (await Weir("control", control, "--out", counts)).Code);
        await Weir("apply", await Write("plain.txt", Prose), "--key", "main", "--strength", "1", "--out", marked);
        var from = (string path) => Weir("detect", marked, "--key", "main", "--control", path, "--format", "json");
        Assert.Equal(Z((await from(control)).Output), Z((await from(counts)).Output));

        static double Z(string json) => JsonDocument.Parse(json).RootElement.GetProperty("z").GetDouble();
    }

    [Fact]
    public async Task A_commitment_stands_in_the_ledger_before_the_first_use_and_a_running_gateway_keeps_it_to_itself()
    {
        var (_, _, error) = await Weir("keys", "create", "main");
        Assert.Contains("It stands in the ledger as entry 0.", error, StringComparison.Ordinal);
        Assert.True(DataFolder.TryOpen(Data, out var folder, out _));
        using (folder)
        {
            Assert.Contains("It is not in the ledger yet", (await Weir("keys", "create", "second")).Error, StringComparison.Ordinal);
            var (code, _, refused) = await Weir("apply", await Write("plain.txt", Prose), "--key", "second");
            Assert.Equal(ExitCodes.Unusable, code);
            Assert.Contains("nothing is marked before it is", refused, StringComparison.Ordinal);
        }

        Assert.Equal("1 committed.\n", (await Weir("keys", "commit")).Error);
        var list = (await Weir("keys", "list", "--json")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal([0, 1], list.Select(static key => key.GetProperty("ledger_index").GetInt64()));
    }

    [Fact]
    public async Task A_master_in_a_file_gives_the_same_keys_and_another_one_is_told()
    {
        var (one, other) = (await Write("one", new string('a', 40)), await Write("other", new string('b', 40)));
        await Weir("keys", "create", "main", "--master", one);
        var text = await Write("plain.txt", Prose);
        Assert.Equal(ExitCodes.Ok, (await Weir("detect", text, "--key", "main", "--master", one)).Code);
        var (code, _, error) = await Weir("detect", text, "--key", "main", "--master", other);
        Assert.Equal(ExitCodes.Unusable, code);
        Assert.Contains("another master", error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Unusable, (await Weir("keys", "create", "x", "--master", await Write("short", "tiny"))).Code);
    }

    [Fact]
    public async Task A_preview_shows_both_sides_and_writes_nothing()
    {
        var text = await Write("plain.txt", Prose[..4_000]);
        var (code, output, _) = await Weir("preview", text);
        Assert.Equal(ExitCodes.Ok, code);
        Assert.Matches("\\[[^\\]]*\\].*  .*\\[[^\\]]*\\]", output.Split('\n')[0]);
        Assert.False(Directory.Exists(Data));
    }

    [Fact]
    public async Task What_is_missing_is_one_sentence_and_exit_code_2()
    {
        Assert.Equal(ExitCodes.Unusable, (await Weir("detect", _folder.File("none.txt"), "--key", "main")).Code);
        await Weir("keys", "create", "main");
        foreach (var wrong in (string[][])[["detect", _folder.File("none.txt"), "--key", "main"], ["detect", _folder.File("none.txt"), "--key", "nobody"], ["keys", "create", "main"], ["keys", "create", "a/b"], ["keys", "create", "c", "--under", "nobody"]])
        {
            var (code, output, error) = await Weir(wrong);
            Assert.Equal((ExitCodes.Unusable, ""), (code, output));
            Assert.Single(error.Trim().Split('\n'));
        }
    }

    [Fact]
    public async Task What_is_no_text_is_told_and_not_mended()
    {
        await Weir("keys", "create", "main");
        var file = _folder.File("latin.txt");
        await File.WriteAllBytesAsync(file, [.. "The two of them do not know what it "u8, 0xFF, .. " is."u8], TestContext.Current.CancellationToken);
        var (code, output, error) = await Weir("apply", file, "--key", "main");
        Assert.Equal((ExitCodes.Unusable, ""), (code, output));
        Assert.Contains("byte 36", error, StringComparison.Ordinal);
    }

    private async Task<string> Write(string name, string text)
    {
        await File.WriteAllTextAsync(_folder.File(name), text, TestContext.Current.CancellationToken);
        return _folder.File(name);
    }

    private async Task<(int Code, string Output, string Error)> Weir(params string[] arguments)
    {
        string[] data = arguments[0] is "preview" or "control" ? [] : ["--data", Data];
        var run = await Program_run.Of(["signature", .. arguments, .. data]);
        return (run.Exit, run.Out, run.Error);
    }
}
