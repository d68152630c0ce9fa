using Weir.Detection.Accounts;
using Weir.Gateway.Findings;
using Weir.TestKit;
using Xunit;

namespace Weir.Gateway.Tests.Findings;

public sealed class Facts_of_accounts : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_told_outlives_a_restart_and_what_was_taken_back_does_not()
    {
        await using (var first = new LiveGateway(_temp.File("data")).Started())
        {
            await TellAsync(first, new AccountFacts { Account = "a", Tier = "one" }, new AccountFacts { Account = "b", Tier = "b" });
            await TellAsync(first, new AccountFacts { Account = "a", Tier = "two", Verified = false, Licence = new DistillationLicence(true, null) });
            await first.Detection.AskAsync(static state => state.Facts.Forget("b") ? "" : null, Cancel);
        }

        await using var second = new LiveGateway(_temp.File("data")).Started();
        Assert.Equal(new AccountFacts { Account = "a", Tier = "two", Verified = false, Licence = new DistillationLicence(true, null) }, await OfAsync(second, "a"));
        Assert.Null(await OfAsync(second, "b"));
    }

    [Fact]
    public async Task A_line_that_a_kill_tore_is_cut_and_the_others_hold()
    {
        await using (var first = new LiveGateway(_temp.File("data")).Started())
            await TellAsync(first, new AccountFacts { Account = "a", Tier = "one" });
        var path = Path.Combine(_temp.File("data"), "findings", "facts.jsonl");
        await File.AppendAllTextAsync(path, "{\"account\":\"a\",\"ti", Cancel);

        await using var second = new LiveGateway(_temp.File("data")).Started();
        Assert.Equal("one", (await OfAsync(second, "a"))?.Tier);
        await TellAsync(second, new AccountFacts { Account = "c" });
        Assert.Equal(["""{"account":"a","tier":"one"}""", """{"account":"c"}"""], await File.ReadAllLinesAsync(path, Cancel));
    }

    [Fact]
    public async Task Lines_that_no_longer_count_are_dropped_at_a_start()
    {
        await using (var first = new LiveGateway(_temp.File("data")).Started())
        {
            for (var i = 0; i < 3; i++)
                await TellAsync(first, [.. Enumerable.Range(0, 500).Select(number => new AccountFacts { Account = "a" + number, Tier = "t" + i })]);
        }

        await using (var second = new LiveGateway(_temp.File("data")).Started())
        {
            Assert.Equal("t2", (await OfAsync(second, "a499"))?.Tier);
            Assert.Equal(1500, (await File.ReadAllLinesAsync(Path.Combine(_temp.File("data"), "findings", "facts.jsonl"), Cancel)).Length);
            await TellAsync(second, new AccountFacts { Account = "a0" });
        }

        await using var third = new LiveGateway(_temp.File("data")).Started();
        Assert.Null((await OfAsync(third, "a0"))!.Tier);
        Assert.Equal(500, (await File.ReadAllLinesAsync(Path.Combine(_temp.File("data"), "findings", "facts.jsonl"), Cancel)).Length);
    }

    [Fact]
    public async Task The_accounts_file_is_read_again_when_it_has_changed_and_does_not_overrule_what_was_told()
    {
        var clock = new ManualTimeProvider();
        var file = _temp.File("accounts.jsonl");
        await File.WriteAllTextAsync(file, "{\"account\":\"a\",\"tier\":\"file\"}\nbroken\n{\"account\":\"b\",\"tier\":\"file\"}\n", Cancel);
        await using var live = new LiveGateway(_temp.File("data"), clock, accounts: file).Started();
        Assert.Equal("file", (await OfAsync(live, "a"))?.Tier);
        await TellAsync(live, new AccountFacts { Account = "b", Tier = "told" });

        await File.WriteAllTextAsync(file, "{\"account\":\"b\",\"tier\":\"file 2\"}\n{\"account\":\"c\",\"tier\":\"file 2\"}\n", Cancel);
        while (await OfAsync(live, "c") is null)
            clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await OfAsync(live, "a"));
        Assert.Equal("told", (await OfAsync(live, "b"))?.Tier);

        File.Delete(file);
        for (var i = 0; i < 5; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal("file 2", (await OfAsync(live, "c"))?.Tier);
        }
    }

    [Fact]
    public void Names_that_no_account_can_have_are_none()
    {
        Assert.All(["", "a\n", "a\0", "\u0085", "\ud800", new string('a', 513)], static name => Assert.False(FactLines.IsName(name)));
        Assert.All(["a", "a b", "漢字 😀", "a/b", new string('a', 512)], static name => Assert.True(FactLines.IsName(name)));
    }

    private static Task<string?> TellAsync(LiveGateway live, params AccountFacts[] facts) => live.Detection.AskAsync(
        state =>
        {
            state.Facts.Tell(facts);
            return "";
        },
        Cancel);

    private static Task<AccountFacts?> OfAsync(LiveGateway live, string account) => live.Detection.AskAsync(state => state.Facts.Of(account), Cancel);
}
