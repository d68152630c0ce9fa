using System.Text;
using Weir.Traffic.Dialects;
using Xunit;

namespace Weir.Traffic.Tests.Dialects;

public sealed class RequestReaderTests
{
    [Fact]
    public void A_chat_request_is_read_whole()
    {
        var body = """
            {"model":"m-1","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"First"},
            {"role":"assistant","content":null,"tool_calls":[{"id":"t","type":"function","function":{"name":"look","arguments":"{}"}}]},
            {"role":"tool","tool_call_id":"t","content":"found"},
            {"content":[{"type":"text","text":"What is\n"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}},{"text":"this?","type":"text"},
            {"type":"input_audio","input_audio":{"data":"AA","format":"wav"}}],"role":"user","name":"u"}],
            "max_completion_tokens":300,"max_tokens":200,"temperature":0.5,"top_p":1,"n":3,"seed":7,"logprobs":true,"top_logprobs":5,
            "logit_bias":{"1":-100,"2":5},"response_format":{"type":"json_schema","json_schema":{"name":"x","schema":{"type":"object"}}},
            "reasoning_effort":"low","tools":[{"type":"function","function":{"name":"a"}},{"type":"function","function":{"name":"b"}}],
            "stream":true,"stream_options":{"include_usage":true},"user":"old","safety_identifier":"new","metadata":{"user_id":"no"},"future":{"x":[1]}}
            """;
        var reading = Read(Paths.Chat, body);
        Assert.Equal("m-1", reading.Model);
        Assert.True(reading.Stream);
        Assert.True(reading.UsageWanted);
        Assert.Equal("new", reading.EndUser);
        Assert.Equal(
            new AskFacts
            {
                MaxTokens = 300, Temperature = 0.5, TopP = 1, Choices = 3, Seeded = true, Logprobs = true, TopLogprobs = 5,
                BiasedTokens = 2, BiasBeyondBans = true, Format = AnswerFormat.JsonSchema, Reasoning = true, Tools = 2,
                Messages = 5, UserMessages = 2, AssistantMessages = 1, ToolResults = 1, Images = 1, OtherMedia = 1,
                SystemChars = 9, PromptChars = 13, TotalChars = 9 + 5 + 5 + 13,
            },
            reading.Ask);
        Assert.Equal("What is\n\nthis?", Text(PromptTexts.LastUser(reading, Bytes(body))));
        Assert.Equal("First", Text(PromptTexts.FirstUser(reading, Bytes(body))));
        Assert.False(PromptTexts.HasOneUserMessage(reading));
        Assert.Equal("Be brief.", Text(PromptTexts.System(reading, Bytes(body))));
        Assert.Equal("Be brief.\nFirst\nfound\nWhat is\n\nthis?", Text(PromptTexts.Everything(reading, Bytes(body))));
        Assert.Equal([Role.System, Role.User, Role.Tool, Role.User, Role.User], reading.Pieces.Select(piece => piece.Role));
        Assert.Equal(["model", "messages", "max_completion_tokens"], reading.Fields.Take(3).Select(field => field.Name));
        Assert.Equal("future", reading.Fields[^1].Name);
        Assert.All(reading.Fields, field => Assert.Equal('"', body[field.NameStart]));
        Assert.Equal("{\"x\":[1]}", body.Substring(reading.Fields[^1].ValueStart, reading.Fields[^1].ValueLength));
    }

    [Fact]
    public void A_user_message_in_parts_is_still_one_message()
    {
        var body = """{"model":"c-1","system":"Rules.","messages":[{"role":"user","content":[{"type":"text","text":"Hello"},{"type":"text","text":"there"}]},{"role":"assistant","content":"Hi"}]}""";
        var reading = Read(Paths.Messages, body);
        Assert.True(PromptTexts.HasOneUserMessage(reading));
        Assert.Equal(Text(PromptTexts.FirstUser(reading, Bytes(body))), Text(PromptTexts.LastUser(reading, Bytes(body))));
    }

