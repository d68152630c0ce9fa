using System.Net;
using System.Net.Http.Headers;
using Microsoft.Playwright;
using Weir.Console.Campaigns.Evidence;
using Weir.Console.Pieces;
using Weir.Console.Tests.Running;
using Weir.Policy;
using Xunit;

namespace Weir.Console.Tests.Campaigns;

public sealed class The_page_of_a_campaign(Browser browser, Storied story)
{
    [Fact]
    public async Task Shows_in_the_picture_what_is_chosen_in_the_table_and_goes_from_account_to_account_by_keys()
    {
        await using var page = await WatchedPage.OpenAsync(browser, story.Address);
        await page.GoAsync(Links.Campaign(story.Campaign));
        await page.Page.Locator("[data-drawn]").WaitForAsync();
        var chosen = page.Page.Locator("[data-graph-chosen] h3");
        Assert.False(await chosen.IsVisibleAsync());

        var name = await page.Page.Locator("tr[data-place='2'] th").InnerTextAsync();
        await page.Page.Locator("tr[data-place='2'] td").First.ClickAsync();
        Assert.Equal(name, await chosen.InnerTextAsync());
        await page.Page.Locator("[data-graph-canvas]").FocusAsync();
        await page.Page.Keyboard.PressAsync("n");
        await page.Page.Locator("tr[data-place='3'].is-found").WaitForAsync();
        Assert.Equal(await page.Page.Locator("tr[data-place='3'] th").InnerTextAsync(), await chosen.InnerTextAsync());
        await page.Page.Keyboard.PressAsync("Escape");
        await chosen.WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        page.HasNoComplaints();
    }

    [Fact]
    public async Task Sorts_and_narrows_its_accounts_without_a_script()
    {
        await using var page = await WatchedPage.OpenAsync(browser, story.Address, new() { JavaScriptEnabled = false });
        await page.GoAsync(Links.Campaign(story.Campaign));
        await page.Page.Locator("#members thead a", new() { HasText = "Calls" }).ClickAsync();
        Assert.Equal("descending", await page.Page.Locator("#members th", new() { HasText = "Calls" }).GetAttributeAsync("aria-sort"));
        var counts = await page.Page.Locator("#members tbody tr td:nth-child(4) data").EvaluateAllAsync<string[]>("cells => cells.map(cell => cell.value)");
        var numbers = counts.Select(long.Parse).ToList();
        Assert.Equal(numbers.OrderDescending(), numbers);

        await page.Page.Locator("[data-bond]").First.ClickAsync();
        Assert.Contains("bond=", page.Page.Url, StringComparison.Ordinal);
        var wanted = await page.Page.Locator("[data-bond][aria-current] .bond-count data").GetAttributeAsync("value");
        Assert.Equal(wanted, await page.Page.Locator("#members-title data").GetAttributeAsync("value"));
    }

    [Fact]
    public async Task Sends_its_picture_once_and_again_only_when_it_changed()
    {
        using var http = new HttpClient();
        var address = story.Address + Links.Campaign(story.Campaign) + "/picture";
        using var first = await http.GetAsync(address, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        var tag = first.Headers.ETag!;
        using var again = new HttpRequestMessage(HttpMethod.Get, address);
        again.Headers.IfNoneMatch.Add(new EntityTagHeaderValue(tag.Tag));
        using var second = await http.SendAsync(again, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        using var none = await http.GetAsync(story.Address + "/campaigns/c-0000000000/picture", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    [Fact]
    public async Task Lets_a_person_dismiss_it_with_a_reason_decide_for_all_and_take_away_the_evidence()
    {
        await using var console = await RunningConsole.StartAsync(past: true, packs: MakeAsync);
        var campaign = (await console.Parts.Detection.LookAsync(static analysis => analysis.CampaignGlances(), CancellationToken.None))![0];
        var whom = new Subject(SubjectKind.Campaign, campaign.Campaign);
        PersonsWord? Word() => console.Parts.Policy.Look((book, _, _) => book.Of(whom)?.WordAt(console.Parts.Policy.Now));

        await using var page = await WatchedPage.OpenAsync(browser, console.Address, new() { JavaScriptEnabled = false });
        await page.GoAsync(Links.Campaign(campaign.Campaign));
        await page.Page.Locator("summary", new() { HasText = "Dismiss it" }).ClickAsync();
        await page.Page.Locator("#dismiss-reason").FillAsync("A firm that called and said so <b>");
        await page.Page.Locator("button[value='dismiss']").ClickAsync();
        Assert.Contains("Dismissed", await page.Page.Locator("[role='status']").First.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal((Posture.Open, "A firm that called and said so <b>"), (Word()!.Posture, Word()!.Reason));
        await page.GoAsync("/campaigns");
        Assert.Equal(1, await page.Page.Locator("td .badge-good", new() { HasText = "dismissed" }).CountAsync());

        await page.GoAsync(Links.Campaign(campaign.Campaign));
        await page.Page.Locator("summary", new() { HasText = "A posture for all" }).ClickAsync();
        await page.Page.Locator("#set-reason").FillAsync("They lied.");
        await page.Page.Locator("button[value='set']").ClickAsync();
        Assert.Equal((Posture.Suspend, "They lied."), (Word()!.Posture, Word()!.Reason));

        await page.Page.Locator("#evidence button").ClickAsync();
        await page.Page.Locator("#evidence h2").WaitForAsync();
        while (!await page.Page.Locator("#evidence a[download]").First.IsVisibleAsync())
            await page.GoAsync(Links.Campaign(campaign.Campaign));
        using var http = new HttpClient();
        Assert.Equal("the pack of " + campaign.Campaign, await http.GetStringAsync($"{console.Address}/campaigns/{campaign.Campaign}/evidence", TestContext.Current.CancellationToken));
        Assert.Equal("names", await http.GetStringAsync($"{console.Address}/campaigns/{campaign.Campaign}/evidence/names", TestContext.Current.CancellationToken));
    }

    private static async Task<PackFacts> MakeAsync(PackWish wish, Stream output, Work.JobProgress progress, CancellationToken cancel)
    {
        await output.WriteAsync(System.Text.Encoding.UTF8.GetBytes("the pack of " + wish.Campaign), cancel);
        return new PackFacts("00", 1, 2, 3, 4, "names"u8.ToArray());
    }
}
