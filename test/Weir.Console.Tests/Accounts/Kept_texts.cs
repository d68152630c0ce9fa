using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Weir.Console.Accounts.Calls;
using Weir.Console.Tests.Running;
using Weir.Gateway.Configuration;
using Weir.Ledger.Entries;
using Weir.Ledger.Files;
using Weir.TestKit;
using Xunit;

namespace Weir.Console.Tests.Accounts;

/// <summary>What somebody wrote and what a model answered: who may read it, and what it takes.</summary>
public sealed partial class Kept_texts(Browser browser)
{
    private const string Account = "acme-<b>7</b>";
    private const string Prompt = "How do I <script>document.title='owned'</script>\n\u202Eknit a sock?";
    private const string Answer = "Cast on <img src=x onerror=document.title='owned'> sixty stitches.";
    private const string Analyst = "the-token-of-anna-the-analyst";
    private const string Viewer = "the-token-of-vera-who-looks";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private sealed class Desk(ScriptedUpstream upstream, RunningConsole console) : IAsyncDisposable
    {
        public RunningConsole Console => console;

        public static async Task<Desk> OpenAsync(bool content, Func<WeirConfig, WeirConfig>? change = null)
        {
            var upstream = ScriptedUpstream.AnsweringJson(JsonSerializer.Serialize(new
            {
                id = "a-1", @object = "chat.completion", created = 1, model = "m", choices = new[] { new { index = 0, message = new { role = "assistant", content = Answer }, finish_reason = "stop" } },
                usage = new { prompt_tokens = 9, completion_tokens = 7, total_tokens = 16 },
            }));
            var console = await RunningConsole.StartAsync(past: false, config => (change?.Invoke(config) ?? config) with
            {
                Journal = config.Journal with { Content = content }, Upstreams = [new UpstreamConfig { Name = "main", Url = upstream.Address, Retries = 0 }],
                AdminToken = new Secret("the-token-of-the-house"),
                Operators = [new OperatorConfig { Name = "anna", Role = OperatorRole.Analyst, Token = new Secret(Analyst) }, new OperatorConfig { Name = "vera", Role = OperatorRole.Viewer, Token = new Secret(Viewer) }],
            });
            using var customer = new HttpClient { BaseAddress = console.App.PublicAddress };
            customer.DefaultRequestHeaders.Add("X-Weir-Account", Account);
            for (var i = 0; i < 3; i++)
            {
                using var answer = await customer.PostAsJsonAsync("/v1/chat/completions", new { model = "m", messages = new[] { new { role = "user", content = Prompt } } }, Cancel);
                answer.EnsureSuccessStatusCode();
            }

            while (console.Parts.Watch.Journal.Written < 3)
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Cancel);
            return new Desk(upstream, console);
        }

        public async Task<PlainBrowser> EnterAsync(string token)
        {
            var plain = new PlainBrowser(console);
            await plain.LogInAsync(token);
            return plain;
        }

