using System.Text.Json;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Logs;

/// <summary>
/// Requests and answers as OpenAI chat bodies, with all messages of the conversation. What lies between the opening and
/// the last message was not kept; it is worded again from the opening, the same way each time.
/// </summary>
internal static class ChatBodies
{
    private static readonly int Say = Grammar.Symbol("say");
    private static readonly int Follow = Grammar.Symbol("follow");
    private static readonly int ToolOutput = Grammar.Symbol("toolout");

    public static void WriteRequest(Utf8JsonWriter json, MadeExchange made, TextBuffer text)
    {
        json.WritePropertyName("request"u8);
        WriteBody(json, made, text, made.Model);
    }

    /// <summary>The body alone, as a caller sends it.</summary>
    public static void WriteBody(Utf8JsonWriter json, MadeExchange made, TextBuffer text, string model)
    {
        var shape = made.Shape;
        json.WriteStartObject();
        json.WriteString("model"u8, model);
        json.WriteStartArray("messages"u8);
        Messages(json, made, text);
        json.WriteEndArray();
        if (shape.MaxTokens is { } most)
            json.WriteNumber("max_tokens"u8, most);
        if (shape.Temperature is { } temperature)
            json.WriteNumber("temperature"u8, temperature);
        if (shape.TopP is { } topP)
            json.WriteNumber("top_p"u8, topP);
        if (shape.Choices > 1)
            json.WriteNumber("n"u8, shape.Choices);
        if (shape.Seeded)
            json.WriteNumber("seed"u8, 7);
        if (shape.Logprobs)
            json.WriteBoolean("logprobs"u8, true);
        if (shape.TopLogprobs > 0)
            json.WriteNumber("top_logprobs"u8, shape.TopLogprobs);
        if (shape.BiasedTokens > 0)
            Bias(json, shape.BiasedTokens);
        if (shape.Format != Weir.Traffic.AnswerFormat.Text)
            Format(json, shape.Format);
        if (shape.Reasoning)
            json.WriteString("reasoning_effort"u8, "medium"u8);
        if (made.Tools > 0)
            Tools(json, made.Tools);
        if (shape.Stream)
            json.WriteBoolean("stream"u8, true);
        if (made.EndUser is not null)
            json.WriteString("user"u8, made.EndUser);
        json.WriteEndObject();
    }

    public static void WriteResponse(Utf8JsonWriter json, MadeExchange made, TextBuffer text)
    {
        made.WriteAnswer(text);
        json.WriteStartObject("response"u8);
        json.WriteString("object"u8, "chat.completion"u8);
        json.WriteString("model"u8, made.Model);
        json.WriteStartArray("choices"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, 0);
        json.WriteStartObject("message"u8);
        json.WriteString("role"u8, "assistant"u8);
        json.WriteString("content"u8, text.Span);
        if (made.CallsTool)
            Call(json, made.ToolResults);
        json.WriteEndObject();
        json.WriteString("finish_reason"u8, made.RanToLimit ? "length"u8 : made.CallsTool ? "tool_calls"u8 : "stop"u8);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartObject("usage"u8);
        json.WriteNumber("prompt_tokens"u8, made.InputTokens);
        json.WriteNumber("completion_tokens"u8, made.OutputTokens);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Messages(Utf8JsonWriter json, MadeExchange made, TextBuffer text)
    {
        if (made.System is not null)
            Message(json, "system"u8, made.System);
        if (made.Turn > 0)
            Message(json, "user"u8, made.FirstUser);
        var dice = new Dice((ulong)made.FirstUser.Length + ((ulong)(made.FirstUser.Length > 0 ? made.FirstUser[^1] : 'x') << 20));
        for (var turn = 1; turn <= made.Turn; turn++)
        {
            Worded(json, "assistant"u8, Say, made.Scene, ref dice, text);
            if (turn < made.Turn)
                Worded(json, "user"u8, Follow, made.Scene, ref dice, text);
        }

        Message(json, "user"u8, made.Prompt.Span);
        for (var result = 0; result < made.ToolResults; result++)
        {
            json.WriteStartObject();
            json.WriteString("role"u8, "assistant"u8);
            json.WriteNull("content"u8);
            Call(json, result);
            json.WriteEndObject();
            text.Clear();
            made.Scene.Language.Grammar.Write(ToolOutput, made.Scene, ref dice, text);
            json.WriteStartObject();
            json.WriteString("role"u8, "tool"u8);
            json.WriteString("tool_call_id"u8, $"call_{result}");
            json.WriteString("content"u8, text.Span);
            json.WriteEndObject();
        }
    }

    private static void Worded(Utf8JsonWriter json, ReadOnlySpan<byte> role, int section, Scene scene, ref Dice dice, TextBuffer text)
    {
        text.Clear();
        scene.Language.Grammar.Write(section, scene, ref dice, text);
        Message(json, role, text.Span);
    }

    private static void Message(Utf8JsonWriter json, ReadOnlySpan<byte> role, ReadOnlySpan<char> content)
    {
        json.WriteStartObject();
        json.WriteString("role"u8, role);
        json.WriteString("content"u8, content);
        json.WriteEndObject();
    }

    private static void Call(Utf8JsonWriter json, int number)
    {
        json.WriteStartArray("tool_calls"u8);
        json.WriteStartObject();
        json.WriteString("id"u8, $"call_{number}");
        json.WriteString("type"u8, "function"u8);
        json.WriteStartObject("function"u8);
        json.WriteString("name"u8, "run"u8);
        json.WriteString("arguments"u8, "{}"u8);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void Bias(Utf8JsonWriter json, int tokens)
    {
        json.WriteStartObject("logit_bias"u8);
        for (var i = 0; i < tokens; i++)
            json.WriteNumber($"{1000 + (i * 37)}", 10);
        json.WriteEndObject();
    }

    private static void Format(Utf8JsonWriter json, Weir.Traffic.AnswerFormat format)
    {
        json.WriteStartObject("response_format"u8);
        json.WriteString("type"u8, format == Weir.Traffic.AnswerFormat.Json ? "json_object"u8 : "json_schema"u8);
        if (format != Weir.Traffic.AnswerFormat.Json)
        {
            json.WriteStartObject("json_schema"u8);
            json.WriteString("name"u8, "answer"u8);
            json.WritePropertyName("schema"u8);
            json.WriteRawValue("""{"type":"object","properties":{"answer":{"type":"string"}}}"""u8, skipInputValidation: true);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Tools(Utf8JsonWriter json, int count)
    {
        json.WriteStartArray("tools"u8);
        for (var i = 0; i < count; i++)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "function"u8);
            json.WriteStartObject("function"u8);
            json.WriteString("name"u8, $"tool_{i}");
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
