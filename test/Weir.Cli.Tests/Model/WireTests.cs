using System.Net;
using System.Text;
using System.Text.Json;
using Weir.Cli.Demo;
using Xunit;

namespace Weir.Cli.Tests.Model;

/// <summary>What the built-in model sends, byte by byte, where official clients would hide a difference.</summary>
public sealed class WireTests : IAsyncLifetime
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(20) };
    private BuiltInModelServer _server = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await BuiltInModelServer.StartAsync(new BuiltInModelOptions { Aliases = ["our-model"] }, Cancel);
        _http.BaseAddress = _server.Address;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Anthropic_events_come_in_the_documented_order()
    {
        var (_, body) = await Post("/v1/messages", """{"model":"weir-tiny","max_tokens":2000,"stream":true,"thinking":{"type":"enabled","budget_tokens":1024},"messages":[{"role":"user","content":"What is 3 * 4?"}]}""");
        var events = Events(body);
        Assert.All(events, e => Assert.Equal(e.Name, e.Data.GetProperty("type").GetString()));
        var order = events.Select(e => e.Name).Where(n => n is not ("content_block_delta" or "ping")).ToArray();
        Assert.Equal(["message_start", "content_block_start", "content_block_stop", "content_block_start", "content_block_stop", "message_delta", "message_stop"], order);
        Assert.Equal("signature_delta", events[Array.FindIndex(events, e => e.Name == "content_block_stop") - 1].Data.GetProperty("delta").GetProperty("type").GetString());
        var start = events[0].Data.GetProperty("message").GetProperty("usage");
        Assert.True(start.GetProperty("input_tokens").GetInt32() > 0);
        Assert.True(events[^2].Data.GetProperty("usage").GetProperty("output_tokens").GetInt32() > 5);
    }

    [Fact]
    public async Task Responses_events_are_numbered_and_end_in_completed_or_incomplete()
    {
        var (_, body) = await Post("/v1/responses", """{"model":"weir-tiny","input":"Write 100 words about tea.","stream":true,"max_output_tokens":20}""");
        var events = Events(body);
        Assert.Equal(Enumerable.Range(0, events.Length), events.Select(e => e.Data.GetProperty("sequence_number").GetInt32()));
        Assert.Equal(["response.created", "response.in_progress", "response.output_item.added", "response.content_part.added"], events[..4].Select(e => e.Name));
        Assert.Equal("response.incomplete", events[^1].Name);
        Assert.DoesNotContain("[DONE]", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_choice_of_a_stream_is_whole()
    {
        var (_, body) = await Post("/v1/chat/completions", """{"model":"our-model","n":3,"stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"How do fish breathe?"}]}""");
        var chunks = Data(body);
        Assert.Equal(3, chunks.Count(c => c.GetProperty("choices").GetArrayLength() == 1 && c.GetProperty("choices")[0].GetProperty("finish_reason").ValueKind == JsonValueKind.String));
        Assert.Equal(0, chunks[^1].GetProperty("choices").GetArrayLength());
        Assert.All(chunks[..^1], c => Assert.Equal(JsonValueKind.Null, c.GetProperty("usage").ValueKind));
        Assert.Equal("our-model", chunks[0].GetProperty("model").GetString());
    }

    [Fact]
    public async Task Gemini_streams_events_with_alt_sse_and_one_array_without()
    {
        const string Request = """{"contents":[{"role":"user","parts":[{"text":"How do fish breathe?"}]}],"generationConfig":{"seed":3}}""";
        var (events, sse) = await Post("/v1beta/models/weir-tiny:streamGenerateContent?alt=sse", Request);
        var (array, json) = await Post("/v1beta/models/weir-tiny:streamGenerateContent", Request);
        Assert.Equal("text/event-stream", events.Content.Headers.ContentType?.MediaType);
        Assert.Equal("application/json", array.Content.Headers.ContentType?.MediaType);
        static string Text(JsonElement chunk) => string.Concat(chunk.GetProperty("candidates")[0].GetProperty("content").GetProperty("parts").EnumerateArray().Select(p => p.GetProperty("text").GetString()));
        var fromArray = JsonDocument.Parse(json).RootElement.EnumerateArray().ToArray();
        Assert.Equal(string.Concat(fromArray.Select(Text)), string.Concat(Data(sse.ReplaceLineEndings("\n")).Select(Text)));
        Assert.Equal("STOP", fromArray[^1].GetProperty("candidates")[0].GetProperty("finishReason").GetString());
    }

    [Fact]
    public async Task Completions_echo_the_prompt_and_place_tokens_by_offset()
    {
        var (_, body) = await Post("/v1/completions", """{"model":"weir-tiny","prompt":["Put the egg","Rain wears"],"max_tokens":6,"echo":true,"logprobs":2}""");
        var choices = JsonDocument.Parse(body).RootElement.GetProperty("choices");
        Assert.Equal(2, choices.GetArrayLength());
        Assert.StartsWith("Rain wears", choices[1].GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal("Rain wears".Length, choices[1].GetProperty("logprobs").GetProperty("text_offset")[0].GetInt32());
        Assert.Equal("length", choices[0].GetProperty("finish_reason").GetString());
    }

    [Theory]
    [InlineData("/v1/chat/completions", "{", "error", 400)]
    [InlineData("/v1/chat/completions", "[]", "error", 400)]
    [InlineData("/v1/chat/completions", """{"model":"weir-tiny"}""", "error", 400)]
    [InlineData("/v1/chat/completions", """{"model":"weir-tiny","messages":[{"role":"user","content":"\ud800"}]}""", "error", 400)]
    [InlineData("/v1/chat/completions", """{"model":"weir-tiny","messages":[{"role":"nobody","content":"x"}]}""", "error", 400)]
    [InlineData("/v1/chat/completions", """{"model":"weir-tiny","messages":[{"role":"user","content":"x"}],"logit_bias":{"a":1}}""", "error", 400)]
    [InlineData("/v1/chat/completions", """{"model":"gpt-nothing","messages":[{"role":"user","content":"x"}]}""", "error", 404)]
    [InlineData("/v1/responses", """{"model":"weir-tiny","input":"x","previous_response_id":"resp_1"}""", "error", 400)]
    [InlineData("/v1/responses", """{"model":"weir-tiny","input":"x","include":[1]}""", "id", 200)]
    [InlineData("/v1/embeddings", """{"model":"weir-embed","input":[]}""", "error", 400)]
    [InlineData("/v1/nothing", "{}", "error", 404)]
    [InlineData("/v1/messages", """{"model":"weir-tiny","messages":[{"role":"user","content":"x"}]}""", "error", 400)]
    [InlineData("/v1/messages", """{"model":"weir-tiny","max_tokens":10,"messages":[]}""", "error", 400)]
    [InlineData("/v1beta/models/weir-tiny:generateContent", """{"contents":[]}""", "error", 400)]
    [InlineData("/v1beta/models/none:generateContent", """{"contents":[]}""", "error", 404)]
    [InlineData("/v1beta/models/weir-tiny:doNothing", "{}", "error", 404)]
    public async Task Bad_requests_are_refused_in_the_dialect_they_came_in(string path, string body, string field, int status)
    {
        var (response, text) = await Post(path, body);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.True(JsonDocument.Parse(text).RootElement.TryGetProperty(field, out _), text);
    }

    [Fact]
    public async Task A_body_nested_ten_thousand_deep_is_a_400()
    {
        var (response, _) = await Post("/v1/chat/completions", string.Concat(Enumerable.Repeat("""{"a":""", 10_000)));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task The_behaviour_header_makes_it_fail_as_asked()
    {
        const string Stream = """{"model":"weir-tiny","stream":true,"messages":[{"role":"user","content":"Write 100 words about tea."}]}""";
        var (limited, _) = await Post("/v1/chat/completions", Stream, "error=429");
        Assert.Equal((HttpStatusCode)429, limited.StatusCode);
        Assert.NotNull(limited.Headers.RetryAfter);
        var (_, garbage) = await Post("/v1/chat/completions", Stream, "garbage");
        Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(garbage));
        var (_, silent) = await Post("/v1/chat/completions", Stream.Replace("\"stream\":true,", "", StringComparison.Ordinal), "no-usage");
        Assert.False(JsonDocument.Parse(silent).RootElement.TryGetProperty("usage", out _));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => Post("/v1/chat/completions", Stream, "die-after=3"));
    }

    [Fact]
    public async Task A_stream_that_hangs_sends_its_frames_first()
    {
        using var request = Request("/v1/chat/completions", """{"model":"weir-tiny","stream":true,"messages":[{"role":"user","content":"Write 100 words about tea."}]}""", "hang-after=2");
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Cancel));
        for (var line = 0; line < 4; line++)
            Assert.NotNull(await reader.ReadLineAsync(Cancel));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var next = reader.ReadLineAsync(patience.Token).AsTask();
        Assert.False(next.IsCompleted);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    private async Task<(HttpResponseMessage Response, string Body)> Post(string path, string body, string? behavior = null)
    {
        using var request = Request(path, body, behavior);
        var response = await _http.SendAsync(request, Cancel);
        return (response, await response.Content.ReadAsStringAsync(Cancel));
    }

    private static HttpRequestMessage Request(string path, string body, string? behavior)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (behavior is not null)
            request.Headers.Add("x-model-behavior", behavior);
        return request;
    }

    private static (string Name, JsonElement Data)[] Events(string body) =>
        [.. body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(e => e.Split('\n')).Select(l => (l[0]["event: ".Length..], JsonDocument.Parse(l[1]["data: ".Length..]).RootElement))];

    private static JsonElement[] Data(string body) =>
        [.. body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(e => e["data: ".Length..]).Where(d => d != "[DONE]").Select(d => JsonDocument.Parse(d).RootElement)];
}