    [Fact]
    public void An_anthropic_request_is_read_whole()
    {
        var body = """
            {"model":"c-1","max_tokens":1024,"system":[{"type":"text","text":"Rules.","cache_control":{"type":"ephemeral"}},{"type":"text","text":"More."}],
            "messages":[{"role":"user","content":"Hello"},{"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"s"},{"type":"tool_use","id":"t","name":"look","input":{"q":1}}]},
            {"role":"user","content":[{"content":[{"type":"text","text":"result"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AA"}}],"tool_use_id":"t","type":"tool_result"}]},
            {"role":"assistant","content":"The answer is"}],
            "thinking":{"type":"enabled","budget_tokens":2048},"metadata":{"user_id":"u-9"},"stream":false,"tools":[{"name":"look","input_schema":{}}],"user":"not anthropic's"}
            """;
        var reading = Read(Paths.Messages, body);
        Assert.Equal("u-9", reading.EndUser);
        Assert.False(reading.Stream);
        Assert.Equal(
            new AskFacts
            {
                MaxTokens = 1024, Reasoning = true, Tools = 1, Messages = 4, UserMessages = 1, AssistantMessages = 2, ToolResults = 1, Images = 1,
                Prefilled = true, SystemChars = 11, PromptChars = 5, TotalChars = 11 + 5 + 2 + 6 + 13,
            },
            reading.Ask);
        Assert.Equal("Hello", Text(PromptTexts.LastUser(reading, Bytes(body))));
        Assert.Equal("Rules.\nMore.", Text(PromptTexts.System(reading, Bytes(body))));
    }

    [Theory]
    [InlineData("systemInstruction", "generationConfig", "maxOutputTokens", "topP", "candidateCount", "responseMimeType", "thinkingConfig", "thinkingBudget", "responseLogprobs", "inlineData", "mimeType", "functionResponse")]
    [InlineData("system_instruction", "generation_config", "max_output_tokens", "top_p", "candidate_count", "response_mime_type", "thinking_config", "thinking_budget", "response_logprobs", "inline_data", "mime_type", "function_response")]
    public void A_gemini_request_is_read_in_both_spellings(params string[] names)
    {
        var body = $$$$"""
            {"contents":[{"parts":[{"text":"Look:"},{"{{{{names[9]}}}}":{"{{{{names[10]}}}}":"image/jpeg","data":"AA"}}]},{"role":"model","parts":[{"functionCall":{"name":"f","args":{}}}]},
            {"role":"user","parts":[{"{{{{names[11]}}}}":{"name":"f","response":{"x":1}}}]},{"role":"user","parts":[{"text":"So?"}]}],
            "{{{{names[0]}}}}":{"parts":[{"text":"Be kind."}]},
            "{{{{names[1]}}}}":{"{{{{names[2]}}}}":99,"{{{{names[3]}}}}":0.9,"{{{{names[4]}}}}":2,"{{{{names[5]}}}}":"application/json","{{{{names[6]}}}}":{"{{{{names[7]}}}}":512},"{{{{names[8]}}}}":true,"logprobs":4,"seed":1,"temperature":1.5,"model":"ignored"},
            "tools":[{"functionDeclarations":[{"name":"f"},{"name":"g"}]},{"googleSearch":{}}],"safetySettings":[]}
            """;
        var reading = Read(Paths.Generate, body);
        Assert.Equal("g-1", reading.Model);
        Assert.Equal(
            new AskFacts
            {
                MaxTokens = 99, TopP = 0.9, Temperature = 1.5, Choices = 2, Seeded = true, Logprobs = true, TopLogprobs = 4, Format = AnswerFormat.Json,
                Reasoning = true, Tools = 3, Messages = 4, UserMessages = 2, AssistantMessages = 1, ToolResults = 1, Images = 1,
                SystemChars = 8, PromptChars = 3, TotalChars = 16,
            },
            reading.Ask);
        Assert.Equal("So?", Text(PromptTexts.LastUser(reading, Bytes(body))));
    }

