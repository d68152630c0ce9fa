using Weir.Gateway.Storage;
using Weir.TestKit;
using Xunit;

namespace Weir.Gateway.Tests.Storage;

public sealed class DataFolderTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    private string Data => _temp.File("data");

    private static DataFolder Open(string path)
    {
        Assert.True(DataFolder.TryOpen(path, out var folder, out var fault), fault?.ToString());
        return folder;
    }

    private static string Refused(string path)
    {
        Assert.False(DataFolder.TryOpen(path, out _, out var fault));
        Assert.DoesNotContain("   at ", fault.ToString(), StringComparison.Ordinal);
        Assert.NotEmpty(fault.Remedy);
        return fault.ToString();
    }

    [Fact]
    public void A_new_folder_is_private_and_carries_its_format_and_its_key()
    {
        using var folder = Open(Data);

        Assert.Equal("weir-data 1\n", File.ReadAllText(Path.Combine(Data, "format")));
        Assert.Equal(32, new FileInfo(Path.Combine(Data, "installation.key")).Length);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(DurableFile.PrivateFolder, File.GetUnixFileMode(Data));
            Assert.Equal(DurableFile.Private, File.GetUnixFileMode(Path.Combine(Data, "installation.key")));
        }
    }

    [Fact]
    public void The_same_thing_has_the_same_hash_after_a_restart()
    {
        using var first = Open(Data);
        var hash = first.Hasher.Hash("an end user");
        first.Dispose();
        using var second = Open(Data);

        Assert.Equal(hash, second.Hasher.Hash("an end user"));
    }

    [Fact]
    public void Two_installations_hash_differently()
    {
        using var first = Open(Data);
        using var second = Open(_temp.File("other"));

        Assert.NotEqual(first.Hasher.Hash("an end user"), second.Hasher.Hash("an end user"));
    }

    [Fact]
    public void A_second_opener_is_refused_and_told_who_holds_the_folder()
    {
        using var folder = Open(Data);
        var fault = Refused(Data);

        Assert.Contains("in use by another weir", fault, StringComparison.Ordinal);
        Assert.Contains($"process {Environment.ProcessId}", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_was_closed_can_be_opened_again()
    {
        Open(Data).Dispose();
        Open(Data).Dispose();
    }

    [Fact]
    public void A_file_in_its_place_is_refused()
    {
        File.WriteAllText(Data, "");
        Assert.Contains("is a file", Refused(Data), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_below_a_file_is_refused()
    {
        File.WriteAllText(Data, "");
        Refused(Path.Combine(Data, "below"));
    }

    [Fact]
    public void A_place_where_nothing_can_be_made_is_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs a file system that takes no files.");
        Refused("/proc/weir-data");
    }

    [Fact]
    public void Somebody_else_s_folder_is_left_alone()
    {
        Directory.CreateDirectory(Data);
        File.WriteAllText(Path.Combine(Data, "thesis.tex"), "");

        Assert.Contains("thesis.tex", Refused(Data), StringComparison.Ordinal);
    }

    [Fact]
    public void A_start_that_was_interrupted_is_taken_up_again()
    {
        Directory.CreateDirectory(Data);
        File.WriteAllText(Path.Combine(Data, "lock"), "");
        File.WriteAllText(Path.Combine(Data, "owner"), "12\n");
        File.WriteAllText(Path.Combine(Data, "installation.key.tmp"), "half");

        Open(Data).Dispose();
    }

    [Fact]
    public void Keys_may_be_made_before_the_first_start()
    {
        Directory.CreateDirectory(Data);
        File.WriteAllText(Path.Combine(Data, "keys.jsonl"), "");

        Open(Data).Dispose();
    }

    [Fact(Timeout = 120_000)]
    public async Task Another_process_is_refused_until_the_first_is_killed()
    {
        using var other = OtherProcess.Run(nameof(Holds_a_data_folder), Data);
        Assert.Equal("held", await other.SaysAsync());

        var fault = Refused(Data);
        Assert.Contains("in use by another weir", fault, StringComparison.Ordinal);
        Assert.Contains($"process {other.Id}", fault, StringComparison.Ordinal);

        await other.KillAsync();
        Open(Data).Dispose();
    }

    [Fact(Explicit = true)]
    public async Task Holds_a_data_folder()
    {
        using var folder = Open(OtherProcess.Argument);
        OtherProcess.Say("held");
        await OtherProcess.ParentIsGone();
    }

    [Fact]
    public void A_newer_format_is_refused_with_both_numbers()
    {
        Open(Data).Dispose();
        File.WriteAllText(Path.Combine(Data, "format"), "weir-data 7\n");

        Assert.Contains("format 7; this one knows 1", Refused(Data), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("weir-data")]
    [InlineData("weir-data one\n")]
    [InlineData("something else\n")]
    public void A_format_file_that_weir_did_not_write_is_refused(string text)
    {
        Open(Data).Dispose();
        File.WriteAllText(Path.Combine(Data, "format"), text);

        Assert.Contains("format file", Refused(Data), StringComparison.Ordinal);
    }

    [Fact]
    public void An_older_format_is_migrated_step_by_step()
    {
        Open(Data).Dispose();
        var done = new List<int>();
        var steps = new[] { new FormatStep(2, _ => done.Add(2)), new FormatStep(1, _ => done.Add(1)) };

        Assert.True(DataFolder.TryOpen(Data, 3, steps, out var folder, out var fault), fault?.ToString());
        folder.Dispose();
        Assert.Equal([1, 2], done);
        Assert.Equal("weir-data 3\n", File.ReadAllText(Path.Combine(Data, "format")));
    }

    [Fact]
    public void An_older_format_without_a_way_forward_is_refused()
    {
        Open(Data).Dispose();

        Assert.False(DataFolder.TryOpen(Data, 3, [new FormatStep(2, _ => { })], out _, out var fault));
        Assert.Contains("has format 1", fault.ToString(), StringComparison.Ordinal);
        Open(Data).Dispose();
    }

    [Fact]
    public void A_migration_that_breaks_off_begins_again_where_it_was()
    {
        Open(Data).Dispose();
        var steps = new[] { new FormatStep(1, _ => { }), new FormatStep(2, _ => throw new IOException("No space left on device", 28)) };
        Assert.False(DataFolder.TryOpen(Data, 3, steps, out _, out var fault));
        Assert.Contains("disk is full", fault.ToString(), StringComparison.Ordinal);

        Assert.True(DataFolder.TryOpen(Data, 3, [new FormatStep(2, _ => { })], out var folder, out _));
        folder.Dispose();
    }

    [Fact]
    public void A_key_that_others_can_read_is_refused_with_the_command_that_helps()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        Open(Data).Dispose();
        var key = Path.Combine(Data, "installation.key");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(key, DurableFile.Private | UnixFileMode.GroupRead);

        Assert.Contains($"chmod 600 '{key}'", Refused(Data), StringComparison.Ordinal);
    }

    [Fact]
    public void A_lost_or_damaged_key_is_never_replaced_silently()
    {
        Open(Data).Dispose();
        var key = Path.Combine(Data, "installation.key");
        File.WriteAllBytes(key, new byte[31]);
        Assert.Contains("31 bytes", Refused(Data), StringComparison.Ordinal);
        File.Delete(key);
        Assert.Contains("is missing", Refused(Data), StringComparison.Ordinal);
    }
}
