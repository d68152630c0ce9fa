using Microsoft.Playwright;
using Weir.Console.Tests.Running;
using Xunit;

namespace Weir.Console.Tests.Pages;

public sealed class Every_page(Browser browser, Storied story)
{
    public static TheoryData<string> Names => ConsolePage.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Loads_in_both_themes_without_a_complaint_of_the_browser_and_can_be_used_by_everybody(string name)
    {
        Assert.SkipUnless(File.Exists(Browser.AxePath), "axe-core is not installed: ./test.sh does it where npm is there");
        foreach (var theme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await using var page = await WatchedPage.OpenAsync(browser, story.Address, new() { ColorScheme = theme }, axe: true);
            var answer = await page.GoAsync(ConsolePage.AddressOf(name, story));
            HasStrictHeaders(answer);
            await page.Page.Locator("html.has-script").WaitForAsync();
            await page.IsAccessibleAsync();
            if (answer.Status == 200)
                page.HasNoComplaints();
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Tells_the_same_without_scripts_and_fits_a_narrow_screen(string name)
    {
        await using var page = await WatchedPage.OpenAsync(browser, story.Address, new() { JavaScriptEnabled = false, ViewportSize = new() { Width = 360, Height = 740 } });
        var answer = await page.GoAsync(ConsolePage.AddressOf(name, story));
        Assert.True(answer.Status is 200 or 404, $"{answer.Status}");
        Assert.NotEqual("", (await page.Page.Locator("h1").InnerTextAsync()).Trim());
        Assert.Equal(1, await page.Page.Locator("h1").CountAsync());
        // Tables may be wider than the screen, within a box that scrolls; the page may not.
        var width = await page.Page.Locator("main").EvaluateAsync<int>("main => document.documentElement.scrollWidth");
        Assert.True(width <= 360, $"{name} is {width} pixels wide");
    }

    private static void HasStrictHeaders(IResponse answer)
    {
        var headers = answer.Headers;
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self';", headers["content-security-policy"], StringComparison.Ordinal);
        Assert.Contains("require-trusted-types-for 'script'", headers["content-security-policy"], StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", headers["content-security-policy"], StringComparison.Ordinal);
        Assert.Equal("nosniff", headers["x-content-type-options"]);
        Assert.Equal("no-store", headers["cache-control"]);
        Assert.Equal("same-origin", headers["cross-origin-opener-policy"]);
    }
}
