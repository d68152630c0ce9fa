using System.Text;
using Xunit;

namespace Weir.Traffic.Tests.Journals;

public sealed class ExchangeLogTests
{
    [Fact]
    public async Task The_short_form_needs_time_account_and_prompt()
    {
        var exchange = await Logs.OneAsync("""{"time":"2026-02-12T08:15:30.123Z","account":"a1","prompt":"Say \"hi\"\n你好"}""");
        Assert.Equal(new DateTimeOffset(2026, 2, 12, 8, 15, 30, 123, TimeSpan.Zero), exchange.Time);
        Assert.Equal("a1", exchange.Account);
        Assert.Equal("Say \"hi\"\n你好", exchange.PromptText);
        Assert.Equal(11, exchange.Ask.PromptChars);
        Assert.Equal(200, exchange.Status);
        Assert.NotNull(exchange.Prompt);
        Assert.True(exchange.Usage is { Estimated: true, InputTokens: > 0, OutputTokens: 0 });
    }

    [Fact]
    public async Task Every_named_field_is_read_and_unknown_ones_are_ignored()
    {
        var exchange = await Logs.OneAsync(
            """
            {"unknown":{"deep":[1,{"x":[]}]},"time":"2026-02-12T08:15:30Z","account":"a1","organization":"o1","key":"k1","end_user":"u7","ip":"203.0.113.9","user_agent":"curl/8","tls":"t13d","model":"m","dialect":"anthropic.messages","prompt":"p","answer":"Because.","status":200,"latency_ms":812,"input_tokens":210,"output_tokens":934,"stream":true}
            """.Trim());
        Assert.Equal(("o1", "k1", "curl/8", "t13d", "m"), (exchange.Organization, exchange.Key, exchange.UserAgent, exchange.Tls, exchange.Model));
        Assert.Equal(Logs.Hasher.Hash("u7"), exchange.EndUser);
        Assert.False(exchange.Address.IsNone);
        Assert.False(exchange.Network.IsNone);
        Assert.Equal(Dialect.AnthropicMessages, exchange.Dialect);
        Assert.Equal(new Usage(210, 934), exchange.Usage);
        Assert.Equal(812, exchange.LatencyMs);
        Assert.True(exchange.Stream);
        Assert.Equal(8, exchange.Answer.Chars);
        Assert.Equal(Logs.Hasher.Hash("Because."), exchange.Answer.Hash);
    }

    [Fact]
    public async Task Neighbours_share_a_network_and_not_an_address()
    {
        var read = await Logs.ReadAsync(string.Join('\n', new[] { "203.0.113.9", "203.0.113.200", "203.0.114.9", "::ffff:203.0.113.9", "203.0.113.9:4711", "203.0.113.9, 10.0.0.1", "2001:db8:7::1", "[2001:db8:7:ffff::2]:443" }
            .Select(ip => $$"""{"time":"2026-02-12T08:15:30Z","account":"a","prompt":"p","ip":"{{ip}}"}""")));
        var networks = read.Exchanges.ConvertAll(exchange => exchange.Network);
        var addresses = read.Exchanges.ConvertAll(exchange => exchange.Address);
        Assert.Equal(networks[0], networks[1]);
        Assert.NotEqual(addresses[0], addresses[1]);
        Assert.NotEqual(networks[0], networks[2]);
        Assert.Equal(addresses[0], addresses[3]);
        Assert.Equal(addresses[0], addresses[4]);
        Assert.Equal(addresses[0], addresses[5]);
        Assert.Equal(networks[6], networks[7]);
    }