    [Fact]
    public void A_responses_request_is_read_with_items_and_with_a_string()
    {
        var items = """
            {"model":"m","instructions":"Rules","input":[{"role":"developer","content":"Dev"},{"type":"message","role":"user","content":[{"type":"input_text","text":"Q1"},{"type":"input_image","image_url":"u"},{"type":"input_file","file_id":"f"}]},
            {"type":"reasoning","id":"r","summary":[{"type":"summary_text","text":"thought"}]},{"type":"function_call","call_id":"c","name":"f","arguments":"{\"q\":1}"},{"type":"function_call_output","call_id":"c","output":"42"}],
            "reasoning":{"effort":"high"},"text":{"format":{"type":"json_object"}},"include":["message.output_text.logprobs"],"top_logprobs":3,"max_output_tokens":77,"prompt":{"id":"p"}}
            """;
        var reading = Read(Paths.Responses, items);
        Assert.Equal(
            new AskFacts
            {
                MaxTokens = 77, Logprobs = true, TopLogprobs = 3, Format = AnswerFormat.Json, Reasoning = true, Messages = 5, UserMessages = 1, AssistantMessages = 2,
                ToolResults = 1, Images = 1, OtherMedia = 1, SystemChars = 8, PromptChars = 2, TotalChars = 5 + 3 + 2 + 7 + 2,
            },
            reading.Ask);
        Assert.Equal("Q1", Text(PromptTexts.LastUser(reading, Bytes(items))));

        var text = """{"model":"m","input":"Just this","user":"u"}""";
        Assert.True(Read(Paths.Responses, text).Ask is { Messages: 1, UserMessages: 1, PromptChars: 9, Prefilled: false });
    }

    [Theory]
    [InlineData("\"one\"", 1, 3)]
    [InlineData("[\"one\",\"three\"]", 2, 5)]
    [InlineData("[1,2,3]", 1, 0)]
    [InlineData("[[1,2],[3]]", 2, 0)]
    public void Prompts_and_inputs_come_as_text_and_as_tokens(string value, int messages, int promptChars)
    {
        var prompt = Read(Paths.Completions, $$"""{"model":"m","prompt":{{value}},"logprobs":0,"echo":true,"best_of":4}""");
        Assert.True(prompt.Ask is { Echo: true, Logprobs: true, TopLogprobs: 0, Choices: 4 });
        Assert.Equal((messages, messages, promptChars), (prompt.Ask.Messages, prompt.Ask.UserMessages, prompt.Ask.PromptChars));
        var input = Read(Paths.Embeddings, $$"""{"model":"m","input":{{value}},"encoding_format":"base64"}""");
        Assert.Equal((messages, promptChars), (input.Ask.Messages, input.Ask.PromptChars));
        Assert.True(input.InputTokens > 0);
    }

    [Fact]
    public void Gemini_embeds_and_counts_what_stands_in_requests_within_the_request()
    {
        var embed = Read(Paths.GeminiEmbed, """{"content":{"parts":[{"text":"embed me"}]},"model":"models/other"}""");
        Assert.Equal(("g-1", 8, 1), (embed.Model, embed.Ask.PromptChars, embed.Ask.Messages));
        var many = Read(Paths.GeminiBatchEmbed, """{"requests":[{"model":"models/g-1","content":{"parts":[{"text":"a"}]}},{"content":{"parts":[{"text":"bb"}]}}]}""");
        Assert.Equal((2, 2, 3), (many.Ask.Messages, many.Ask.PromptChars, many.Ask.TotalChars));
        var count = Read(Paths.GeminiCount, """{"generateContentRequest":{"model":"models/g-1","contents":[{"role":"user","parts":[{"text":"count"}]}],"systemInstruction":{"parts":{"text":"sys"}}}}""");
        Assert.Equal((1, 5, 3), (count.Ask.Messages, count.Ask.PromptChars, count.Ask.SystemChars));
    }

