using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using Weir.Cli.Demo;
using Weir.Cli.Drills;
using Weir.Console.Tests.Running;
using Weir.Detection;
using Weir.Drill.Traffic.Accounts;
using Weir.Gateway.Configuration;
using Weir.TestKit;
using Xunit;

namespace Weir.Console.Tests.Story;

/// <summary>What the console is for, from the first sign to the last proof.</summary>
public sealed class The_whole_story(Browser browser)
{
    private const string Token = "the-token-of-anna-the-analyst";
    private const string AdminToken = "the-token-of-the-admin";

    /// <summary>Long enough for the days of the drill on a machine that does other things, too.</summary>
    private static readonly LocatorAssertionsToContainTextOptions Days = new() { Timeout = 300_000 };

    [Fact]
    public async Task A_campaign_appears_and_is_stopped_one_of_its_accounts_appeals_and_is_released_and_the_ledger_proves_all_of_it()
    {
        using var folder = new TempFolder();
        var policy = Path.Combine(folder.Path, "policy.yaml");
        await File.WriteAllTextAsync(policy, DeskWork.Policy, TestContext.Current.CancellationToken);
        await using var model = await BuiltInModelServer.StartAsync(new BuiltInModelOptions { Seed = 1, Aliases = Models.Menu }, TestContext.Current.CancellationToken);
        // As the demo is made of: its clock follows the traffic, so that days pass in seconds.
        var clock = new DrillClock(TimeProvider.System, new DateTimeOffset(2026, 2, 1, 12, 0, 0, TimeSpan.Zero));
        await using var ground = new DrillGround(TimeProvider.System, speed: 1e6);
        await using var console = await RunningConsole.StartAsync(past: false, config => config with
        {
            PolicyFile = policy, Upstreams = [new UpstreamConfig { Name = "main", Url = model.Address, Retries = 0 }],
            AdminToken = new Secret(AdminToken), Operators = [new OperatorConfig { Name = "anna", Role = OperatorRole.Analyst, Token = new Secret(Token) }],
        }, ground, time: clock);
        ground.Open(console.App, clock);
        try
        {
            await TellAsync(console);
        }
        finally
        {
            await ground.DisposeAsync();
        }
    }

