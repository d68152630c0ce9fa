using Weir.Traffic.Dialects;

namespace Weir.Traffic.Tests.Dialects;

internal static partial class WireSamples
{
    private static IEnumerable<WireSample> Anthropic =>
    [
        new("messages stream with thinking, text, a tool call and a ping", Paths.Messages, AnswerForm.Sse, Named(
            """{"type":"message_start","message":{"id":"msg","type":"message","role":"assistant","content":[],"model":"m-1","stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":25,"cache_creation_input_tokens":100,"cache_read_input_tokens":200,"output_tokens":1}}}""",
            """{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}""",
            """{"type":"ping"}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Let me see"}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"EqQBCgIYAhIM1gbcDa9GJwZA2b3h"}}""",
            """{"type":"content_block_stop","index":0}""",
            """{"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}""",
            """{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Grüße, "}}""",
            """{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"世界"}}""",
            """{"type":"content_block_stop","index":1}""",
            """{"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"t","name":"look","input":{}}}""",
            """{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":""}}""",
            """{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\"q\": 1}"}}""",
            """{"type":"content_block_stop","index":2}""",
            """{"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":89}}""",
            """{"type":"message_stop"}"""),
            "Grüße, 世界", new Usage(325, 89, 200),
            new AnswerFacts { Finish = Finish.ToolCalls, Choices = 1, Chars = 17, ReasoningChars = 10, ToolCalls = 1, Events = 16 }),
        new("messages stream cut by an error event", Paths.Messages, AnswerForm.Sse, Named(
            """{"type":"message_start","message":{"model":"m-1","content":[],"stop_reason":null,"usage":{"input_tokens":5,"output_tokens":1}}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Half"}}""",
            """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"""),
            "Half", null, new AnswerFacts { Finish = Finish.Error, Choices = 1, Chars = 4, Events = 3 }),
        new("messages body with a tool call", Paths.Messages, AnswerForm.Json,
            """{"id":"msg","type":"message","role":"assistant","model":"m-1","content":[{"type":"text","text":"I look."},{"type":"tool_use","id":"t","name":"look","input":{"q":1}}],"stop_reason":"max_tokens","stop_sequence":null,"usage":{"input_tokens":7,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":11,"output_tokens_details":{"thinking_tokens":5},"service_tier":"standard"}}""",
            "I look.", new Usage(7, 11, 0, 5), new AnswerFacts { Finish = Finish.Length, Choices = 1, Chars = 14, ToolCalls = 1, Events = 1 }),
        new("messages error body", Paths.Messages, AnswerForm.Json,
            """{"type":"error","error":{"type":"not_found_error","message":"model: m-9"},"request_id":"req_1"}""",
            "", null, new AnswerFacts { Finish = Finish.Error, Events = 1 }, Model: null),
        new("a count of tokens is no answer", Paths.CountTokens, AnswerForm.Json, """{"input_tokens":2095}""",
            "", null, new AnswerFacts { Events = 1 }, Model: null),
    ];

    private static readonly string[] GeminiChunks =
    [
        """{"candidates":[{"content":{"parts":[{"text":"Hm","thought":true}],"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":4,"totalTokenCount":9,"thoughtsTokenCount":5},"modelVersion":"m-1","responseId":"x"}""",
        """{"candidates":[{"content":{"parts":[{"text":"One {two} [three]"}],"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":4,"candidatesTokenCount":3,"totalTokenCount":12,"thoughtsTokenCount":5},"modelVersion":"m-1"}""",
        """{"candidates":[{"content":{"parts":[{"text":" \"four\"\\"}],"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":4,"candidatesTokenCount":8,"totalTokenCount":17,"thoughtsTokenCount":5,"cachedContentTokenCount":2,"promptTokensDetails":[{"modality":"TEXT","tokenCount":4}]},"modelVersion":"m-1"}""",
    ];

    private static readonly AnswerFacts GeminiFacts = new() { Finish = Finish.Stop, Choices = 1, Chars = 25, ReasoningChars = 2, Events = 3 };

