using Weir.Console.Pieces;
using Weir.Console.Tests.Running;
using Xunit;

namespace Weir.Console.Tests.Pages;

public sealed class Shown_texts(Browser browser, Storied story)
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("\u202Egnp.exe", "⟨202E⟩gnp.exe")]
    [InlineData("a\u200Bb\uFEFF", "a⟨200B⟩b⟨FEFF⟩")]
    [InlineData("a\nb\u0000", "a⟨000A⟩b⟨0000⟩")]
    [InlineData("\U000E0041", "⟨E0041⟩")]
    [InlineData("العربية 名前 😀", "العربية 名前 😀")]
    public void Signs_that_cannot_be_seen_are_written_out(string text, string shown) => Assert.Equal(shown, ShownText.Of(text, 48).Shown);

    [Fact]
    public void Long_ones_are_cut_in_the_middle_with_the_whole_at_hand_and_no_sign_halved()
    {
        var cut = ShownText.Of("acme-" + new string('x', 60) + "-0042", 30);
        Assert.True(cut.IsCut);
        Assert.Equal(30, cut.Shown.Length);
        Assert.StartsWith("acme-", cut.Shown, StringComparison.Ordinal);
        Assert.EndsWith("-0042", cut.Shown, StringComparison.Ordinal);
        for (var most = 10; most < 40; most++)
            Assert.DoesNotContain(ShownText.Of(string.Concat(Enumerable.Repeat("😀", 40)), most).Shown.EnumerateRunes(), static rune => rune == System.Text.Rune.ReplacementChar);
        Assert.Equal("a⟨D800⟩b", ShownText.Of("a\ud800b", 30).Shown);
        var huge = ShownText.Of(new string('z', 10_000), 48);
        Assert.InRange(huge.Whole.Length, 1, 2_100);
        Assert.EndsWith("(10,000 characters)", huge.Whole, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_that_strangers_chose_to_hurt_a_page_hurt_none()
    {
        await using var page = await WatchedPage.OpenAsync(browser, story.Address);
        foreach (var name in MadeJournal.Hostile)
        {
            var answer = await page.GoAsync(Links.Account(name));
            Assert.Equal(200, answer.Status);
            Assert.Equal(ShownText.Of(name, 80).Shown, await page.Page.Locator("h1").InnerTextAsync());
            await page.GoAsync("/accounts?q=" + Uri.EscapeDataString(name));
            Assert.Equal(1, await page.Page.Locator("tbody tr").CountAsync());
            // The list's own link leads to the account and to nobody else.
            await page.Page.Locator("tbody th a").ClickAsync();
            await page.Page.WaitForURLAsync(url => url.EndsWith(Links.Account(name), StringComparison.Ordinal));
            Assert.Equal(0, await page.Page.Locator("main script:not([type='application/json']), main img, main b").CountAsync());
        }

        page.HasNoComplaints();
    }
}
