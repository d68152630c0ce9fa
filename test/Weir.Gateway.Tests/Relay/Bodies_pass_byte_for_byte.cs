using System.Net;
using System.Text;
using Weir.Gateway.Configuration;
using Weir.TestKit;
using Weir.Traffic;
using Xunit;

namespace Weir.Gateway.Tests.Relay;

public sealed class Bodies_pass_byte_for_byte
{
    // Odd spacing, unknown members, escapes that need not be: all legal, none ours to tidy.
    private const string OddRequest = "\r\n {\t\"model\" :\"m\\u0031\", \"x_unknown\":{\"a\":[1,2.50,1e3]},\"messages\":[ {\"role\":\"user\",\"content\":\"H\\u00e9llo \\/ \\ud83d\\ude00\"} ] ,\"temperature\":0.70 }\n";
    private const string OddAnswer = "{ \"id\":\"x\",\"object\":\"chat.completion\",  \"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"a\\u0062c\"},\"finish_reason\":\"stop\"}], \"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3,\"total_tokens\":10},\"service_tier\":null}\n";

    [Fact]
    public async Task Request_and_answer_of_a_plain_call()
    {
        await using var upstream = ScriptedUpstream.AnsweringJson(OddAnswer);
        await using var gateway = await RunningGateway.StartAsync(upstream.Address);
        var answer = await gateway.Client.PostAsync("/v1/chat/completions?trace=%2541", Json(OddRequest));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(OddAnswer, await answer.Content.ReadAsStringAsync());
        Assert.True(upstream.Requests.TryDequeue(out var seen));
        Assert.Equal(OddRequest, seen.Text);
        Assert.Equal("POST /v1/chat/completions?trace=%2541 HTTP/1.1", seen.Line);

        var exchange = Assert.Single(await gateway.StopAsync());
        Assert.Equal(Dialect.OpenAiChat, exchange.Dialect);
        Assert.Equal("m1", exchange.Model);
        Assert.Equal(new Usage(7, 3), exchange.Usage);
        Assert.Equal(Outcome.Completed, exchange.Outcome);
        Assert.Equal(0.7, exchange.Ask.Temperature);
        Assert.Equal(OddAnswer.Length, exchange.BytesOut);
    }