    private static IEnumerable<WireSample> Gemini =>
    [
        new("gemini stream as events", Paths.StreamSse, AnswerForm.Sse, Sse(GeminiChunks).Replace("\n", "\r\n"), "One {two} [three] \"four\"\\", new Usage(4, 13, 2, 5), GeminiFacts),
        new("gemini stream as an array", Paths.StreamArray, AnswerForm.JsonArray, "[" + string.Join("\n,\r\n", GeminiChunks) + "\n]\n", "One {two} [three] \"four\"\\", new Usage(4, 13, 2, 5), GeminiFacts),
        new("gemini stream whose array is announced as plain JSON", Paths.Generate, AnswerForm.Json, " [" + string.Join(",", GeminiChunks) + "]", "One {two} [three] \"four\"\\", new Usage(4, 13, 2, 5), GeminiFacts),
        new("gemini body with two candidates, a call, an image and log-probabilities", Paths.Generate, AnswerForm.Json,
            """{"candidates":[{"index":0,"content":{"role":"model","parts":[{"text":"a"},{"functionCall":{"name":"look","args":{"q":1}}},{"inlineData":{"mimeType":"image/png","data":"AAAA"}}]},"finishReason":"MAX_TOKENS","avgLogprobs":-0.1,"logprobsResult":{"topCandidates":[{"candidates":[]}],"chosenCandidates":[{"token":"a","tokenId":1,"logProbability":-0.1}]}},{"content":{"parts":[{"text":"bb"}]},"finishReason":"MAX_TOKENS","index":1}],"usageMetadata":{"promptTokenCount":1,"candidatesTokenCount":5,"toolUsePromptTokenCount":3,"totalTokenCount":9},"modelVersion":"m-1"}""",
            "a", new Usage(4, 5), new AnswerFacts { Finish = Finish.Length, Choices = 2, Chars = 10, ToolCalls = 1, LogprobTokens = 1, Images = 1, Events = 1 }),
        new("gemini blocks the prompt", Paths.Generate, AnswerForm.Json,
            """{"promptFeedback":{"blockReason":"SAFETY","safetyRatings":[]},"usageMetadata":{"promptTokenCount":6,"totalTokenCount":6},"modelVersion":"m-1"}""",
            "", new Usage(6, 0), new AnswerFacts { Finish = Finish.Filtered, Events = 1 }),
        new("gemini error within an array", Paths.StreamArray, AnswerForm.JsonArray,
            """[{"error":{"code":503,"message":"The model is overloaded.","status":"UNAVAILABLE"}}]""",
            "", null, new AnswerFacts { Finish = Finish.Error, Events = 1 }, Model: null),
        new("gemini error object where an array was due", Paths.StreamArray, AnswerForm.JsonArray,
            """{"error":{"code":400,"message":"Bad.","status":"INVALID_ARGUMENT"}}""",
            "", null, new AnswerFacts { Finish = Finish.Error, Events = 1 }, Model: null),
        new("gemini stream that ends in a bare error, as Google's servers write it", Paths.StreamSse, AnswerForm.Sse, Sse(GeminiChunks[1]) + "{\n  \"error\": {\n    \"code\": 503,\n    \"status\": \"UNAVAILABLE\"\n  }\n}\n", "One {two} [three]", null,
            new AnswerFacts { Finish = Finish.Error, Choices = 1, Chars = 17, Events = 1 }),
        new("gemini embedding", Paths.GeminiEmbed, AnswerForm.Json, """{"embedding":{"values":[0.01,-0.5]}}""", "", null, new AnswerFacts { Choices = 1, Events = 1 }, Model: null),
        new("gemini embeddings", Paths.GeminiBatchEmbed, AnswerForm.Json, """{"embeddings":[{"values":[0.01]},{"values":[0.02]}]}""", "", null, new AnswerFacts { Choices = 2, Events = 1 }, Model: null),
    ];
}
