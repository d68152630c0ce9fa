using Weir.Traffic.Dialects;

namespace Weir.Traffic.Tests.Dialects;

internal static partial class WireSamples
{
    private static readonly string ChatStream = Sse(
        """{"id":"c1","object":"chat.completion.chunk","created":1700000000,"model":"m-1","choices":[{"index":0,"delta":{"role":"assistant","content":"","refusal":null},"logprobs":null,"finish_reason":null}],"usage":null}""",
        """{"id":"c1","object":"chat.completion.chunk","created":1700000000,"model":"m-1","choices":[{"index":0,"delta":{"content":"Water boils"},"logprobs":null,"finish_reason":null}],"usage":null}""",
        """{"id":"c1","object":"chat.completion.chunk","created":1700000000,"model":"m-1","choices":[{"index":0,"delta":{"content":" at 100\u00a0\u00b0C.\n"},"logprobs":null,"finish_reason":null}],"usage":null}""",
        """{"id":"c1","object":"chat.completion.chunk","created":1700000000,"model":"m-1","choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}],"usage":null}""",
        """{"id":"c1","object":"chat.completion.chunk","created":1700000000,"model":"m-1","choices":[],"usage":{"prompt_tokens":12,"completion_tokens":7,"total_tokens":19,"prompt_tokens_details":{"cached_tokens":4},"completion_tokens_details":{"reasoning_tokens":2}}}""",
        "[DONE]");

