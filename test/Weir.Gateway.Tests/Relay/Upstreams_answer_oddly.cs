using System.Net;
using Weir.Gateway.Configuration;
using Weir.TestKit;
using Weir.Traffic;
using Xunit;
using static Weir.Gateway.Tests.Relay.Bodies_pass_byte_for_byte;

namespace Weir.Gateway.Tests.Relay;

public sealed class Upstreams_answer_oddly
{
    private const string Ask = """{"model":"m","messages":[{"role":"user","content":"Hello"}]}""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("204 No Content", "Content-Length: 0\r\n")]
    [InlineData("204 No Content", "")]
    [InlineData("205 Reset Content", "Content-Length: 0\r\n")]
    [InlineData("304 Not Modified", "Content-Length: 12\r\n")]
    [InlineData("304 Not Modified", "Transfer-Encoding: chunked\r\n")]
    public async Task An_answer_without_a_body_passes_whatever_it_says_of_its_length(string status, string length)
    {
        await using var upstream = ScriptedUpstream.Answering($"HTTP/1.1 {status}\r\n{length}X-Own: yes\r\n\r\n");
        await using var gateway = await RunningGateway.StartAsync(upstream.Address);
        var answer = await gateway.Client.DeleteAsync("/v1/files/f", Cancel);
        Assert.Equal(status[..3], ((int)answer.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal("yes", Assert.Single(answer.Headers.GetValues("X-Own")));
        Assert.Equal(Outcome.Completed, Assert.Single(await gateway.StopAsync()).Outcome);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX-Odd: a\u0001b\r\nContent-Length: 2\r\n\r\n{}")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nUpgrade: odd\r\nConnection: upgrade\r\n\r\nodd words")]
    public async Task What_no_server_may_send_is_502_and_no_fault_of_the_gateway(string answer)
    {
        await using var upstream = ScriptedUpstream.Answering(answer);
        await using var gateway = await RunningGateway.StartAsync(upstream.Address);
        Assert.Equal(HttpStatusCode.BadGateway, (await gateway.Client.PostAsync("/v1/chat/completions", Json(Ask), Cancel)).StatusCode);
        Assert.Equal(Outcome.UpstreamFailed, Assert.Single(await gateway.StopAsync()).Outcome);
    }

    [Fact]
    public async Task Where_else_the_upstream_can_be_reached_is_not_told_as_if_it_were_the_gateway()
    {
        await using var upstream = ScriptedUpstream.Answering("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nAlt-Svc: h3=\":443\"; ma=86400\r\nContent-Length: 2\r\n\r\n{}");
        await using var gateway = await RunningGateway.StartAsync(upstream.Address);
        var answer = await gateway.Client.PostAsync("/v1/chat/completions", Json(Ask), Cancel);
        Assert.False(answer.Headers.Contains("Alt-Svc"));
    }

    [Fact]
    public async Task A_gateway_whose_upstreams_all_rest_is_ready_again_when_a_try_is_due()
    {
        var time = new ManualTimeProvider();
        await using var upstream = ScriptedUpstream.AnsweringJson("{}", 502);
        await using var gateway = await RunningGateway.StartAsync(
            [new UpstreamConfig { Name = "main", Url = upstream.Address, Retries = 0, FailuresBeforeRest = 1, Rest = TimeSpan.FromSeconds(10) }], time: time);
        await gateway.Client.PostAsync("/v1/chat/completions", Json(Ask), Cancel);
        Assert.False(gateway.App.Parts.Readiness.IsReady);
        // Who is not sent calls until it is ready would otherwise never be.
        time.Advance(TimeSpan.FromSeconds(11));
        Assert.True(gateway.App.Parts.Readiness.IsReady);
    }
}