    [Theory]
    [InlineData("""{"reasoning_effort":"none"}""", false)]
    [InlineData("""{"reasoning_effort":"minimal"}""", true)]
    [InlineData("""{"reasoning":{"effort":"none"}}""", false)]
    [InlineData("""{"reasoning":{"enabled":true}}""", true)]
    [InlineData("""{"thinking":{"type":"disabled"}}""", false)]
    [InlineData("""{"thinking":{"type":"adaptive"}}""", true)]
    [InlineData("""{"chat_template_kwargs":{"enable_thinking":true}}""", true)]
    [InlineData("""{"chat_template_kwargs":{"enable_thinking":false,"effort":"x"}}""", false)]
    [InlineData("""{"generationConfig":{"thinkingConfig":{"thinkingBudget":0}}}""", false)]
    [InlineData("""{"generationConfig":{"thinkingConfig":{"thinkingLevel":"high"}}}""", true)]
    public void Reasoning_counts_as_asked_for_unless_it_is_switched_off(string body, bool asked) =>
        Assert.Equal(asked, Read(Paths.Chat, body).Ask.Reasoning);

    [Fact]
    public void Numbers_are_understood_as_lenient_servers_do()
    {
        Assert.Equal(512, Read(Paths.Chat, """{"max_tokens":"512"}""").Ask.MaxTokens);
        Assert.Equal(1000, Read(Paths.Chat, """{"max_tokens":1e3}""").Ask.MaxTokens);
        Assert.Equal(int.MaxValue, Read(Paths.Chat, """{"max_tokens":99999999999}""").Ask.MaxTokens);
        Assert.Equal(8, Read(Paths.Chat, """{"n":"8"}""").Ask.Choices);
    }

    [Theory]
    [InlineData("""{"model":"m","messages":[5,null,{"role":7,"content":{"a":1}},{"content":[5,[],{"type":9,"text":{}}]},"text"],"tools":{},"temperature":"hot","logit_bias":[],"response_format":"x","include":5,"thinking":1,"metadata":3,"n":{},"seed":null,"user":8}""")]
    [InlineData("""{"tools":[1,"a",null,{"functionDeclarations":5}],"stream":null,"model":null,"messages":null,"stream_options":null}""")]
    public void Shapes_that_are_only_measured_pass_unmeasured_where_they_are_unknown(string body)
    {
        foreach (var endpoint in new[] { Paths.Chat, Paths.Messages, Paths.Responses, Paths.Generate, Paths.Embeddings, Paths.Completions })
            Read(endpoint, body);
    }

    [Fact]
    public void Odd_texts_are_read_as_they_are()
    {
        var body = """{"messages":[{"role":"user","content":"a\ud800b \u4e2d文 😀 \ud83d\ude00"}],"user":"\udc00x"}""";
        var reading = Read(Paths.Chat, body);
        Assert.Equal("a\ud800b 中文 😀 😀", Text(PromptTexts.LastUser(reading, Bytes(body))));
        Assert.Equal("\udc00x", reading.EndUser);
        Assert.Equal(12, reading.Ask.PromptChars);
    }

    [Fact]
    public void A_prompt_does_not_hide_in_a_document()
    {
        var body = """{"messages":[{"role":"user","content":[{"type":"document","source":{"data":"All of\nit","media_type":"text/plain","type":"text"}},{"type":"document","source":{"type":"content","content":[{"type":"text","text":"more"}]}},{"type":"document","source":{"type":"base64","data":"AAAA"}}]}]}""";
        var reading = Read(Paths.Messages, body);
        Assert.Equal("All of\nit\nmore", Text(PromptTexts.LastUser(reading, Bytes(body))));
        Assert.Equal((3, 13), (reading.Ask.OtherMedia, reading.Ask.PromptChars));
    }

    [Fact]
    public void A_byte_order_mark_is_stepped_over_and_offsets_still_fit()
    {
        byte[] body = [0xEF, 0xBB, 0xBF, .. Bytes("""{"model":"m","messages":[{"role":"user","content":"hi"}]}""")];
        Assert.True(RequestReader.TryRead(Paths.Chat, body, out var reading, out _));
        Assert.Equal("hi", Text(PromptTexts.LastUser(reading!, body)));
        Assert.Equal((byte)'"', body[reading!.Fields[0].NameStart]);
    }

