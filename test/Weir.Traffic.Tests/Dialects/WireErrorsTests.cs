using System.Text;
using System.Text.Json;
using Weir.Traffic.Dialects;
using Xunit;

namespace Weir.Traffic.Tests.Dialects;

public sealed class WireErrorsTests
{
    [Fact]
    public void OpenAi_clients_find_message_type_param_and_code() => Assert.Equal(
        """{"error":{"message":"Too many.","type":"rate_limit_error","param":null,"code":"rate_limit_exceeded"}}""",
        Text(WireErrors.Body(Provider.OpenAi, 429, "rate_limit_exceeded", "Too many.")));

    [Fact]
    public void Anthropic_clients_find_the_type_that_belongs_to_the_status()
    {
        Assert.Equal(
            """{"type":"error","error":{"type":"rate_limit_error","message":"Too many."},"request_id":"r1"}""",
            Text(WireErrors.Body(Provider.Anthropic, 429, "rate_limit_exceeded", "Too many.", "r1")));
        foreach (var (status, type) in new[] { (400, "invalid_request_error"), (401, "authentication_error"), (403, "permission_error"), (404, "not_found_error"), (413, "request_too_large"), (415, "invalid_request_error"), (500, "api_error"), (502, "api_error"), (504, "timeout_error"), (529, "overloaded_error") })
            Assert.Equal(type, JsonDocument.Parse(WireErrors.Body(Provider.Anthropic, status, "c", "m")).RootElement.GetProperty("error").GetProperty("type").GetString());
    }

    [Fact]
    public void Gemini_clients_find_code_status_and_when_to_come_back()
    {
        var error = JsonDocument.Parse(WireErrors.Body(Provider.Gemini, 429, "rate_limit_exceeded", "Too many.", "r1", TimeSpan.FromSeconds(1.2))).RootElement.GetProperty("error");
        Assert.Equal(429, error.GetProperty("code").GetInt32());
        Assert.Equal("Too many.", error.GetProperty("message").GetString());
        Assert.Equal("RESOURCE_EXHAUSTED", error.GetProperty("status").GetString());
        Assert.Equal("RATE_LIMIT_EXCEEDED", error.GetProperty("details")[0].GetProperty("reason").GetString());
        Assert.Equal("2s", error.GetProperty("details")[1].GetProperty("retryDelay").GetString());
    }

    [Fact]
    public void A_stream_that_is_cut_ends_in_its_dialects_own_error()
    {
        foreach (var (endpoint, start, end) in new[]
        {
            (Paths.Chat, "data: {\"error\":{", "}\n\n"), (Paths.Messages, "event: error\ndata: {\"type\":\"error\",", "}\n\n"),
            (Paths.Responses, "event: error\ndata: {\"type\":\"error\",", "}\n\n"), (Paths.StreamSse, "{\"error\":{\"code\":502,", "}\n"),
        })
        {
            var wire = WireErrors.Event(endpoint.Dialect, AnswerForm.Sse, 502, "upstream_broke", "The model\nended.");
            var text = Text(wire);
            Assert.StartsWith(start, text, StringComparison.Ordinal);
            Assert.EndsWith(end, text, StringComparison.Ordinal);
            var reader = new AnswerReader(endpoint, AnswerForm.Sse, 0);
            reader.Feed("data: {\"model\":\"m\"}\n\n"u8);
            reader.Feed(wire);
            reader.Finish();
            Assert.Equal(Finish.Error, reader.Facts().Finish);
        }

        Assert.Empty(WireErrors.Event(Dialect.GeminiGenerate, AnswerForm.JsonArray, 502, "upstream_broke", "The model ended."));
    }

    private static string Text(byte[] body) => Encoding.UTF8.GetString(body);
}
