using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Weir.Gateway.Configuration;
using Weir.TestKit;
using Weir.Traffic;
using Xunit;
using static Weir.Gateway.Tests.Relay.Bodies_pass_byte_for_byte;

namespace Weir.Gateway.Tests.Relay;

public sealed class Bad_input_is_refused
{
    private const string Ask = """{"model":"m","messages":[{"role":"user","content":"Hello"}]}""";

    [Theory]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"Hello"}]""")]
    [InlineData("""{"model":"m" "messages":[]}""")]
    [InlineData("""[1,2,3]""")]
    [InlineData("hello")]
    [InlineData("")]
    [InlineData("""{"model":"a","model":"b","messages":[]}""")]
    [InlineData("""{"model":5,"messages":[]}""")]
    public async Task Broken_json_is_400_and_never_reaches_the_upstream(string body)
    {
        await using var upstream = ScriptedUpstream.AnsweringJson("{}");
        await using var gateway = await RunningGateway.StartAsync(upstream.Address);
        var answer = await gateway.Client.PostAsync("/v1/chat/completions", Json(body));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var error = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("error");
        Assert.Equal("invalid_request_error", error.GetProperty("type").GetString());
        Assert.Empty(upstream.Requests);
    }

    [Fact]
    public async Task Ten_thousand_levels_are_400()
    {
        await using var upstream = ScriptedUpstream.AnsweringJson("{}");
        await using var gateway = await RunningGateway.StartAsync(upstream.Address);
        var deep = "{\"model\":\"m\",\"x\":" + new string('[', 10_000) + new string(']', 10_000) + "}";
        Assert.Equal(HttpStatusCode.BadRequest, (await gateway.Client.PostAsync("/v1/chat/completions", Json(deep))).StatusCode);
    }

    [Fact]
    public async Task A_form_is_415()
    {
        await using var upstream = ScriptedUpstream.AnsweringJson("{}");
        await using var gateway = await RunningGateway.StartAsync(upstream.Address);
        using var form = new StringContent(Ask, Encoding.UTF8, "application/x-www-form-urlencoded");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await gateway.Client.PostAsync("/v1/messages", form)).StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_over_the_limit_is_413_whether_it_says_so_or_not(bool declared)
    {
        await using var upstream = ScriptedUpstream.AnsweringJson("{}");
        await using var gateway = await RunningGateway.StartAsync(upstream.Address, config => config with { Bodies = config.Bodies with { MaxBytes = 10_000 } });
        using var content = declared ? Json(new string(' ', 20_000)) : (HttpContent)new Unsized(new string(' ', 20_000));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await gateway.Client.PostAsync("/v1/chat/completions", content)).StatusCode);
        Assert.Empty(upstream.Requests);
    }

    [Fact]
    public async Task A_coded_body_goes_on_as_it_came_and_is_read()
    {
        await using var upstream = ScriptedUpstream.AnsweringJson("""{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":1,"total_tokens":4}}""");
        await using var gateway = await RunningGateway.StartAsync(upstream.Address);
        var coded = Gzip(Encoding.UTF8.GetBytes(Ask));
        Assert.Equal(HttpStatusCode.OK, (await gateway.Client.PostAsync("/v1/chat/completions", Coded(coded, "gzip"))).StatusCode);
        Assert.True(upstream.Requests.TryDequeue(out var seen));
        Assert.Equal(coded, seen.Body);
        Assert.Equal("gzip", seen.Header("Content-Encoding"));
        Assert.Equal("m", Assert.Single(await gateway.StopAsync()).Model);
    }

    [Fact]
    public async Task A_coded_bomb_is_413()
    {
        await using var upstream = ScriptedUpstream.AnsweringJson("{}");
        await using var gateway = await RunningGateway.StartAsync(upstream.Address, config => config with { Bodies = config.Bodies with { MaxBytes = 1 << 20 } });
        var bomb = Gzip(new byte[100 << 20]);
        Assert.True(bomb.Length < 1 << 20);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await gateway.Client.PostAsync("/v1/chat/completions", Coded(bomb, "gzip"))).StatusCode);
    }

    [Theory]
    [InlineData("zstd", 415)]
    [InlineData("gzip, gzip", 415)]
    [InlineData("gzip", 400)]
    public async Task Codings_that_cannot_be_read_are_refused(string coding, int status)
    {
        await using var upstream = ScriptedUpstream.AnsweringJson("{}");
        await using var gateway = await RunningGateway.StartAsync(upstream.Address);
        Assert.Equal(status, (int)(await gateway.Client.PostAsync("/v1/chat/completions", Coded(Encoding.UTF8.GetBytes(Ask), coding))).StatusCode);
    }

    [Theory]
    [InlineData("GET /v1/../admin HTTP/1.1\r\nHost: h\r\n\r\n", 400)]
    [InlineData("GET /v1/%2e%2e/admin HTTP/1.1\r\nHost: h\r\n\r\n", 400)]
    [InlineData("GET /v1\\models HTTP/1.1\r\nHost: h\r\n\r\n", 400)]
    [InlineData("GET /v1/models HTTP/1.1\r\nHost: h\r\nHost: i\r\n\r\n", 400)]
    [InlineData("GET /v1/models HTTP/1.1\r\nHost: h\r\n X-Folded: 1\r\n\r\n", 400)]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef", 400)]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400)]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip, chunked, gzip\r\n\r\n", 400)]
    [InlineData("GET /v1/realtime HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n", 501)]
    public async Task Shapes_of_smuggling_are_refused(string request, int status)
    {
        await using var upstream = ScriptedUpstream.AnsweringJson("{}");
        await using var gateway = await RunningGateway.StartAsync(upstream.Address);
        using var client = await RawClient.ConnectAsync(gateway.App.PublicAddress, default);
        await client.SendAsync(request.Replace("Host: h\r\n", "Host: h\r\nX-Weir-Account: tester\r\nContent-Type: application/json\r\n", StringComparison.Ordinal), default);
        var answer = await client.ReceiveUntilAsync("\r\n\r\n", default);
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Empty(upstream.Requests);
    }

    [Fact]
    public async Task A_length_beside_chunks_does_not_let_a_second_request_through()
    {
        await using var upstream = ScriptedUpstream.AnsweringJson("{}");
        await using var gateway = await RunningGateway.StartAsync(upstream.Address);
        using var client = await RawClient.ConnectAsync(gateway.App.PublicAddress, default);
        var inner = "GET /v1/hidden HTTP/1.1\r\nHost: h\r\nX-Weir-Account: tester\r\n\r\n";
        await client.SendAsync($"POST /v1/chat/completions HTTP/1.1\r\nHost: h\r\nX-Weir-Account: tester\r\nContent-Type: application/json\r\nContent-Length: {5 + Ask.Length + inner.Length}\r\nTransfer-Encoding: chunked\r\n\r\n{Ask.Length:x}\r\n{Ask}\r\n0\r\n\r\n{inner}", default);
        await client.ReceiveAllAsync(default);
        Assert.DoesNotContain(upstream.Requests, r => r.Line.Contains("hidden", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Headers_too_large_or_too_many_are_431()
    {
        await using var upstream = ScriptedUpstream.AnsweringJson("{}");
        await using var gateway = await RunningGateway.StartAsync(upstream.Address);
        foreach (var headers in new[] { "X-Big: " + new string('a', 100_000) + "\r\n", string.Concat(Enumerable.Range(0, 200).Select(i => $"X-{i}: 1\r\n")) })
        {
            using var client = await RawClient.ConnectAsync(gateway.App.PublicAddress, default);
            await client.SendAsync("GET /v1/models HTTP/1.1\r\nHost: h\r\n" + headers + "\r\n", default);
            Assert.StartsWith("HTTP/1.1 431 ", await client.ReceiveUntilAsync("\r\n\r\n", default), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_sender_too_slow_for_its_body_is_408_in_its_dialect()
    {
        await using var upstream = ScriptedUpstream.AnsweringJson("{}");
        await using var gateway = await RunningGateway.StartAsync(upstream.Address, config => config with { Bodies = config.Bodies with { MinBytesPerSecond = 1_000_000 } });
        using var client = await RawClient.ConnectAsync(gateway.App.PublicAddress, default);
        await client.SendAsync("POST /v1/messages HTTP/1.1\r\nHost: h\r\nX-Weir-Account: tester\r\nanthropic-version: 2023-06-01\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{", default);
        var answer = await client.ReceiveUntilAsync("\"type\":\"error\"", default);
        Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal);
        Assert.Contains("\"type\":\"error\"", answer, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_body_that_never_ends_is_408_when_its_time_is_over()
    {
        var time = new ManualTimeProvider();
        await using var upstream = ScriptedUpstream.AnsweringJson("{}");
        await using var gateway = await RunningGateway.StartAsync(upstream.Address, time: time);
        using var client = await RawClient.ConnectAsync(gateway.App.PublicAddress, default);
        await client.SendAsync("POST /v1/chat/completions HTTP/1.1\r\nHost: h\r\nX-Weir-Account: tester\r\nContent-Type: application/json\r\nContent-Length: 100000\r\nExpect: 100-continue\r\n\r\n", default);
        // The server asks for the body when the path has begun to wait for it.
        Assert.StartsWith("HTTP/1.1 100 ", await client.ReceiveUntilAsync("\r\n\r\n", default), StringComparison.Ordinal);
        var answer = client.ReceiveUntilAsync("request_timeout", TestContext.Current.CancellationToken);
        await time.AdvanceUntilAsync(answer, TimeSpan.FromSeconds(61), TestContext.Current.CancellationToken);
        Assert.Contains("HTTP/1.1 408 ", await answer, StringComparison.Ordinal);
        Assert.Equal(Outcome.CallerTimedOut, Assert.Single(await gateway.StopAsync()).Outcome);
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var coded = new MemoryStream();
        using (var gzip = new GZipStream(coded, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return coded.ToArray();
    }

    private static ByteArrayContent Coded(byte[] bytes, string coding)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.TryAddWithoutValidation("Content-Encoding", coding);
        return content;
    }

    private sealed class Unsized(string text) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            Headers.ContentType = new MediaTypeHeaderValue("application/json");
            return stream.WriteAsync(Encoding.UTF8.GetBytes(text)).AsTask();
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