    [Theory]
    [InlineData("openai.chat", """{"model":"m","messages":[{"role":"system","content":"Be kind."},{"role":"user","content":"Hello there"}],"max_tokens":50,"logprobs":true,"user":"u1"}""",
        """{"object":"chat.completion","model":"m-1","choices":[{"index":0,"message":{"role":"assistant","content":"Hi."},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":3}}""")]
    [InlineData("anthropic.messages", """{"model":"m","system":"Be kind.","max_tokens":50,"messages":[{"role":"user","content":[{"type":"text","text":"Hello there"}]}],"metadata":{"user_id":"u1"}}""",
        """{"type":"message","model":"m-1","content":[{"type":"text","text":"Hi."}],"stop_reason":"end_turn","usage":{"input_tokens":9,"output_tokens":3}}""")]
    [InlineData("gemini.generate", """{"systemInstruction":{"parts":[{"text":"Be kind."}]},"contents":[{"role":"user","parts":[{"text":"Hello there"}]}],"generationConfig":{"maxOutputTokens":50}}""",
        """{"candidates":[{"content":{"role":"model","parts":[{"text":"Hi."}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":9,"candidatesTokenCount":3},"modelVersion":"m-1"}""")]
    [InlineData("openai.responses", """{"model":"m","instructions":"Be kind.","input":"Hello there","max_output_tokens":50,"user":"u1"}""",
        """{"object":"response","model":"m-1","status":"completed","output":[{"type":"message","role":"assistant","content":[{"type":"output_text","text":"Hi."}]}],"usage":{"input_tokens":9,"output_tokens":3}}""")]
    public async Task Bodies_of_any_dialect_are_read_named_or_not(string dialect, string request, string response)
    {
        var rest = $"\"time\":\"2026-02-12T08:15:30Z\",\"account\":\"a\",\"request\":{request},\"response\":{response}";
        foreach (var line in new[] { $"{{\"dialect\":\"{dialect}\",{rest}}}", $"{{{rest}}}" })
        {
            var exchange = await Logs.OneAsync(line);
            Assert.Equal(dialect, exchange.Dialect.Name());
            Assert.Equal("Hello there", exchange.PromptText);
            Assert.Equal("Hi.", exchange.AnswerText);
            Assert.Equal(50, exchange.Ask.MaxTokens);
            Assert.Equal(8, exchange.Ask.SystemChars);
            Assert.Equal(Finish.Stop, exchange.Answer.Finish);
            Assert.Equal(new Usage(9, 3), exchange.Usage);
            Assert.Equal(Logs.Hasher.Hash("Hello there"), exchange.Prompt!.Prompt);
            if (request.Contains("u1", StringComparison.Ordinal))
                Assert.Equal(Logs.Hasher.Hash("u1"), exchange.EndUser);
        }
    }

    [Fact]
    public async Task A_stream_may_stand_as_an_array_of_its_chunks_or_as_its_text()
    {
        const string chunks =
            """{"object":"chat.completion.chunk","model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"Hel"}}]},{"object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":"lo"},"finish_reason":"stop"}]},{"object":"chat.completion.chunk","choices":[],"usage":{"prompt_tokens":5,"completion_tokens":2}}""";
        const string head = """{"time":"2026-02-12T08:15:30Z","account":"a","stream":true,"request":{"messages":[{"role":"user","content":"Hi"}]},"response":""";
        var events = string.Concat(chunks.Split("},{\"object\"").Select((chunk, i) => "data: " + (i == 0 ? "" : "{\"object\"") + chunk + (i == 2 ? "" : "}") + "\n\n")) + "data: [DONE]\n\n";
        var asArray = await Logs.OneAsync(head + "[" + chunks + "]}");
        var asText = await Logs.OneAsync(head + System.Text.Json.JsonSerializer.Serialize(events) + "}");
        foreach (var exchange in new[] { asArray, asText })
        {
            Assert.Equal("Hello", exchange.AnswerText);
            Assert.Equal(new Usage(5, 2), exchange.Usage);
            Assert.Equal(Finish.Stop, exchange.Answer.Finish);
            Assert.Equal(3, exchange.Answer.Events);
        }
    }

