using System.Net.Http.Headers;
using Weir.Gateway.Configuration;
using Weir.TestKit;
using Weir.Traffic;
using Xunit;
using static Weir.Gateway.Tests.Relay.Bodies_pass_byte_for_byte;

namespace Weir.Gateway.Tests.Relay;

/// <summary>Usage as each provider's documented answers tell it, taken from the bytes that pass. Nothing of them changes on the way.</summary>
public sealed class What_an_answer_used
{
    private const string Sse = "text/event-stream; charset=utf-8";
    private const string JsonType = "application/json";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public Task Anthropic_stream() => Check(
        "/v1/messages", """{"model":"m","max_tokens":64,"stream":true,"messages":[{"role":"user","content":"Hi"}]}""", Sse,
        "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"content\":[],\"model\":\"m-2\",\"stop_reason\":null,\"usage\":{\"input_tokens\":12,\"cache_creation_input_tokens\":3,\"cache_read_input_tokens\":5,\"output_tokens\":1}}}\n\n"
        + "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n"
        + "event: ping\ndata: {\"type\": \"ping\"}\n\n"
        + "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Hello\"}}\n\n"
        + "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n"
        + "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":6}}\n\n"
        + "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n",
        Dialect.AnthropicMessages, new Usage(20, 6, CachedTokens: 5));

    [Fact]
    public Task Gemini_stream_as_events() => Check(
        "/v1beta/models/m:streamGenerateContent?alt=sse", """{"contents":[{"parts":[{"text":"Hi"}]}]}""", Sse,
        "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hel\"}],\"role\":\"model\"},\"index\":0}],\"usageMetadata\":{\"promptTokenCount\":4,\"candidatesTokenCount\":1,\"totalTokenCount\":5},\"modelVersion\":\"m-2\"}\r\n\r\n"
        + "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"lo\"}],\"role\":\"model\"},\"finishReason\":\"STOP\",\"index\":0}],\"usageMetadata\":{\"promptTokenCount\":4,\"candidatesTokenCount\":2,\"thoughtsTokenCount\":7,\"totalTokenCount\":13},\"modelVersion\":\"m-2\"}\r\n\r\n",
        Dialect.GeminiGenerate, new Usage(4, 9, ReasoningTokens: 7));

    [Fact]
    public Task Gemini_stream_as_one_array() => Check(
        "/v1beta/models/m:streamGenerateContent", """{"contents":[{"parts":[{"text":"Hi"}]}]}""", JsonType,
        "[{\n  \"candidates\": [{\"content\": {\"parts\": [{\"text\": \"He[l\"}]}}],\n  \"usageMetadata\": {\"promptTokenCount\": 4, \"candidatesTokenCount\": 1}\n}\n,\r\n"
        + "{\n  \"candidates\": [{\"content\": {\"parts\": [{\"text\": \"]},o\"}]}, \"finishReason\": \"MAX_TOKENS\"}],\n  \"usageMetadata\": {\"promptTokenCount\": 4, \"candidatesTokenCount\": 3, \"totalTokenCount\": 7}\n}\n]\n",
        Dialect.GeminiGenerate, new Usage(4, 3));

    [Fact]
    public Task Responses_stream() => Check(
        "/v1/responses", """{"model":"m","stream":true,"input":"Hi"}""", Sse,
        "event: response.created\ndata: {\"type\":\"response.created\",\"sequence_number\":0,\"response\":{\"id\":\"resp_1\",\"object\":\"response\",\"status\":\"in_progress\",\"model\":\"m-2\",\"output\":[],\"usage\":null}}\n\n"
        + "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"sequence_number\":1,\"item_id\":\"i\",\"output_index\":0,\"content_index\":0,\"delta\":\"Hello\"}\n\n"
        + "event: response.completed\ndata: {\"type\":\"response.completed\",\"sequence_number\":2,\"response\":{\"id\":\"resp_1\",\"object\":\"response\",\"status\":\"completed\",\"model\":\"m-2\",\"output\":[{\"type\":\"message\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"Hello\",\"annotations\":[]}]}],\"usage\":{\"input_tokens\":8,\"input_tokens_details\":{\"cached_tokens\":2},\"output_tokens\":5,\"output_tokens_details\":{\"reasoning_tokens\":3},\"total_tokens\":13}}}\n\n",
        Dialect.OpenAiResponses, new Usage(8, 5, CachedTokens: 2, ReasoningTokens: 3));

    [Fact]
    public Task Embeddings() => Check(
        "/v1/embeddings", """{"model":"m","input":["a","b"]}""", JsonType,
        """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.1,-2e-3]}],"model":"m","usage":{"prompt_tokens":7,"total_tokens":7}}""",
        Dialect.OpenAiEmbeddings, new Usage(7, 0));

    [Fact]
    public async Task Counting_tokens_uses_none()
    {
        var exchange = await Check("/v1/messages/count_tokens", """{"model":"m","messages":[{"role":"user","content":"Hi"}]}""", JsonType, """{"input_tokens":2095}""", Dialect.AnthropicCountTokens, null);
        Assert.Equal(0, exchange.Usage.OutputTokens);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task A_coded_answer_that_nobody_asked_for(string coding)
    {
        const string answer = """{"object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"Yes."},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":2}}""";
        var coded = Coded(coding, answer);
        await using var upstream = ScriptedUpstream.Start(async talk =>
        {
            while (await talk.ReceiveAsync() is not null)
            {
                await talk.SendAsync($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: {coding}\r\nContent-Length: {coded.Length}\r\n\r\n");
                await talk.SendAsync(coded);
            }
        });
        await using var gateway = await RunningGateway.StartAsync(upstream.Address);
        using var got = await gateway.Client.PostAsync("/v1/chat/completions", Json("""{"model":"m","messages":[]}"""), Cancel);
        Assert.Equal(coding, got.Content.Headers.ContentEncoding.Single());
        Assert.Equal(coded, await got.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal(new Usage(9, 2), Assert.Single(await gateway.StopAsync()).Usage);
    }

    [Fact]
    public async Task A_stored_response_that_is_fetched_counts_as_an_answer()
    {
        const string stored = """{"id":"resp_1","object":"response","status":"completed","model":"m","output":[{"type":"message","role":"assistant","content":[{"type":"output_text","text":"Hello there"}]}],"usage":{"input_tokens":8,"output_tokens":5,"total_tokens":13}}""";
        await using var upstream = ScriptedUpstream.AnsweringJson(stored);
        await using var gateway = await RunningGateway.StartAsync(upstream.Address);
        Assert.Equal(stored, await gateway.Client.GetStringAsync("/v1/responses/resp_1", Cancel));
        var exchange = Assert.Single(await gateway.StopAsync());
        Assert.Equal((Dialect.OpenAiResponses, 11, new Usage(8, 5)), (exchange.Dialect, exchange.Answer.Chars, exchange.Usage));
    }

    private static async Task<Exchange> Check(string path, string body, string contentType, string answer, Dialect dialect, Usage? usage)
    {
        await using var upstream = ScriptedUpstream.Start(async talk =>
        {
            while (await talk.ReceiveAsync() is not null)
            {
                await talk.SendAsync($"HTTP/1.1 200 OK\r\nContent-Type: {contentType}\r\nTransfer-Encoding: chunked\r\n\r\n");
                // Pieces that end anywhere, as networks cut them.
                for (var at = 0; at < answer.Length; at += 37)
                    await talk.SendAsync(ScriptedUpstream.Chunk(answer[at..Math.Min(at + 37, answer.Length)]));
                await talk.SendAsync("0\r\n\r\n");
            }
        });
        await using var gateway = await RunningGateway.StartAsync(upstream.Address);
        using var got = await gateway.Client.PostAsync(path, Json(body), Cancel);
        Assert.Equal(MediaTypeHeaderValue.Parse(contentType), got.Content.Headers.ContentType);
        Assert.Equal(answer, await got.Content.ReadAsStringAsync(Cancel));
        Assert.True(upstream.Requests.TryDequeue(out var seen));
        Assert.Equal(body, seen.Text);
        var exchange = Assert.Single(await gateway.StopAsync());
        Assert.Equal((dialect, Outcome.Completed, 0), (exchange.Dialect, exchange.Outcome, exchange.Answer.UnreadEvents));
        if (usage is not null)
            Assert.Equal(usage, exchange.Usage);
        return exchange;
    }

    private static byte[] Coded(string coding, string text)
    {
        using var coded = new MemoryStream();
        using (Stream coder = coding switch
        {
            "gzip" => new System.IO.Compression.GZipStream(coded, System.IO.Compression.CompressionLevel.Fastest),
            "br" => new System.IO.Compression.BrotliStream(coded, System.IO.Compression.CompressionLevel.Fastest),
            _ => new System.IO.Compression.ZLibStream(coded, System.IO.Compression.CompressionLevel.Fastest),
        })
            coder.Write(System.Text.Encoding.UTF8.GetBytes(text));
        return coded.ToArray();
    }
}
