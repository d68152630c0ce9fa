using Weir.Traffic.Journals;
using Xunit;

namespace Weir.Traffic.Tests.Journals;

public sealed class ForeignLogTests
{
    [Fact]
    public async Task A_LiteLLM_payload_is_read()
    {
        var exchange = await Logs.OneAsync(
            """
            {"id":"chatcmpl-1","trace_id":"t","call_type":"acompletion","stream":true,"response_cost":0.01,"status":"success","custom_llm_provider":"openai","total_tokens":30,"prompt_tokens":20,"completion_tokens":10,"startTime":1770884130.25,"endTime":1770884131.5,"completionStartTime":1770884130.75,"model":"gpt-x","model_group":"fast","metadata":{"user_api_key_hash":"88dc","user_api_key_alias":null,"user_api_key_team_id":"team-1","user_api_key_org_id":"org-1","user_api_key_user_id":"user-1","requester_ip_address":"203.0.113.9"},"end_user":"customer-7","messages":[{"role":"system","content":"Be kind."},{"role":"user","content":"Hello there"}],"response":{"id":"chatcmpl-1","object":"chat.completion","model":"gpt-x","choices":[{"finish_reason":"stop","index":0,"message":{"content":"Hi.","role":"assistant"}}],"usage":{"completion_tokens":10,"prompt_tokens":20,"total_tokens":30}},"model_parameters":{"temperature":0.2,"max_tokens":64,"stream":true},"hidden_params":{}}
            """.Trim());
        Assert.Equal(new DateTimeOffset(2026, 2, 12, 8, 15, 30, 250, TimeSpan.Zero), exchange.Time);
        Assert.Equal(("user-1", "org-1", "88dc", "fast", "openai"), (exchange.Account, exchange.Organization, exchange.Key, exchange.Model, exchange.Upstream));
        Assert.Equal(Logs.Hasher.Hash("customer-7"), exchange.EndUser);
        Assert.False(exchange.Network.IsNone);
        Assert.Equal((1250, 500, true), (exchange.LatencyMs, exchange.FirstByteMs, exchange.Stream));
        Assert.Equal(new Usage(20, 10), exchange.Usage);
        Assert.Equal((64, 0.2, 8), (exchange.Ask.MaxTokens, exchange.Ask.Temperature, exchange.Ask.SystemChars));
        Assert.Equal(("Hello there", "Hi."), (exchange.PromptText, exchange.AnswerText));
        Assert.Equal(Dialect.OpenAiChat, exchange.Dialect);
    }

    [Fact]
    public async Task A_LiteLLM_failure_and_redacted_texts_are_read()
    {
        var exchange = await Logs.OneAsync(
            """{"id":"1","call_type":"completion","status":"failure","startTime":1770884130.0,"endTime":1770884131.0,"prompt_tokens":0,"completion_tokens":0,"model":"m","metadata":{"user_api_key_hash":"88dc"},"messages":"redacted-by-litellm","response":"redacted-by-litellm","model_parameters":{"logprobs":true},"error_information":{"error_code":"429","error_class":"RateLimitError"}}""");
        Assert.Equal(("88dc", 429, Outcome.Rejected), (exchange.Account, exchange.Status, exchange.Outcome));
        Assert.Null(exchange.Prompt);
        Assert.True(exchange.Ask.Logprobs);
    }

    [Fact]
    public async Task A_LiteLLM_line_without_an_account_is_told()
    {
        var read = await Logs.ReadAsync("""{"id":"1","call_type":"completion","startTime":1770884130.0,"metadata":{},"messages":[]}""");
        Assert.Equal(LogFaultKind.NoAccount, Assert.Single(read.Faults.Kept).Kind);
    }

    [Fact]
    public async Task A_LiteLLM_text_completion_and_a_plain_string_are_read()
    {
        var exchange = await Logs.OneAsync(
            """{"id":"1","call_type":"atext_completion","status":"success","startTime":1770884130,"model":"m","metadata":{"user_api_key_team_id":"t1"},"messages":"Once upon","response":{"object":"text_completion","choices":[{"text":" a time","index":0,"finish_reason":"length"}]},"model_parameters":{}}""");
        Assert.Equal(("t1", "Once upon", " a time", Finish.Length), (exchange.Account, exchange.PromptText, exchange.AnswerText, exchange.Answer.Finish));
        Assert.Equal("t1", exchange.Organization);
    }

    private const string Span =
        """{"traceId":"5b8e","spanId":"a1","name":"chat gpt-x","kind":3,"startTimeUnixNano":"1770884130250000000","endTimeUnixNano":"1770884131500000000","attributes":[{"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},{"key":"gen_ai.provider.name","value":{"stringValue":"openai"}},{"key":"gen_ai.request.model","value":{"stringValue":"gpt-x"}},{"key":"user.id","value":{"stringValue":"user-1"}},{"key":"gen_ai.request.max_tokens","value":{"intValue":"64"}},{"key":"gen_ai.request.temperature","value":{"doubleValue":0.2}},{"key":"gen_ai.usage.input_tokens","value":{"intValue":"20"}},{"key":"gen_ai.usage.output_tokens","value":{"intValue":10}},{"key":"client.address","value":{"stringValue":"203.0.113.9"}},{"key":"gen_ai.response.finish_reasons","value":{"arrayValue":{"values":[{"stringValue":"stop"}]}}}CONTENT],"status":{"code":STATUS}}""";

