using System.Text.RegularExpressions;
using Weir.Console.Tests.Running;
using Xunit;

namespace Weir.Console.Tests.Pages;

public sealed partial class The_list_of_accounts(Storied story)
{
    [Theory]
    [InlineData("evidence")]
    [InlineData("name")]
    [InlineData("exposure")]
    public async Task Every_account_stands_on_exactly_one_page(string order)
    {
        using var browser = new PlainBrowser(story.Console);
        var seen = new List<string>();
        var address = $"/accounts?order={order}";
        while (address is not null)
        {
            var page = (await browser.GetAsync(address)).Text;
            seen.AddRange(Row().Matches(page).Select(static match => match.Groups[1].Value));
            address = Next().Match(page) is { Success: true } next ? System.Net.WebUtility.HtmlDecode(next.Groups[1].Value) : null;
        }

        var all = await story.Console.Parts.Detection.LookAsync(static analysis => new Counted(analysis.Summary.Accounts), TestContext.Current.CancellationToken);
        Assert.Equal(seen.Count, seen.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(all!.Accounts, seen.Count);
    }

    [Fact]
    public async Task It_is_narrowed_by_part_of_a_name_by_posture_and_by_campaign()
    {
        using var browser = new PlainBrowser(story.Console);
        async Task<string[]> Found(string question) => [.. Row().Matches((await browser.GetAsync("/accounts?" + question)).Text).Select(static match => match.Groups[1].Value)];
        Assert.Equal([story.Member], await Found("q=" + story.Member.ToUpperInvariant()));
        Assert.Equal([story.Member], await Found("posture=suspend"));
        var members = await Found("campaign=" + story.Campaign);
        Assert.Contains(story.Member, members);
        Assert.InRange(members.Length, 10, 50);
        var accused = await Found("verdict=act");
        Assert.Contains(story.Member, accused);
        Assert.Empty(await Found("q=nobody-is-called-this"));
        // What cannot be understood asks for nothing, and breaks nothing.
        Assert.NotEmpty(await Found("verdict=guilty&order=height&page=-3&posture=lying"));
        Assert.Empty(await Found("page=200"));
    }

    private sealed record Counted(long Accounts);

    [GeneratedRegex("<th scope=\"row\"><a href=\"/accounts/([^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Row();

    [GeneratedRegex("rel=\"next\" href=\"([^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Next();
}