    [Fact]
    public async Task An_anthropic_stream_as_chunks_is_told_by_its_events()
    {
        var exchange = await Logs.OneAsync(
            """{"time":"2026-02-12T08:15:30Z","account":"a","request":{"max_tokens":9,"messages":[{"role":"user","content":"Hi"}]},"response":[{"type":"message_start","message":{"model":"m","usage":{"input_tokens":4,"output_tokens":1}}},{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}},{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Ho"}},{"type":"content_block_stop","index":0},{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":2}},{"type":"message_stop"}]}""");
        Assert.Equal(Dialect.AnthropicMessages, exchange.Dialect);
        Assert.Equal("Ho", exchange.AnswerText);
        Assert.Equal(new Usage(4, 2), exchange.Usage);
    }

    [Fact]
    public async Task A_body_may_be_a_string_that_holds_json()
    {
        var exchange = await Logs.OneAsync("""{"time":"2026-02-12T08:15:30Z","account":"a","request":"{\"messages\":[{\"role\":\"user\",\"content\":\"Caf\u00e9 \\\"x\\\"\"}]}"}""");
        Assert.Equal("Café \"x\"", exchange.PromptText);
        Assert.Equal(Dialect.OpenAiChat, exchange.Dialect);
    }

    [Fact]
    public async Task A_body_that_is_not_understood_leaves_the_facts_and_is_told()
    {
        var read = await Logs.ReadAsync("""{"time":"2026-02-12T08:15:30Z","account":"a","dialect":"openai.chat","request":{"messages":17},"status":400}""");
        var exchange = Assert.Single(read.Exchanges);
        Assert.Equal(Outcome.Rejected, exchange.Outcome);
        var fault = Assert.Single(read.Faults.Kept);
        Assert.Equal(Weir.Traffic.Journals.LogFaultKind.UnreadBody, fault.Kind);
        Assert.Equal(0, read.Faults.LinesSkipped);
    }

    [Theory]
    [InlineData("\"2026-02-12T10:15:30+02:00\"")]
    [InlineData("\"2026-02-12 08:15:30\"")]
    [InlineData("\"2026-02-12T08:15:30.000000000Z\"")]
    [InlineData("\"2026-02-12T05:45:30-0230\"")]
    [InlineData("1770884130")]
    [InlineData("1770884130.000")]
    [InlineData("1770884130000")]
    [InlineData("\"1770884130\"")]
    [InlineData("1770884130000000000")]
    public async Task Times_are_read_as_logs_write_them(string time)
    {
        var exchange = await Logs.OneAsync($$"""{"time":{{time}},"account":"a","prompt":"p"}""");
        Assert.Equal(new DateTimeOffset(2026, 2, 12, 8, 15, 30, TimeSpan.Zero), exchange.Time);
    }

    [Fact]
    public async Task Lone_surrogates_and_bytes_that_are_no_text_do_not_stop_a_line()
    {
        var exchange = await Logs.OneAsync("""{"time":"2026-02-12T08:15:30Z","account":"a\ud800","prompt":"x \udc00 y"}""");
        Assert.Equal("a\ud800", exchange.Account);
        Assert.Equal("x \udc00 y", exchange.PromptText);

        var bytes = Encoding.UTF8.GetBytes("""{"time":"2026-02-12T08:15:30Z","account":"a","request":{"messages":[{"role":"user","content":"x # y"}]}}""");
        bytes[Array.IndexOf(bytes, (byte)'#')] = 0xFF;
        var read = await Logs.ReadAsync(bytes);
        Assert.Empty(read.Faults.Kept);
        Assert.Equal("x \ufffd y", Assert.Single(read.Exchanges).PromptText);
    }

    [Fact]
    public async Task Texts_are_let_go_unless_they_are_asked_for()
    {
        var read = await Logs.ReadAsync(Logs.Short("a"), new Weir.Traffic.Journals.LogReadingOptions());
        var exchange = Assert.Single(read.Exchanges);
        Assert.Null(exchange.PromptText);
        Assert.Null(exchange.AnswerText);
        Assert.NotNull(exchange.Prompt);
    }
}