    private static IEnumerable<WireSample> OpenAi =>
    [
        new("chat stream with the usage chunk", Paths.Chat, AnswerForm.Sse, ChatStream, "Water boils at 100\u00a0\u00b0C.\n", new Usage(12, 7, 4, 2),
            new AnswerFacts { Finish = Finish.Stop, Choices = 1, Chars = 23, Events = 5 }),
        new("chat stream in CRLF with comments, ids and retry times", Paths.Chat, AnswerForm.Sse,
            "\uFEFF: welcome\r\n\r\n" + ChatStream.Replace("\n", "\r\n").Replace("data: {", "id: 7\r\nretry: 100\r\ndata:{") + ": bye\r\n\r\n", "Water boils at 100\u00a0\u00b0C.\n", new Usage(12, 7, 4, 2),
            new AnswerFacts { Finish = Finish.Stop, Choices = 1, Chars = 23, Events = 5 }),
        new("chat stream in bare CR and no blank line at its end", Paths.Chat, AnswerForm.Sse,
            ChatStream.Replace("\n", "\r").Replace("data: [DONE]\r\r", "").TrimEnd('\r'), "Water boils at 100\u00a0\u00b0C.\n", new Usage(12, 7, 4, 2),
            new AnswerFacts { Finish = Finish.Stop, Choices = 1, Chars = 23, Events = 5 }),
        new("chat chunks spread over several data lines", Paths.Chat, AnswerForm.Sse,
            "data: {\"model\":\"m-1\",\ndata: \"choices\":[{\"index\":0,\ndata:\"delta\":{\"content\":\"odd\"},\"finish_reason\":\"length\"}]\ndata: }\n\n", "odd", null,
            new AnswerFacts { Finish = Finish.Length, Choices = 1, Chars = 3, Events = 1 }),
        new("chat stream of two choices, a tool call in pieces and log-probabilities", Paths.Chat, AnswerForm.Sse, Sse(
            """{"model":"m-1","choices":[{"index":0,"delta":{"role":"assistant","content":"yes"},"logprobs":{"content":[{"token":"yes","logprob":-0.1,"bytes":[121],"top_logprobs":[]}],"refusal":null},"finish_reason":null}]}""",
            """{"model":"m-1","choices":[{"index":1,"delta":{"content":"no"},"finish_reason":null}]}""",
            """{"model":"m-1","choices":[{"delta":{"content":"pe"},"finish_reason":null,"index":1}]}""",
            """{"model":"m-1","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"t1","type":"function","function":{"name":"look","arguments":""}}]},"finish_reason":null}]}""",
            """{"model":"m-1","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"q\":"}}]},"finish_reason":null}]}""",
            """{"model":"m-1","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"1}"}}]},"finish_reason":"tool_calls"}]}""",
            "[DONE]"), "yes", null,
            new AnswerFacts { Finish = Finish.ToolCalls, Choices = 2, Chars = 14, ToolCalls = 1, LogprobTokens = 1, Events = 6 }),
        new("chat stream with visible reasoning and usage on every chunk", Paths.Chat, AnswerForm.Sse, Sse(
            """{"model":"m-1","choices":[{"index":0,"delta":{"reasoning_content":"Hm. "},"finish_reason":null}],"usage":{"prompt_tokens":5,"completion_tokens":1,"total_tokens":6}}""",
            """{"model":"m-1","choices":[{"index":0,"delta":{"content":"4"},"finish_reason":null}],"usage":{"prompt_tokens":5,"completion_tokens":3,"total_tokens":8}}""",
            """{"model":"m-1","choices":[{"index":0,"delta":{"content":""},"finish_reason":"stop"}],"usage":{"prompt_tokens":5,"completion_tokens":4,"total_tokens":9}}"""), "4", new Usage(5, 4),
            new AnswerFacts { Finish = Finish.Stop, Choices = 1, Chars = 1, ReasoningChars = 4, Events = 3 }),
        new("a first chunk of content filters without choices", Paths.Chat, AnswerForm.Sse, Sse(
            """{"model":"","choices":[],"prompt_filter_results":[{"prompt_index":0,"content_filter_results":{}}]}""",
            """{"model":"m-1","choices":[{"index":0,"delta":{"content":"a"},"finish_reason":"content_filter","content_filter_results":{}}]}"""), "a", null,
            new AnswerFacts { Finish = Finish.Filtered, Choices = 1, Chars = 1, Events = 2 }, Model: ""),
        new("chat stream that ends in an error event", Paths.Chat, AnswerForm.Sse, Sse(
            """{"model":"m-1","choices":[{"index":0,"delta":{"content":"part"},"finish_reason":null}]}""",
            """{"error":{"message":"overloaded","type":"server_error","param":null,"code":null}}"""), "part", null,
            new AnswerFacts { Finish = Finish.Error, Choices = 1, Chars = 4, Events = 2 }),
        new("chat body with a refusal", Paths.Chat, AnswerForm.Json,
            """{"id":"c","object":"chat.completion","model":"m-1","choices":[{"index":0,"message":{"role":"assistant","content":null,"refusal":"I cannot.","annotations":[]},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12},"service_tier":"default"}""", "I cannot.", new Usage(9, 3),
            new AnswerFacts { Finish = Finish.Refusal, Choices = 1, Chars = 9, Events = 1 }),
        new("chat body whose content is parts, usage first", Paths.Chat, AnswerForm.Json,
            """{"usage":{"completion_tokens":6,"prompt_tokens":2},"choices":[{"finish_reason":"stop","message":{"content":[{"type":"thinking","thinking":[{"type":"text","text":"so"}]},{"type":"text","text":"thus"}]},"index":0}],"model":"m-1"}""", "thus", new Usage(2, 6),
            new AnswerFacts { Finish = Finish.Stop, Choices = 1, Chars = 4, ReasoningChars = 2, Events = 1 }),
        new("completions body with old log-probabilities", Paths.Completions, AnswerForm.Json,
            """{"object":"text_completion","model":"m-1","choices":[{"text":" one","index":0,"logprobs":{"tokens":[" one"],"token_logprobs":[-1.5],"top_logprobs":[{" one":-1.5}],"text_offset":[0]},"finish_reason":"length"},{"text":" two","index":1,"logprobs":null,"finish_reason":"length"}],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}""", " one", new Usage(1, 2),
            new AnswerFacts { Finish = Finish.Length, Choices = 2, Chars = 8, LogprobTokens = 1, Events = 1 }),
        new("embeddings", Paths.Embeddings, AnswerForm.Json,
            """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.1,-2e-3]},{"object":"embedding","index":1,"embedding":"AAAA"}],"model":"m-1","usage":{"prompt_tokens":8,"total_tokens":8}}""", "", new Usage(8, 0),
            new AnswerFacts { Choices = 2, Events = 1 }),
        new("an error body", Paths.Chat, AnswerForm.Json,
            """{"error":{"message":"no such model","type":"invalid_request_error","param":null,"code":"model_not_found"}}""", "", null,
            new AnswerFacts { Finish = Finish.Error, Events = 1 }, Model: null),
    ];

