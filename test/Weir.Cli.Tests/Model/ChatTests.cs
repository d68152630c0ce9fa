using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Weir.Cli.Demo;
using Xunit;

namespace Weir.Cli.Tests.Model;

public sealed class ChatTests : IAsyncLifetime
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private readonly HttpClient _http = new();
    private BuiltInModelServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await BuiltInModelServer.StartAsync(new BuiltInModelOptions(), TestContext.Current.CancellationToken);
        _http.BaseAddress = _server.Address;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_question_is_answered_whole_and_says_that_no_real_model_answered()
    {
        using var answer = await Ask(new { model = "weir-tiny", messages = new[] { new { role = "user", content = "What is 17 + 4 * 3?" } }, temperature = 0 });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("not a real model", answer.Headers.GetValues("x-weir-model").Single(), StringComparison.Ordinal);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        var choice = body.GetProperty("choices")[0];
        Assert.Contains("29", choice.GetProperty("message").GetProperty("content").GetString(), StringComparison.Ordinal);
        Assert.Equal("stop", choice.GetProperty("finish_reason").GetString());
        var usage = body.GetProperty("usage");
        Assert.Equal(usage.GetProperty("total_tokens").GetInt32(), usage.GetProperty("prompt_tokens").GetInt32() + usage.GetProperty("completion_tokens").GetInt32());
    }

    [Fact]
    public async Task A_stream_carries_the_same_text_as_the_whole_answer()
    {
        object Request(bool stream) => new { model = "weir-tiny", messages = new[] { new { role = "user", content = "Why is the sea salty?" } }, seed = 3, stream };
        using var whole = await Ask(Request(false));
        var expected = (await whole.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString();

        using var streamed = await Ask(Request(true));
        Assert.Equal("text/event-stream", streamed.Content.Headers.ContentType?.MediaType);
        var lines = (await streamed.Content.ReadAsStringAsync(Cancel)).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("data: [DONE]", lines[^1]);
        var text = string.Concat(lines[..^1].Select(l => JsonDocument.Parse(l["data: ".Length..]).RootElement.GetProperty("choices")[0].GetProperty("delta"))
            .Select(d => d.TryGetProperty("content", out var content) ? content.GetString() : ""));
        Assert.Equal(expected, text);
    }

    private Task<HttpResponseMessage> Ask(object request) => _http.PostAsJsonAsync("/v1/chat/completions", request, Cancel);
}
