using System.Net.ServerSentEvents;
using Weir.Console.Live;
using Weir.Console.Tests.Running;
using Weir.TestKit;
using Xunit;

namespace Weir.Console.Tests.Pages;

public sealed class Live_pages(Browser browser)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_note_appears_where_somebody_looks_and_a_stop_ends_the_stream()
    {
        await using var console = await RunningConsole.StartAsync(past: false);
        using var http = new HttpClient { BaseAddress = new Uri(console.Address) };
        await using var stream = await http.GetStreamAsync("/live?topic=overview&topic=nobody-has-this", Cancel);
        var events = SseParser.Create(stream).EnumerateAsync(Cancel).GetAsyncEnumerator(Cancel);
        Assert.True(await events.MoveNextAsync());
        Assert.Equal("hello", events.Current.EventType);
        Assert.True(await events.MoveNextAsync());
        Assert.Equal("overview", events.Current.EventType);
        var stopping = console.App.StopAsync(Cancel);
        while (await events.MoveNextAsync())
        {
        }

        await stopping;
    }

    [Fact]
    public async Task A_topic_is_read_once_for_all_who_look_and_never_for_nobody()
    {
        var time = new ManualTimeProvider();
        using var stop = new CancellationTokenSource();
        var feed = new LiveFeed(time, stop.Token);
        var reads = 0;
        feed.Add("count", _ => Task.FromResult<string?>($"{Interlocked.Increment(ref reads)}"));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, reads);

        using var leave = new CancellationTokenSource();
        var viewers = Enumerable.Range(0, 20).Select(_ => feed.Follow(["count"], leave.Token)!.GetAsyncEnumerator(Cancel)).ToArray();
        foreach (var viewer in viewers)
        {
            Assert.True(await viewer.MoveNextAsync());
            Assert.True(await viewer.MoveNextAsync());
            Assert.Equal("1", viewer.Current.Data);
        }

        Assert.Equal(1, reads);
        await leave.CancelAsync();
        foreach (var viewer in viewers)
            Assert.False(await viewer.MoveNextAsync());
        Assert.Equal(0, feed.Viewers);
        await stop.CancelAsync();
    }

    [Fact]
    public async Task The_overview_changes_under_the_eyes_of_whoever_looks_at_it()
    {
        await using var console = await RunningConsole.StartAsync(past: false);
        await using var page = await WatchedPage.OpenAsync(browser, console.Address);
        await page.GoAsync("/");
        await page.Page.Locator("html.is-live").WaitForAsync();
        await page.Page.Locator("#postures >> text=No policy file is configured").WaitForAsync();
        await console.ActAsync(new() { Act = "set", Subject = "acme", Posture = "narrow", For = "7d", Reason = "to be seen on the page" });
        await page.Page.Locator("#postures .posture-narrow").WaitForAsync();
        page.HasNoComplaints();
    }
}
