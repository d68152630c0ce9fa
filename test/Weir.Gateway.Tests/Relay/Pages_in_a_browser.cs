using System.Net;
using Weir.Gateway.Configuration;
using Weir.TestKit;
using Xunit;

namespace Weir.Gateway.Tests.Relay;

public sealed class Pages_in_a_browser
{
    private const string Page = "https://chat.example.com";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_question_from_a_listed_origin_is_answered_without_a_credential_and_without_the_upstream()
    {
        await using var upstream = ScriptedUpstream.AnsweringJson("{}");
        await using var gateway = await StartAsync(upstream, Page);
        using var answer = await PreflightAsync(gateway, Page);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(Page, Header(answer, "Access-Control-Allow-Origin"));
        Assert.Equal("POST", Header(answer, "Access-Control-Allow-Methods"));
        Assert.Equal("authorization, content-type", Header(answer, "Access-Control-Allow-Headers"));
        Assert.Equal("Origin", Header(answer, "Vary"));
        Assert.Empty(upstream.Requests);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("https://chat.example.com.evil.example")]
    [InlineData("null")]
    public async Task Other_origins_are_told_nothing(string origin)
    {
        await using var upstream = ScriptedUpstream.AnsweringJson("{}");
        await using var gateway = await StartAsync(upstream, Page);
        using var question = await PreflightAsync(gateway, origin);
        Assert.Equal(HttpStatusCode.Unauthorized, question.StatusCode);
        Assert.Null(Header(question, "Access-Control-Allow-Origin"));
        using var answer = await CallAsync(gateway, origin);
        Assert.Null(Header(answer, "Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Without_a_list_a_question_is_a_call_like_any_other()
    {
        await using var upstream = ScriptedUpstream.AnsweringJson("{}");
        await using var gateway = await StartAsync(upstream);
        using var answer = await PreflightAsync(gateway, Page);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Null(Header(answer, "Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task A_listed_page_may_read_answers_and_refusals()
    {
        await using var upstream = ScriptedUpstream.AnsweringJson("{}");
        await using var gateway = await StartAsync(upstream, "https://other.example", Page);
        using var answer = await CallAsync(gateway, Page);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(Page, Header(answer, "Access-Control-Allow-Origin"));
        using var refused = await CallAsync(gateway, Page, body: "{");
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(Page, Header(refused, "Access-Control-Allow-Origin"));
        Assert.Contains("retry-after", Header(refused, "Access-Control-Expose-Headers")!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_upstream_says_of_origins_stands()
    {
        const string Body = "{}";
        await using var upstream = ScriptedUpstream.Answering($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nAccess-Control-Allow-Origin: https://only.example\r\nContent-Length: {Body.Length}\r\n\r\n{Body}");
        await using var gateway = await StartAsync(upstream, "*");
        using var answer = await CallAsync(gateway, Page);
        Assert.Equal("https://only.example", Header(answer, "Access-Control-Allow-Origin"));
    }

    private static Task<RunningGateway> StartAsync(ScriptedUpstream upstream, params string[] origins) =>
        RunningGateway.StartAsync(upstream.Address, config => config with { Network = config.Network with { Origins = origins } });

    private static async Task<HttpResponseMessage> PreflightAsync(RunningGateway gateway, string origin)
    {
        using var client = new HttpClient { BaseAddress = gateway.App.PublicAddress };
        using var message = new HttpRequestMessage(HttpMethod.Options, "/v1/chat/completions");
        message.Headers.Add("Origin", origin);
        message.Headers.Add("Access-Control-Request-Method", "POST");
        message.Headers.Add("Access-Control-Request-Headers", "authorization, content-type");
        return await client.SendAsync(message, Cancel);
    }

    private static async Task<HttpResponseMessage> CallAsync(RunningGateway gateway, string origin, string body = """{"model":"m","messages":[]}""")
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new StringContent(body, null, "application/json") };
        message.Headers.Add("Origin", origin);
        return await gateway.Client.SendAsync(message, Cancel);
    }

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
}
