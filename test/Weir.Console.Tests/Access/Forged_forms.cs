using System.Net;
using Weir.Console.Tests.Running;
using Xunit;

namespace Weir.Console.Tests.Access;

/// <summary>On a machine without tokens: its own users may do everything, and no page of a stranger may do anything for them.</summary>
public sealed class Forged_forms : IAsyncLifetime
{
    private RunningConsole _console = null!;

    public async ValueTask InitializeAsync() => _console = await RunningConsole.StartAsync(past: false);

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("http://127.0.0.1:1")]
    [InlineData("null")]
    [InlineData(null)]
    public async Task From_anywhere_else_they_are_refused_even_with_the_proof(string? origin)
    {
        using var browser = new PlainBrowser(_console);
        var proof = await browser.ProofAsync();
        var answer = await browser.PostAsync("/accounts/-", Suspend(proof), origin);
        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Empty(_console.Parts.Policy.Look(static (book, _, _) => book.Standings.Count == 0 ? "" : "somebody"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("zz")]
    public async Task Without_the_proof_they_are_refused_even_from_our_own_origin(string proof)
    {
        using var browser = new PlainBrowser(_console);
        if (proof is "00")
            proof = new string('0', 128);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.PostAsync("/accounts/-", Suspend(proof))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.PostAsync("/theme", [("theme", "dark")])).Status);
    }

    [Fact]
    public async Task Under_a_foreign_name_nothing_is_shown()
    {
        using var browser = new PlainBrowser(_console);
        var page = await browser.GetAsync("/", ("Host", "rebound.example"));
        Assert.Equal(HttpStatusCode.Forbidden, page.Status);
        Assert.DoesNotContain("_proof", page.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync("/", ("Sec-Fetch-Site", "cross-site"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync("/live?topic=overview", ("Host", "rebound.example"))).Status);
    }

    [Fact]
    public async Task What_a_form_did_is_told_once_and_by_nobody_else()
    {
        using var browser = new PlainBrowser(_console);
        var done = await browser.PostAsync("/accounts/-", Suspend(await browser.ProofAsync()));
        Assert.Equal(HttpStatusCode.SeeOther, done.Status);
        Assert.Contains("the posture is set", (await browser.GetAsync(done.Location!)).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("the posture is set", (await browser.GetAsync(done.Location!)).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("pay here", (await browser.GetAsync("/?said=pay%20here")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_theme_is_remembered()
    {
        using var browser = new PlainBrowser(_console);
        await browser.PostAsync("/theme", [("_proof", await browser.ProofAsync()), ("theme", "dark"), ("back", "/")]);
        Assert.Contains("data-theme=\"dark\"", (await browser.GetAsync("/")).Text, StringComparison.Ordinal);
        Assert.Equal("/", (await browser.PostAsync("/theme", [("_proof", await browser.ProofAsync()), ("theme", "system"), ("back", "//evil.example")])).Location);
        Assert.DoesNotContain("data-theme=\"dark\"", (await browser.GetAsync("/")).Text, StringComparison.Ordinal);
    }

    private static (string, string)[] Suspend(string proof) =>
        [("_proof", proof), ("account", "victim"), ("act", "set"), ("posture", "suspend"), ("for", "7d"), ("reason", "forged")];
}