        public async ValueTask DisposeAsync()
        {
            await console.DisposeAsync();
            await upstream.DisposeAsync();
        }
    }

    private static async Task<string> FirstCallAsync(PlainBrowser plain)
    {
        var list = await plain.GetAsync(CallPages.ListAddress(Account));
        Assert.Equal(HttpStatusCode.OK, list.Status);
        return WebUtility.HtmlDecode(Call().Match(list.Text).Groups[1].Value);
    }

    private static async Task<PlainPage> ReadAsync(PlainBrowser plain, string call, string reason, string account = Account) =>
        await plain.PostAsync("/accounts/-/call", [("_proof", await plain.ProofAsync(call)), ("account", account), ("at", Uri.UnescapeDataString(call[(call.IndexOf("&at=", StringComparison.Ordinal) + 4)..])), ("reason", reason)]);

    private static async Task<List<JsonElement>> LooksAsync(RunningConsole console)
    {
        var looks = new List<JsonElement>();
        await foreach (var record in new FolderSource(console.Parts.Ledger.Folder).ReadAsync(0, console.Parts.Ledger.Writer!.Checkpoint?.Size ?? 0, Cancel))
        {
            if (record is { Entry.Type: EntryType.OperatorAction, Payload: { } payload })
                looks.Add(JsonDocument.Parse(Identity.Join(payload.Subject.Bytes.Span, payload.Body.Bytes.Span)).RootElement);
        }

        return looks;
    }

    [Fact]
    public async Task An_analyst_reads_a_call_for_a_reason_and_the_ledger_has_it_before_the_text_is_shown()
    {
        await using var desk = await Desk.OpenAsync(content: true);
        using var anna = await desk.EnterAsync(Analyst);
        var list = await anna.GetAsync(CallPages.ListAddress(Account));
        Assert.Equal(3, Call().Count(list.Text));
        Assert.DoesNotContain("stitches", list.Text, StringComparison.Ordinal);
        var call = await FirstCallAsync(anna);
        Assert.DoesNotContain("stitches", (await anna.GetAsync(call)).Text, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.SeeOther, (await ReadAsync(anna, call, "  ")).Status);
        Assert.Empty(await LooksAsync(desk.Console));

        var shown = await ReadAsync(anna, call, "The customer asked us to.");
        Assert.Equal(HttpStatusCode.OK, shown.Status);
        var text = WebUtility.HtmlDecode(shown.Text);
        Assert.Contains("How do I <script>document.title='owned'</script>\n⟨202E⟩knit a sock?", text, StringComparison.Ordinal);
        Assert.Contains(Answer, text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>document", shown.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<img src=x", shown.Text, StringComparison.Ordinal);

        // Durable by now, and about whom, by whom, and why.
        var look = Assert.Single(await LooksAsync(desk.Console));
        Assert.Equal(("read_text", Account, "anna", "The customer asked us to."), (look.GetProperty("act").GetString(), look.GetProperty("account").GetString(), look.GetProperty("actor").GetString(), look.GetProperty("reason").GetString()));
        var entry = await anna.GetAsync(Entry().Match(shown.Text).Groups[1].Value);
        Assert.Contains("Looked at the prompt and answer of a call", entry.Text, StringComparison.Ordinal);
        Assert.Contains("The customer asked us to.", entry.Text, StringComparison.Ordinal);

        // Each look is one of its own.
        await ReadAsync(anna, call, "Once more.");
        Assert.Equal(2, (await LooksAsync(desk.Console)).Count);
    }

    [Fact]
    public async Task Whose_role_does_not_allow_it_and_whoever_asks_for_another_accounts_call_sees_no_text()
    {
        await using var desk = await Desk.OpenAsync(content: true);
        using var vera = await desk.EnterAsync(Viewer);
        using var anna = await desk.EnterAsync(Analyst);
        var call = await FirstCallAsync(vera);
        Assert.Contains("takes the role", (await vera.GetAsync(call)).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await ReadAsync(vera, call, "curious")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await ReadAsync(anna, call, "curious", "somebody-else")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await anna.GetAsync(call.Replace("~", "~9", StringComparison.Ordinal))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await anna.GetAsync("/accounts/-/call?of=acme&at=../../etc~1")).Status);
        Assert.Empty(await LooksAsync(desk.Console));
    }

    [Fact]
    public async Task Where_no_text_was_kept_the_page_says_so_and_nobody_looked()
    {
        await using var desk = await Desk.OpenAsync(content: false);
        using var anna = await desk.EnterAsync(Analyst);
        var call = await FirstCallAsync(anna);
        Assert.Contains("No text of this call was kept", (await anna.GetAsync(call)).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await ReadAsync(anna, call, "curious")).Status);
        Assert.Empty(await LooksAsync(desk.Console));
        Assert.Contains("No call of it is in the journal", (await anna.GetAsync(CallPages.ListAddress("nobody"))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_ledger_that_can_be_written_nothing_is_shown()
    {
        await using var desk = await Desk.OpenAsync(content: true, static config => config with { Ledger = config.Ledger with { Enabled = false } });
        using var anna = await desk.EnterAsync(Analyst);
        var call = await FirstCallAsync(anna);
        Assert.Contains("there is no ledger that can be written", (await anna.GetAsync(call)).Text, StringComparison.Ordinal);
        var refused = await ReadAsync(anna, call, "curious");
        Assert.Equal(HttpStatusCode.InsufficientStorage, refused.Status);
        Assert.DoesNotContain("stitches", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_that_was_written_to_hurt_a_page_hurts_none()
    {
        await using var desk = await Desk.OpenAsync(content: true, static config => config);
        await using var watched = await WatchedPage.OpenAsync(browser, desk.Console.Address, axe: true);
        var page = watched.Page;
        await watched.GoAsync(CallPages.ListAddress(Account));
        await page.GetByLabel("Admin token").FillAsync(Analyst);
        await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Log in" }).ClickAsync();
        await page.Locator("tbody th a").First.ClickAsync();
        await page.Locator("#reason").FillAsync("To see whether it hurts.");
        await page.Locator("button:has-text('Show prompt and answer')").ClickAsync();
        await Microsoft.Playwright.Assertions.Expect(page.Locator(".kept-text").First).ToContainTextAsync("knit a sock?");
        Assert.Equal(0, await page.Locator("main script, main img, main b").CountAsync());
        Assert.DoesNotContain("owned", await page.TitleAsync(), StringComparison.Ordinal);
        await watched.IsAccessibleAsync();
        watched.HasNoComplaints();
    }

    [GeneratedRegex("<th scope=\"row\"><a href=\"(/accounts/-/call\\?[^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Call();

    [GeneratedRegex("href=\"(/ledger/[0-9]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Entry();
}