    private static readonly string[] ResponseEvents =
    [
        """{"type":"response.created","sequence_number":0,"response":{"id":"r","object":"response","status":"in_progress","model":"m-1","output":[],"usage":null,"error":null,"incomplete_details":null}}""",
        """{"type":"response.in_progress","sequence_number":1,"response":{"id":"r","object":"response","status":"in_progress","model":"m-1","output":[],"usage":null}}""",
        """{"type":"response.output_item.added","sequence_number":2,"output_index":0,"item":{"id":"rs","type":"reasoning","summary":[]}}""",
        """{"type":"response.reasoning_summary_part.added","sequence_number":3,"item_id":"rs","output_index":0,"summary_index":0,"part":{"type":"summary_text","text":""}}""",
        """{"type":"response.reasoning_summary_text.delta","sequence_number":4,"item_id":"rs","output_index":0,"summary_index":0,"delta":"Think."}""",
        """{"type":"response.reasoning_summary_text.done","sequence_number":5,"item_id":"rs","output_index":0,"summary_index":0,"text":"Think."}""",
        """{"type":"response.output_item.added","sequence_number":6,"output_index":1,"item":{"id":"msg","type":"message","status":"in_progress","role":"assistant","content":[]}}""",
        """{"type":"response.content_part.added","sequence_number":7,"item_id":"msg","output_index":1,"content_index":0,"part":{"type":"output_text","text":"","annotations":[]}}""",
        """{"type":"response.output_text.delta","sequence_number":8,"item_id":"msg","output_index":1,"content_index":0,"delta":"Hello","logprobs":[{"token":"Hello","logprob":0}]}""",
        """{"type":"response.output_text.delta","sequence_number":9,"item_id":"msg","output_index":1,"content_index":0,"delta":" \"there\"","logprobs":[]}""",
        """{"type":"response.output_text.done","sequence_number":10,"item_id":"msg","output_index":1,"content_index":0,"text":"Hello \"there\"","logprobs":[]}""",
        """{"type":"response.output_item.added","sequence_number":11,"output_index":2,"item":{"id":"fc","type":"function_call","name":"look","call_id":"c","arguments":""}}""",
        """{"type":"response.function_call_arguments.delta","sequence_number":12,"item_id":"fc","output_index":2,"delta":"{\"q\":1}"}""",
        """{"type":"response.function_call_arguments.done","sequence_number":13,"item_id":"fc","output_index":2,"arguments":"{\"q\":1}"}""",
    ];

    private const string ResponseOutput = """[{"id":"rs","type":"reasoning","summary":[{"type":"summary_text","text":"Think."}]},{"id":"msg","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","text":"Hello \"there\"","annotations":[],"logprobs":[{"token":"Hello","logprob":0}]}]},{"id":"fc","type":"function_call","name":"look","call_id":"c","arguments":"{\"q\":1}"}]""";

    private const string ResponseUsage = """{"input_tokens":30,"input_tokens_details":{"cached_tokens":10},"output_tokens":20,"output_tokens_details":{"reasoning_tokens":8},"total_tokens":50}""";

    private static IEnumerable<WireSample> ResponsesDialect =>
    [
        new("responses stream", Paths.Responses, AnswerForm.Sse,
            Named([.. ResponseEvents, $$$"""{"type":"response.completed","sequence_number":14,"response":{"id":"r","object":"response","status":"completed","model":"m-1","output":{{{ResponseOutput}}},"usage":{{{ResponseUsage}}},"error":null,"incomplete_details":null}}"""]),
            "Hello \"there\"", new Usage(30, 20, 10, 8),
            new AnswerFacts { Finish = Finish.ToolCalls, Choices = 1, Chars = 20, ReasoningChars = 6, ToolCalls = 1, LogprobTokens = 1, Events = 15 }),
        new("responses stream that is incomplete, without event names", Paths.Responses, AnswerForm.Sse,
            Sse([.. ResponseEvents[..10], $$$"""{"type":"response.incomplete","response":{"status":"incomplete","incomplete_details":{"reason":"max_output_tokens"},"usage":{{{ResponseUsage}}},"output":[]}}"""]),
            "Hello \"there\"", new Usage(30, 20, 10, 8),
            new AnswerFacts { Finish = Finish.Length, Choices = 1, Chars = 13, ReasoningChars = 6, LogprobTokens = 1, Events = 11 }),
        new("responses stream with its members in an odd order", Paths.Responses, AnswerForm.Sse,
            Sse("""{"response":{"model":"m-1","status":"in_progress"},"type":"response.created"}""", """{"delta":"a","type":"response.output_text.delta"}""",
                """{"delta":"no","type":"response.refusal.delta"}""", """{"code":"server_error","message":"broke","param":null,"sequence_number":3,"type":"error"}"""),
            "ano", null, new AnswerFacts { Finish = Finish.Error, Choices = 1, Chars = 3, Events = 4 }),
        new("responses stream whose only content is its last event", Paths.Responses, AnswerForm.Sse,
            Named($$$"""{"type":"response.completed","response":{"status":"completed","model":"m-1","output":{{{ResponseOutput}}},"usage":{{{ResponseUsage}}}}}"""),
            "Hello \"there\"", new Usage(30, 20, 10, 8),
            new AnswerFacts { Finish = Finish.ToolCalls, Choices = 1, Chars = 20, ReasoningChars = 6, ToolCalls = 1, LogprobTokens = 1, Events = 1 }),
        new("responses body", Paths.Responses, AnswerForm.Json,
            $$$"""{"id":"r","object":"response","created_at":1,"status":"completed","error":null,"incomplete_details":null,"instructions":null,"model":"m-1","output":{{{ResponseOutput}}},"text":{"format":{"type":"text"}},"usage":{{{ResponseUsage}}},"metadata":{}}""",
            "Hello \"there\"", new Usage(30, 20, 10, 8),
            new AnswerFacts { Finish = Finish.ToolCalls, Choices = 1, Chars = 20, ReasoningChars = 6, ToolCalls = 1, LogprobTokens = 1, Events = 1 }),
    ];
}
