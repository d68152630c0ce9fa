using System.Text.Json;
using Microsoft.Playwright;
using Xunit;

namespace Weir.Console.Tests.Running;

/// <summary>A page whose every complaint is kept: errors, console lines, refusals of the content policy, failed answers, calls to elsewhere.</summary>
internal sealed class WatchedPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly string _own;

    private WatchedPage(IBrowserContext context, IPage page, string own)
    {
        (_context, Page, _own) = (context, page, own);
        page.PageError += (_, error) => Complaints.Add("error: " + error);
        page.Console += (_, line) =>
        {
            if (line.Type is "error" or "warning")
                Complaints.Add($"{line.Type}: {line.Text}");
        };
        page.Dialog += (_, dialog) => Complaints.Add("dialog: " + dialog.Message);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(_own, StringComparison.Ordinal))
                Complaints.Add("calls elsewhere: " + request.Url);
        };
    }

    public IPage Page { get; }
    public System.Collections.Concurrent.ConcurrentBag<string> Complaints { get; } = [];

    public static async Task<WatchedPage> OpenAsync(Browser browser, string address, BrowserNewContextOptions? options = null, bool axe = false)
    {
        var context = await browser.OpenAsync(options);
        if (axe)
            await context.AddInitScriptAsync(scriptPath: Browser.AxePath);
        return new WatchedPage(context, await context.NewPageAsync(), address);
    }

    public async Task<IResponse> GoAsync(string address)
    {
        // A page that is told of changes is never quiet on the network, so what counts is that it is loaded and its scripts have run.
        var answer = await Page.GotoAsync(_own + address, new() { WaitUntil = WaitUntilState.Load });
        Assert.NotNull(answer);
        return answer;
    }

    public void HasNoComplaints() => Assert.True(Complaints.IsEmpty, string.Join('\n', Complaints));

    /// <summary>What axe-core finds serious or critical.</summary>
    public async Task IsAccessibleAsync()
    {
        var found = await Page.EvaluateAsync<JsonElement>("""
            async () => (await axe.run(document, { resultTypes: ["violations"] })).violations
              .filter((one) => one.impact === "serious" || one.impact === "critical")
              .map((one) => one.id + ": " + one.help + "\n" + one.nodes.slice(0, 5).map((node) => "    " + node.html.slice(0, 200) + "\n      " + node.failureSummary.replaceAll("\n", " ")).join("\n"))
            """);
        Assert.True(found.GetArrayLength() == 0, string.Join('\n', found.EnumerateArray().Select(static one => one.GetString())));
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