    [Fact]
    public void Members_that_nobody_knows_are_listed_up_to_a_limit_and_known_ones_always()
    {
        var body = "{" + string.Concat(Enumerable.Range(0, 5000).Select(i => $"\"x{i}\":{i},")) + "\"model\":\"m\"}";
        var reading = Read(Paths.Chat, body);
        Assert.Equal(RequestReader.MaxUnknownFields + 1, reading.Fields.Count);
        Assert.Equal("model", reading.Fields[^1].Name);
    }

    [Theory]
    [InlineData("", "The body is empty")]
    [InlineData("   ", "The body is empty")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("\"text\"", "not a JSON object")]
    [InlineData("{\"model\":\"m\"", "ends too early")]
    [InlineData("{\"model\":\"m", "ends too early")]
    [InlineData("{\"model\":tru}", "not valid JSON")]
    [InlineData("{\"a\":1,}", "not valid JSON")]
    [InlineData("{\"a\":1}{", "not valid JSON")]
    [InlineData("{'a':1}", "not valid JSON")]
    [InlineData("{\"model\":5}", "'model' must be a string")]
    [InlineData("{\"stream\":\"true\"}", "'stream' must be true or false")]
    [InlineData("{\"stream_options\":[]}", "'stream_options' must be an object")]
    [InlineData("{\"messages\":\"hi\"}", "'messages' must be an array")]
    [InlineData("{\"model\":\"a\",\"model\":\"b\"}", "'model' is given twice")]
    [InlineData("{\"model\":\"a\",\"mod\\u0065l\":\"b\"}", "'model' is given twice")]
    [InlineData("{\"messages\":[],\"messages\":[]}", "'messages' is given twice")]
    public void A_fault_is_named(string body, string says)
    {
        Assert.False(RequestReader.TryRead(Paths.Chat, Bytes(body), out var reading, out var fault));
        Assert.Null(reading);
        Assert.Equal(400, fault.Status);
        Assert.Contains(says, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_body_of_nothing_but_texts_is_a_fault_before_it_costs_memory()
    {
        var body = Bytes("{\"input\":[" + string.Join(',', Enumerable.Repeat("\"\"", 1_000_000)) + "]}");
        foreach (var endpoint in new[] { Paths.Embeddings, Paths.Responses })
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.False(RequestReader.TryRead(endpoint, body, out _, out var fault));
            Assert.Contains("65536 texts", fault.Message, StringComparison.Ordinal);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
        }
    }

    [Fact]
    public void A_models_name_has_to_be_a_name()
    {
        Assert.False(RequestReader.TryRead(Paths.Chat, Bytes($$"""{"model":"{{new string('m', 513)}}"}"""), out _, out var fault));
        Assert.Contains("512 characters", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_a_fault()
    {
        Assert.False(RequestReader.TryRead(Paths.Chat, [(byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)':', (byte)'1', (byte)'}'], out _, out var fault));
        Assert.Contains("UTF-8", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"x\":", "[", "]")]
    [InlineData("{\"messages\":", "[", "]")]
    [InlineData("{\"messages\":[{\"content\":", "[", "]")]
    [InlineData("{\"generationConfig\":", "{\"generationConfig\":", "}")]
    [InlineData("{\"requests\":[", "{\"requests\":[", "]}")]
    public void Nesting_ten_thousand_deep_is_a_fault_and_no_crash(string start, string open, string close)
    {
        var body = Bytes(start + string.Concat(Enumerable.Repeat(open, 10_000)) + "1" + string.Concat(Enumerable.Repeat(close, 10_000)));
        foreach (var endpoint in new[] { Paths.Chat, Paths.Messages, Paths.Generate, Paths.GeminiBatchEmbed })
        {
            Assert.False(RequestReader.TryRead(endpoint, body, out _, out var fault));
            Assert.Contains("128 levels", fault.Message, StringComparison.Ordinal);
        }
    }

    internal static RequestReading Read(in Endpoint endpoint, string body)
    {
        Assert.True(RequestReader.TryRead(endpoint, Bytes(body), out var reading, out var fault), fault.Message);
        return reading!;
    }

    internal static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(PooledText pooled)
    {
        using (pooled)
            return pooled.Span.ToString();
    }
}