    [Fact]
    public async Task An_answer_without_a_length_that_ends_with_the_connection()
    {
        await using var upstream = ScriptedUpstream.Start(async talk =>
        {
            await talk.ReceiveAsync();
            await talk.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n" + OddAnswer);
            talk.Close();
        });
        await using var gateway = await RunningGateway.StartAsync(upstream.Address);
        Assert.Equal(OddAnswer, await (await gateway.Client.PostAsync("/v1/chat/completions", Json(OddRequest))).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Errors_of_the_upstream_with_status_headers_and_body()
    {
        const string error = "{\"error\":{\"message\":\"That model is overloaded.\",\"type\":\"server_error\",\"param\":null,\"code\":null}}";
        await using var upstream = ScriptedUpstream.Answering($"HTTP/1.1 529 Odd\r\nContent-Type: application/json\r\nretry-after: 7\r\nx-request-id: abc\r\nx-odd: \u00e9\r\nContent-Length: {error.Length}\r\n\r\n{error}");
        await using var gateway = await RunningGateway.StartAsync(upstream.Address);
        var answer = await gateway.Client.PostAsync("/v1/chat/completions", Json(OddRequest));
        Assert.Equal(529, (int)answer.StatusCode);
        Assert.Equal("7", answer.Headers.GetValues("retry-after").Single());
        Assert.Equal("abc", answer.Headers.GetValues("x-request-id").Single());
        Assert.Equal(error, await answer.Content.ReadAsStringAsync());
        Assert.Equal(Outcome.Rejected, Assert.Single(await gateway.StopAsync()).Outcome);
    }

    [Fact]
    public async Task Unknown_paths_are_relayed_and_metered_by_bytes()
    {
        var upload = new byte[300_000];
        new Random(5).NextBytes(upload);
        await using var upstream = ScriptedUpstream.AnsweringJson("{\"id\":\"file-1\"}");
        await using var gateway = await RunningGateway.StartAsync(upstream.Address);
        using var content = new ByteArrayContent(upload);
        content.Headers.TryAddWithoutValidation("Content-Type", "audio/wav");
        var answer = await gateway.Client.PostAsync("/v1/audio/transcriptions", content);
        Assert.Equal("{\"id\":\"file-1\"}", await answer.Content.ReadAsStringAsync());
        Assert.True(upstream.Requests.TryDequeue(out var seen));
        Assert.Equal(upload, seen.Body);
        Assert.Equal("audio/wav", seen.Header("Content-Type"));

        var exchange = Assert.Single(await gateway.StopAsync());
        Assert.Equal(Dialect.Other, exchange.Dialect);
        Assert.Equal(300_000, exchange.BytesIn);
        Assert.Equal(15, exchange.BytesOut);
    }

    [Fact]
    public async Task Unknown_paths_can_be_refused()
    {
        await using var upstream = ScriptedUpstream.AnsweringJson("{}");
        await using var gateway = await RunningGateway.StartAsync(upstream.Address, config => config with { RefuseOther = true });
        Assert.Equal(HttpStatusCode.Forbidden, (await gateway.Client.GetAsync("/v1/files")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await gateway.Client.GetAsync("/v1/models")).StatusCode);
        Assert.Single(upstream.Requests);
    }

    [Fact]
    public async Task Headers_of_the_connection_stay_on_their_side()
    {
        await using var upstream = ScriptedUpstream.Answering("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: keep-alive, X-Hop\r\nKeep-Alive: timeout=9\r\nX-Hop: 1\r\nX-Stays: 2\r\nContent-Length: 2\r\n\r\n{}");
        await using var gateway = await RunningGateway.StartAsync(upstream.Address, config => config with { Identity = new IdentityConfig { Kind = IdentityKind.Bearer } });
        using var client = await RawClient.ConnectAsync(gateway.App.PublicAddress, default);
        await client.SendAsync("GET /v1/models HTTP/1.1\r\nHost: somewhere.example\r\nAuthorization: Bearer k-12345678\r\nAccept-Encoding: gzip\r\nConnection: X-Mine\r\nX-Mine: 1\r\nX-Other: 2\r\nX-Forwarded-For: 9.9.9.9\r\nTE: trailers\r\n\r\n", default);
        var answer = await client.ReceiveUntilAsync("{}", default);
        Assert.Contains("X-Stays: 2", answer, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("X-Hop", answer, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("timeout=9", answer, StringComparison.OrdinalIgnoreCase);
        Assert.True(upstream.Requests.TryDequeue(out var seen));
        Assert.Equal("2", seen.Header("X-Other"));
        Assert.Equal("Bearer k-12345678", seen.Header("Authorization"));
        Assert.DoesNotContain("X-Mine", seen.Head, StringComparison.OrdinalIgnoreCase);
        Assert.Null(seen.Header("TE"));
        Assert.Null(seen.Header("Accept-Encoding"));
        Assert.Null(seen.Header("X-Forwarded-For"));
        Assert.Equal(upstream.Address.Authority, seen.Header("Host"));
    }

    [Fact]
    public async Task A_base_address_with_a_path_goes_in_front_once()
    {
        await using var upstream = ScriptedUpstream.AnsweringJson("{}");
        await using var gateway = await RunningGateway.StartAsync(new Uri(upstream.Address, "/serving/v1"));
        await gateway.Client.GetAsync("/v1/models");
        Assert.True(upstream.Requests.TryDequeue(out var seen));
        Assert.Equal("GET /serving/v1/models HTTP/1.1", seen.Line);
    }

    internal static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
