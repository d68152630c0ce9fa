using System.Net;
using System.Text;
using Weir.Gateway.Admin;
using Weir.Gateway.Configuration;
using Weir.Policy;
using Weir.TestKit;
using Xunit;

namespace Weir.Gateway.Tests.Enforcement;

/// <summary>The operator's own verification service says who an account is.</summary>
public sealed class Signed_calls : IDisposable
{
    private const string Secret = "a-secret-of-our-own-service";
    private const string Body = """{"act":"verify","subject":"acme","reason":"passport, case 4711"}""";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static WeirConfig WithVerifier(WeirConfig config) => config with
    {
        AdminToken = new Secret("the-admin-token-1"),
        Operators = [new OperatorConfig { Name = "checks", Role = OperatorRole.Verifier, Token = new Secret(Secret) }, new OperatorConfig { Name = "anna", Role = OperatorRole.Analyst, Token = new Secret("token-of-anna-123") }],
    };

    private static string Signed(string body, long seconds, string by = "checks", string secret = Secret) =>
        $"t={seconds},by={by},v1={Convert.ToHexStringLower(SignedCalls.Sign(Encoding.UTF8.GetBytes(body), secret, seconds))}";

    private static async Task<HttpStatusCode> SendAsync(RunningGateway gateway, string body, string signature, string path = "/api/acts")
    {
        using var client = new HttpClient { BaseAddress = gateway.App.AdminAddress };
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation(SignedCalls.Header, signature);
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }

    [Fact]
    public async Task The_worked_example_of_the_documents_is_right()
    {
        var document = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "postures.md"));
        Assert.Contains("Weir-Signature: " + Signed(Body, 1772441400), document, StringComparison.Ordinal);
        Assert.Contains(Body, document, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signed_call_confirms_who_an_account_is_once()
    {
        await using var upstream = ScriptedUpstream.AnsweringJson("{}");
        await using var gateway = await RunningGateway.StartAsync(upstream.Address, WithVerifier);
        var desk = gateway.App.Parts.Policy;
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var signature = Signed(Body, now);
        Assert.Equal(HttpStatusCode.OK, await SendAsync(gateway, Body, signature));
        var standing = desk.Look((book, _, _) => book.Of(Subject.Account("acme")));
        Assert.True(standing!.Verified);
        // Read on the way by somebody, sent again: no.
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(gateway, Body, signature));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(gateway, Body, Signed(Body, now + 1)));
    }

    [Fact]
    public async Task What_is_not_signed_for_this_body_now_by_a_verifier_does_nothing()
    {
        await using var upstream = ScriptedUpstream.AnsweringJson("{}");
        await using var gateway = await RunningGateway.StartAsync(upstream.Address, WithVerifier);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        foreach (var (body, signature) in ((string, string)[])
            [
                (Body.Replace("acme", "acmf", StringComparison.Ordinal), Signed(Body, now)),
                (Body, Signed(Body, now).Replace($"t={now}", $"t={now + 1}", StringComparison.Ordinal)),
                (Body, Signed(Body, now + 400)),
                (Body, Signed(Body, now - 400)),
                (Body, Signed(Body, now, secret: "another-secret-0123456")),
                (Body, Signed(Body, now, by: "anna", secret: "token-of-anna-123")),
                (Body, "t=,by=,v1="),
                (Body, "v1=00"),
            ])
            Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(gateway, body, signature));
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(gateway, Body, Signed(Body, now), "/api/accounts"));
        // What it may not do, it may not do signed either.
        const string Stop = """{"act":"set","subject":"acme","posture":"suspend","for":"7d","reason":"r"}""";
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(gateway, Stop, Signed(Stop, now)));
        Assert.Null(gateway.App.Parts.Policy.Look((book, _, _) => book.Of(Subject.Account("acme"))));
    }

    [Fact]
    public async Task Whoever_guesses_signatures_is_slowed_and_a_right_one_still_counts()
    {
        await using var upstream = ScriptedUpstream.AnsweringJson("{}");
        await using var gateway = await RunningGateway.StartAsync(upstream.Address, WithVerifier);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var codes = new List<HttpStatusCode>();
        for (var i = 0; i < 14; i++)
            codes.Add(await SendAsync(gateway, Body, Signed(Body, now, secret: $"guess-number-{i}-xxxx")));
        Assert.Equal(HttpStatusCode.TooManyRequests, codes[^1]);
        Assert.Equal(HttpStatusCode.OK, await SendAsync(gateway, Body, Signed(Body, now)));
    }

    [Fact]
    public void A_call_of_before_the_start_does_not_count_because_nobody_knows_whether_it_was_used()
    {
        var time = new ManualTimeProvider();
        var config = new ConfigSource(WithVerifier(new WeirConfig { Listen = new Uri("http://127.0.0.1:0"), Admin = new Uri("http://127.0.0.1:0"), DataFolder = _folder.Path }));
        var signature = Signed(Body, time.GetUtcNow().ToUnixTimeSeconds());
        Assert.NotNull(new SignedCalls(config, time).Read(signature, Encoding.UTF8.GetBytes(Body), out _));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(new SignedCalls(config, time).Read(signature, Encoding.UTF8.GetBytes(Body), out var fault));
        Assert.Contains("started", fault, StringComparison.Ordinal);
    }
}