    private const string Content =
        """,{"key":"gen_ai.system_instructions","value":{"stringValue":"[{\"type\":\"text\",\"content\":\"Be kind.\"}]"}},{"key":"gen_ai.input.messages","value":{"stringValue":"[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"Hello \\\"there\\\"\"}]},{\"role\":\"assistant\",\"parts\":[{\"type\":\"tool_call\",\"id\":\"c\",\"name\":\"f\",\"arguments\":{}}]},{\"role\":\"tool\",\"parts\":[{\"type\":\"tool_call_response\",\"id\":\"c\",\"response\":\"rainy\"}]}]"}},{"key":"gen_ai.output.messages","value":{"stringValue":"[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"Hi\"},{\"type\":\"text\",\"content\":\".\"}],\"finish_reason\":\"stop\"}]"}}""";

    private static string Export(params string[] spans) =>
        """{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]},"scopeSpans":[{"scope":{"name":"x"},"spans":[""" + string.Join(',', spans) + "]}]}]}";

    [Fact]
    public async Task An_OTLP_span_with_its_content_is_read()
    {
        var exchange = await Logs.OneAsync(Export(Span.Replace("CONTENT", Content, StringComparison.Ordinal).Replace("STATUS", "1", StringComparison.Ordinal)));
        Assert.Equal(new DateTimeOffset(2026, 2, 12, 8, 15, 30, 250, TimeSpan.Zero), exchange.Time);
        Assert.Equal(("user-1", "gpt-x", 1250), (exchange.Account, exchange.Model, exchange.LatencyMs));
        Assert.Equal(new Usage(20, 10), exchange.Usage);
        Assert.Equal((64, 0.2, 8, 1), (exchange.Ask.MaxTokens, exchange.Ask.Temperature, exchange.Ask.SystemChars, exchange.Ask.ToolResults));
        Assert.Equal(("Hello \"there\"", "Hi."), (exchange.PromptText, exchange.AnswerText));
        Assert.Equal(Finish.Stop, exchange.Answer.Finish);
        Assert.False(exchange.Address.IsNone);
    }

    [Fact]
    public async Task OTLP_spans_without_content_keep_their_facts_and_other_spans_are_passed_over()
    {
        var plain = Span.Replace("CONTENT", "", StringComparison.Ordinal);
        var read = await Logs.ReadAsync(Export(
            plain.Replace("STATUS", "0", StringComparison.Ordinal),
            """{"name":"GET /","startTimeUnixNano":"1770884130000000000","attributes":[]}""",
            """{"name":"execute_tool f","startTimeUnixNano":"1770884130000000000","attributes":[{"key":"gen_ai.operation.name","value":{"stringValue":"execute_tool"}}]}""",
            plain.Replace("user.id", "other", StringComparison.Ordinal).Replace("STATUS", "2", StringComparison.Ordinal)));
        Assert.Empty(read.Faults.Kept);
        Assert.Equal(["user-1", "shop"], read.Exchanges.Select(exchange => exchange.Account));
        Assert.Null(read.Exchanges[0].Prompt);
        Assert.Equal(Finish.Stop, read.Exchanges[0].Answer.Finish);
        Assert.Equal(Outcome.Rejected, read.Exchanges[1].Outcome);
    }

    [Fact]
    public async Task An_OTLP_span_with_broken_messages_keeps_its_facts_and_is_told()
    {
        const string broken = ",{\"key\":\"gen_ai.input.messages\",\"value\":{\"stringValue\":\"[{\\\"role\\\":\\\"user\\\",\\\"parts\\\":[\"}}";
        var read = await Logs.ReadAsync(Export(Span.Replace("CONTENT", broken, StringComparison.Ordinal).Replace("STATUS", "1", StringComparison.Ordinal)));
        Assert.Equal(new Usage(20, 10), Assert.Single(read.Exchanges).Usage);
        Assert.Equal(LogFaultKind.UnreadBody, Assert.Single(read.Faults.Kept).Kind);
    }

    [Fact]
    public async Task Formats_may_be_mixed_line_by_line()
    {
        var read = await Logs.ReadAsync(
            Logs.Short("short")
            + Export(Span.Replace("CONTENT", "", StringComparison.Ordinal).Replace("STATUS", "0", StringComparison.Ordinal)) + "\n"
            + """{"call_type":"completion","startTime":1770884130,"metadata":{"user_api_key_user_id":"lite"},"messages":[{"role":"user","content":"x"}]}""" + "\n"
            + """{"weir":1,"time":"2026-02-12T08:15:30.123Z","account":"own","dialect":"openai.chat","outcome":"completed","status":200,"asked":{"n":1},"answered":{"finish":"stop"}}""" + "\n");
        Assert.Empty(read.Faults.Kept);
        Assert.Equal(["short", "user-1", "lite", "own"], read.Exchanges.Select(exchange => exchange.Account));
    }
}
