using System.Net;
using Weir.Console.Tests.Running;
using Weir.Gateway.Admin;
using Weir.Gateway.Configuration;
using Xunit;

namespace Weir.Console.Tests.Access;

public sealed class Logging_in : IAsyncLifetime
{
    private const string Admin = "admin-token-of-sufficient-length";
    private const string Anna = "anna-token-of-sufficient-length!";
    private const string Vera = "vera-token-of-sufficient-length!";
    private const string Victor = "victor-token-of-sufficient-length";

    private RunningConsole _console = null!;

    public async ValueTask InitializeAsync() => _console = await RunningConsole.StartAsync(past: false, static config => config with
    {
        AdminToken = new Secret(Admin),
        Operators =
        [
            new OperatorConfig { Name = "anna", Role = OperatorRole.Analyst, Token = new Secret(Anna) },
            new OperatorConfig { Name = "vera", Role = OperatorRole.Viewer, Token = new Secret(Vera) },
            new OperatorConfig { Name = "victor", Role = OperatorRole.Verifier, Token = new Secret(Victor) },
        ],
    });

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Without_it_there_is_nothing_but_the_log_in_and_what_it_looks_like()
    {
        using var browser = new PlainBrowser(_console);
        foreach (var path in (string[])["/", "/accounts?q=a", "/nothing/here"])
        {
            var page = await browser.GetAsync(path);
            Assert.Equal(HttpStatusCode.SeeOther, page.Status);
            Assert.StartsWith("/login", page.Location, StringComparison.Ordinal);
        }

        Assert.Equal("/login?to=%2Faccounts%3Fq%3Da", (await browser.GetAsync("/accounts?q=a")).Location);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync("/live?topic=overview")).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.PostAsync("/accounts/-", [("act", "set")])).Status);
        var form = await browser.GetAsync("/login");
        Assert.Equal(HttpStatusCode.OK, form.Status);
        Assert.Equal("DENY", form.Headers["X-Frame-Options"]);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(Serving.Asset.PathOf("console.css"))).Status);
    }

    [Fact]
    public async Task A_right_token_opens_a_session_that_scripts_and_other_sites_cannot_reach()
    {
        using var browser = new PlainBrowser(_console);
        var entered = await browser.LogInAsync(Anna, "/accounts");
        Assert.Equal(HttpStatusCode.SeeOther, entered.Status);
        Assert.Equal("/accounts", entered.Location);
        Assert.Contains("httponly", entered.Headers["Set-Cookie"], StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", entered.Headers["Set-Cookie"], StringComparison.OrdinalIgnoreCase);
        var page = await browser.GetAsync("/");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("anna", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Anna, page.Text, StringComparison.Ordinal);
        // The cookie opens pages and nothing that programs use.
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/api/status")).Status);
    }

    [Fact]
    public async Task Guesses_are_slowed_and_a_right_token_is_taken_all_the_same()
    {
        using var browser = new PlainBrowser(_console);
        var wrong = await browser.LogInAsync("a-guess");
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.Status);
        for (var i = 0; i < 20 && wrong.Status != HttpStatusCode.TooManyRequests; i++)
            wrong = await browser.LogInAsync("a-guess-" + i);
        Assert.Equal(HttpStatusCode.TooManyRequests, wrong.Status);
        Assert.True(wrong.Headers.ContainsKey("Retry-After"));
        // One guard for both doors.
        Assert.Equal(HttpStatusCode.TooManyRequests, (await browser.GetAsync("/api/status", ("Authorization", "Bearer a-guess"))).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.LogInAsync(Admin)).Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/")).Status);
    }

    [Fact]
    public async Task A_session_ends_at_a_log_out_and_when_its_token_is_changed()
    {
        using var browser = new PlainBrowser(_console);
        await browser.LogInAsync(Anna);
        var cookie = browser.Cookies[0].Value;
        Assert.Equal("/login", (await browser.PostAsync("/logout", [("_proof", await browser.ProofAsync())])).Location);
        using var thief = new PlainBrowser(_console);
        Assert.Equal(HttpStatusCode.SeeOther, (await thief.GetAsync("/", ("Cookie", "weir-console=" + cookie))).Status);

        await browser.LogInAsync(Anna);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/")).Status);
        var current = _console.Config.Current;
        _console.Config.Swap(current with { Operators = [.. current.Operators.Select(static one => one.Name is "anna" ? one with { Token = new Secret("another-token-of-sufficient-length") } : one)] });
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.GetAsync("/")).Status);
        _console.Config.Swap(current);
    }

    [Theory]
    [InlineData("//elsewhere.example/")]
    [InlineData("https://elsewhere.example/")]
    [InlineData("/\\elsewhere.example")]
    [InlineData("javascript:alert(1)")]
    public async Task It_leads_to_pages_of_ours_only(string to)
    {
        using var browser = new PlainBrowser(_console);
        Assert.Equal("/", (await browser.LogInAsync(Anna, to)).Location);
    }

    [Fact]
    public async Task What_a_role_may_not_do_is_not_offered_and_is_refused()
    {
        using var viewer = new PlainBrowser(_console);
        await viewer.LogInAsync(Vera);
        await _console.ActAsync(new() { Act = "note", Subject = "acme", Text = "a note", Reason = "so that it is known" });
        var page = await viewer.GetAsync("/accounts/acme");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.DoesNotContain("action=\"/accounts/", page.Text, StringComparison.Ordinal);
        var proof = await viewer.ProofAsync();
        Assert.Equal(HttpStatusCode.Forbidden, (await viewer.PostAsync("/accounts/-", [("_proof", proof), ("account", "acme"), ("act", "clear"), ("reason", "why not")])).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await viewer.PostAsync("/accounts/-/export", [("_proof", proof), ("account", "acme"), ("reason", "why not")])).Status);

        using var analyst = new PlainBrowser(_console);
        await analyst.LogInAsync(Anna);
        page = await analyst.GetAsync("/accounts/acme");
        Assert.Contains("value=\"set\"", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("value=\"grant\"", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("/export", page.Text, StringComparison.Ordinal);
        proof = await analyst.ProofAsync();
        var acted = await analyst.PostAsync("/accounts/-", [("_proof", proof), ("account", "acme"), ("act", "grant"), ("reason", "as a favour"), ("for", "30d")]);
        Assert.Contains("does not allow", (await analyst.GetAsync(acted.Location!)).Text, StringComparison.Ordinal);
        acted = await analyst.PostAsync("/accounts/-", [("_proof", proof), ("account", "acme"), ("act", "set"), ("posture", "slow"), ("for", "1d"), ("reason", "to see what it does")]);
        Assert.Contains("in the ledger", (await analyst.GetAsync(acted.Location!)).Text, StringComparison.Ordinal);
        Assert.Equal("anna", _console.Parts.Policy.Look(static (book, _, _) => book.Of(Policy.Subject.Account("acme"))!.Word!.Actor));

        // A verification service signs its calls to the API: its secret is nobody's way in.
        using var verifier = new PlainBrowser(_console);
        Assert.Equal(HttpStatusCode.Unauthorized, (await verifier.LogInAsync(Victor)).Status);
    }

    [Fact]
    public async Task What_is_handed_out_of_an_account_is_all_of_it_and_an_entry_of_the_ledger()
    {
        using var admin = new PlainBrowser(_console);
        await admin.LogInAsync(Admin);
        await _console.ActAsync(new() { Act = "note", Subject = "beta", Text = "a note on it", Reason = "so that it is known" });
        await admin.PostAsync("/accounts/-/erasure", [("_proof", await admin.ProofAsync()), ("account", "beta"), ("reason", "by mistake"), ("again", "no")]);
        Assert.Null(AccountErasure.AskedAt(_console.Parts, "beta"));
        var before = _console.Parts.Ledger.Writer!.Checkpoint!.Size;
        var given = await admin.PostAsync("/accounts/-/export", [("_proof", await admin.ProofAsync()), ("account", "beta"), ("reason", "they asked for it")]);
        Assert.Equal(HttpStatusCode.OK, given.Status);
        using var json = System.Text.Json.JsonDocument.Parse(given.Text);
        Assert.Equal("beta", json.RootElement.GetProperty("account").GetString());
        Assert.Contains("a note on it", given.Text, StringComparison.Ordinal);
        while (_console.Parts.Ledger.Writer.Checkpoint!.Size == before)
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task An_erasure_is_asked_for_twice_over_and_goes_at_the_next_start()
    {
        using var admin = new PlainBrowser(_console);
        await admin.LogInAsync(Admin);
        await _console.ActAsync(new() { Act = "note", Subject = "gamma", Text = "a note on it", Reason = "so that it is known" });
        var asked = await admin.PostAsync("/accounts/-/erasure", [("_proof", await admin.ProofAsync()), ("account", "gamma"), ("reason", "they asked for it"), ("again", "erase")]);
        Assert.Contains("goes at the next start", (await admin.GetAsync(asked.Location!)).Text, StringComparison.Ordinal);
        Assert.NotNull(AccountErasure.AskedAt(_console.Parts, "gamma"));
    }
}
