using Microsoft.Playwright;
using Weir.Console.Tests.Running;
using Xunit;

namespace Weir.Console.Tests.Pages;

/// <summary>Every page as a picture, in both themes, wide and narrow, for people to look at: <c>test/Weir.Console.Tests/pictures.sh FOLDER [PAGE…]</c>.</summary>
public sealed class Pictures(Browser browser, Storied story)
{
    public static TheoryData<string> Names => ConsolePage.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Are_taken_where_a_folder_is_named(string name)
    {
        var folder = Environment.GetEnvironmentVariable("WEIR_PICTURES");
        Assert.SkipUnless(folder is { Length: > 0 }, "WEIR_PICTURES names no folder");
        var wanted = Environment.GetEnvironmentVariable("WEIR_PICTURES_OF");
        Assert.SkipUnless(wanted is not { Length: > 0 } || wanted.Split(' ').Contains(name, StringComparer.Ordinal), "WEIR_PICTURES_OF names other pages");
        foreach (var (theme, word) in ((ColorScheme, string)[])[(ColorScheme.Light, "light"), (ColorScheme.Dark, "dark")])
        {
            foreach (var (width, size) in ((int, string)[])[(1360, ""), (390, "-narrow")])
            {
                await using var page = await WatchedPage.OpenAsync(browser, story.Address, new() { ColorScheme = theme, ViewportSize = new() { Width = width, Height = 860 } });
                await page.GoAsync(ConsolePage.AddressOf(name, story));
                await page.Page.Locator("html.has-script").WaitForAsync();
                await page.Page.ScreenshotAsync(new() { Path = Path.Combine(folder!, $"{name}-{word}{size}.png"), FullPage = true });
            }
        }
    }
}