    private async Task TellAsync(RunningConsole console)
    {
        // The analyst logs in, and all is quiet.
        await using var watched = await WatchedPage.OpenAsync(browser, console.Address);
        var page = watched.Page;
        await watched.GoAsync("/campaigns");
        await page.GetByLabel("Admin token").FillAsync(Token);
        await page.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("No campaign is open");
        await page.Locator("html.is-live").WaitForAsync();

        // An admin starts a drill from its page, and sees what is found of it beside the truth.
        await using var admin = await WatchedPage.OpenAsync(browser, console.Address);
        await admin.GoAsync("/drills");
        await admin.Page.GetByLabel("Admin token").FillAsync(AdminToken);
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();
        await admin.Page.Locator("select[name=scenario]").SelectOptionAsync("demonstration");
        await admin.Page.Locator("input[name=scale]").FillAsync("1");
        await admin.Page.Locator("input[name=seed]").FillAsync("1");
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Start" }).ClickAsync();
        await Assertions.Expect(admin.Page.Locator(".tile.is-found")).ToContainTextAsync("of 36 harvesters");

        // The campaign appears on both pages while they are open: nobody loads them again.
        var link = page.Locator("main a[href^='/campaigns/c-']").First;
        await link.WaitForAsync(new() { Timeout = Days.Timeout });
        await Assertions.Expect(admin.Page.Locator("#drill .truth .sign-found").First).ToBeVisibleAsync(new() { Timeout = Days.Timeout });
        await Assertions.Expect(admin.Page.Locator("#drill a[href^='/campaigns/c-']").First).ToBeVisibleAsync(new() { Timeout = Days.Timeout });
        await Assertions.Expect(admin.Page.Locator(".drill .chip").First).ToContainTextAsync("over", Days);
        Assert.InRange(await admin.Page.Locator("#drill .truth .sign-found").CountAsync(), 30, 36);
        Assert.Equal(0, await admin.Page.Locator("#drill .truth .sign-innocent").CountAsync());
        admin.HasNoComplaints();

        // The analyst opens it.
        await link.ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("c-");
        // Some of its accounts have been confirmed, and the policy trusts those: the page says how many.
        await Assertions.Expect(page.Locator("#decide .badge-warn")).ToContainTextAsync("spared");
        var member = (await console.Parts.Detection.LookAsync(
            static analysis => analysis.Campaigns().First(static one => one.Verdict == Verdict.Act).Accounts.First(one => one.Certainty > 0.9 && analysis.FactsOf(one.Account)?.Verified != true).Account, TestContext.Current.CancellationToken))!;
        using var customer = Customer(console, member);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(customer)).Status);

        // All its accounts are suspended.
        await page.Locator("form:has(button[value=set])").EvaluateAsync("form => { for (let one = form; one; one = one.parentElement) if (one.tagName === 'DETAILS') one.open = true; }");
        await page.Locator("#set-posture").SelectOptionAsync("suspend");
        await page.Locator("#set-for").FillAsync("7d");
        await page.Locator("#set-reason").FillAsync("They deal one set of tasks out among themselves.");
        await page.Locator("button[value=set]").ClickAsync();
        await page.Locator(".notice").First.WaitForAsync();

        // The gateway refuses such an account, in the words of whatever client it uses, and with a reference.
        // A word about a campaign reaches its accounts when detection next says who they are: about once a second.
        var (status, refusal) = await AskAsync(customer);
        for (var patience = 600; status == HttpStatusCode.OK && patience > 0; patience--)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, TestContext.Current.CancellationToken);
            (status, refusal) = await AskAsync(customer);
        }

        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Equal("account_suspended", refusal.GetProperty("error").GetProperty("code").GetString());
        var (anthropicStatus, anthropic) = await AskAnthropicAsync(customer);
        Assert.Equal(HttpStatusCode.Forbidden, anthropicStatus);
        Assert.Equal("error", anthropic.GetProperty("type").GetString());
        Assert.Contains("/weir/v1/appeals", refusal.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);

        // The customer appeals.
        using var appealed = await customer.PostAsJsonAsync("/weir/v1/appeals", new { text = "We are a class with one worksheet, and our teacher can confirm it.", contact = "teacher@school.example" }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, appealed.StatusCode);
        var reference = (await JsonAsync(appealed)).GetProperty("reference").GetString()!;

        // The analyst finds the appeal in the inbox, and releases the account.
        await page.Locator("nav a[href='/inbox']").ClickAsync();
        await page.Locator(".waiting-appeal a").First.ClickAsync();
        await Assertions.Expect(page.Locator(".said")).ToContainTextAsync("one worksheet");
        await page.Locator("textarea[name=text]").FillAsync("You are right, and we are sorry. You can go on.");
        await page.Locator("input[name=reason]").FillAsync("The school confirmed it by telephone.");
        await page.Locator("button[value=release]").ClickAsync();
        await Assertions.Expect(page.Locator(".notice").First).ToContainTextAsync("Released");

        // The gateway answers again, and the customer has been told.
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(customer)).Status);
        using var answers = await customer.GetAsync("/weir/v1/appeals", TestContext.Current.CancellationToken);
        Assert.Contains("we are sorry", (await JsonAsync(answers)).EnumerateArray().Single(one => one.GetProperty("reference").GetString() == reference).GetProperty("answer").GetString(), StringComparison.Ordinal);

        // The ledger shows all of it, and it stands as it was written.
        await page.Locator("nav a[href='/ledger']").ClickAsync();
        foreach (var says in (string[])["set to suspend", "appealed", "answered", "set to open"])
            await Assertions.Expect(page.Locator(".ledger-rows")).ToContainTextAsync(says);
        await page.GetByRole(AriaRole.Button, new() { Name = "Verify now" }).ClickAsync();
        await Assertions.Expect(page.Locator("#check .verdict-line.is-good")).ToContainTextAsync("Sound.", new() { Timeout = 60_000 });
        await page.Locator(".ledger-rows tr:has-text('set to open') a[href^='/ledger/']").First.ClickAsync();
        await Assertions.Expect(page.Locator(".verdict-line.is-good")).ToContainTextAsync("It stands in the tree");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("The school confirmed it by telephone.");
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByText("Download the proof").ClickAsync());
        Assert.EndsWith(".tlog-proof", download.SuggestedFilename, StringComparison.Ordinal);
        watched.HasNoComplaints();
    }

    private static HttpClient Customer(RunningConsole console, string account)
    {
        var customer = new HttpClient { BaseAddress = console.App.PublicAddress, Timeout = TimeSpan.FromSeconds(60) };
        customer.DefaultRequestHeaders.Add("X-Weir-Account", account);
        return customer;
    }

    private static async Task<(HttpStatusCode Status, JsonElement Json)> AskAsync(HttpClient customer)
    {
        using var answer = await customer.PostAsJsonAsync("/v1/chat/completions", new { model = "cascade-large", messages = new[] { new { role = "user", content = "Why is the sky blue?" } } }, TestContext.Current.CancellationToken);
        if (answer.StatusCode == HttpStatusCode.Forbidden)
            Assert.StartsWith("wr-", answer.Headers.GetValues("x-weir-reference").Single(), StringComparison.Ordinal);
        return (answer.StatusCode, await JsonAsync(answer));
    }

    private static async Task<(HttpStatusCode Status, JsonElement Json)> AskAnthropicAsync(HttpClient customer)
    {
        using var answer = await customer.PostAsJsonAsync("/v1/messages", new { model = "cascade-large", max_tokens = 10, messages = new[] { new { role = "user", content = "Why is the sky blue?" } } }, TestContext.Current.CancellationToken);
        return (answer.StatusCode, await JsonAsync(answer));
    }

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) => (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).Clone();
}
