using System.Text.Json;
using Weir.Traffic;

namespace Weir.Drill.Traffic.Wire;

/// <summary>A request to <c>/v1/responses</c>.</summary>
internal static class ResponsesBodies
{
    public static void Write(Utf8JsonWriter json, MadeExchange made, List<Said> said, string model)
    {
        var shape = made.Shape;
        json.WriteStartObject();
        json.WriteString("model"u8, model);
        if (made.System is not null)
            json.WriteString("instructions"u8, made.System);
        json.WriteStartArray("input"u8);
        foreach (var one in said)
            Item(json, one);
        json.WriteEndArray();
        if (shape.MaxTokens is { } most)
            json.WriteNumber("max_output_tokens"u8, most);
        if (shape.Temperature is { } temperature)
            json.WriteNumber("temperature"u8, temperature);
        if (shape.TopP is { } topP)
            json.WriteNumber("top_p"u8, topP);
        if (shape.Reasoning)
        {
            json.WriteStartObject("reasoning"u8);
            json.WriteString("effort"u8, "medium"u8);
            json.WriteEndObject();
        }

        if (shape.Format == AnswerFormat.Json)
            JsonFormat(json);
        if (made.Tools > 0)
            Tools(json, made.Tools);
        if (made.EndUser is not null)
            json.WriteString("safety_identifier"u8, made.EndUser);
        if (shape.Stream)
            json.WriteBoolean("stream"u8, true);
        json.WriteEndObject();
    }

    private static void Item(Utf8JsonWriter json, in Said said)
    {
        json.WriteStartObject();
        switch (said.By)
        {
            case Speaker.ToolCall:
                json.WriteString("type"u8, "function_call"u8);
                json.WriteString("call_id"u8, $"call_{said.Number}");
                json.WriteString("name"u8, said.Text);
                json.WriteString("arguments"u8, "{}"u8);
                break;
            case Speaker.ToolResult:
                json.WriteString("type"u8, "function_call_output"u8);
                json.WriteString("call_id"u8, $"call_{said.Number}");
                json.WriteString("output"u8, said.Text);
                break;
            default:
                json.WriteString("role"u8, said.By == Speaker.User ? "user"u8 : "assistant"u8);
                json.WriteString("content"u8, said.Text);
                break;
        }

        json.WriteEndObject();
    }

    private static void JsonFormat(Utf8JsonWriter json)
    {
        json.WriteStartObject("text"u8);
        json.WriteStartObject("format"u8);
        json.WriteString("type"u8, "json_object"u8);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Tools(Utf8JsonWriter json, int count)
    {
        json.WriteStartArray("tools"u8);
        for (var i = 0; i < count; i++)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "function"u8);
            json.WriteString("name"u8, $"tool_{i}");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
