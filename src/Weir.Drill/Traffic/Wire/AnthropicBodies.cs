using System.Text.Json;

namespace Weir.Drill.Traffic.Wire;

/// <summary>A request to <c>/v1/messages</c>. Roles alternate, as its API asks: calls and their results join their neighbours.</summary>
internal static class AnthropicBodies
{
    /// <summary>The limit is required there.</summary>
    private const int UsualLimit = 4096;

    public static void Write(Utf8JsonWriter json, MadeExchange made, List<Said> said, string model)
    {
        var shape = made.Shape;
        json.WriteStartObject();
        json.WriteString("model"u8, model);
        json.WriteNumber("max_tokens"u8, shape.MaxTokens ?? UsualLimit);
        if (made.System is not null)
            json.WriteString("system"u8, made.System);
        json.WriteStartArray("messages"u8);
        foreach (var one in said)
            Message(json, one);
        json.WriteEndArray();
        if (shape.Temperature is { } temperature)
            json.WriteNumber("temperature"u8, temperature);
        if (shape.TopP is { } topP)
            json.WriteNumber("top_p"u8, topP);
        if (made.Tools > 0)
            Tools(json, made.Tools);
        if (made.EndUser is not null)
        {
            json.WriteStartObject("metadata"u8);
            json.WriteString("user_id"u8, made.EndUser);
            json.WriteEndObject();
        }

        if (shape.Stream)
            json.WriteBoolean("stream"u8, true);
        json.WriteEndObject();
    }

    private static void Message(Utf8JsonWriter json, in Said said)
    {
        json.WriteStartObject();
        json.WriteString("role"u8, said.By is Speaker.Assistant or Speaker.ToolCall ? "assistant"u8 : "user"u8);
        if (said.By is Speaker.User or Speaker.Assistant)
        {
            json.WriteString("content"u8, said.Text);
            json.WriteEndObject();
            return;
        }

        json.WriteStartArray("content"u8);
        json.WriteStartObject();
        if (said.By == Speaker.ToolCall)
        {
            json.WriteString("type"u8, "tool_use"u8);
            json.WriteString("id"u8, $"call_{said.Number}");
            json.WriteString("name"u8, said.Text);
            json.WriteStartObject("input"u8);
            json.WriteEndObject();
        }
        else
        {
            json.WriteString("type"u8, "tool_result"u8);
            json.WriteString("tool_use_id"u8, $"call_{said.Number}");
            json.WriteString("content"u8, said.Text);
        }

        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Tools(Utf8JsonWriter json, int count)
    {
        json.WriteStartArray("tools"u8);
        for (var i = 0; i < count; i++)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, $"tool_{i}");
            json.WriteStartObject("input_schema"u8);
            json.WriteString("type"u8, "object"u8);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
