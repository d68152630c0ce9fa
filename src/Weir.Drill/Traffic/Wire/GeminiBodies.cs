using System.Text.Json;
using Weir.Traffic;

namespace Weir.Drill.Traffic.Wire;

/// <summary>A request to <c>:generateContent</c>. The model stands in the path.</summary>
internal static class GeminiBodies
{
    public static void Write(Utf8JsonWriter json, MadeExchange made, List<Said> said)
    {
        json.WriteStartObject();
        if (made.System is not null)
        {
            json.WriteStartObject("systemInstruction"u8);
            Parts(json, new Said(Speaker.User, made.System));
            json.WriteEndObject();
        }

        json.WriteStartArray("contents"u8);
        foreach (var one in said)
        {
            json.WriteStartObject();
            json.WriteString("role"u8, one.By is Speaker.Assistant or Speaker.ToolCall ? "model"u8 : "user"u8);
            Parts(json, one);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Configuration(json, made);
        if (made.Tools > 0)
            Tools(json, made.Tools);
        json.WriteEndObject();
    }

    private static void Parts(Utf8JsonWriter json, in Said said)
    {
        json.WriteStartArray("parts"u8);
        json.WriteStartObject();
        if (said.By is Speaker.ToolCall or Speaker.ToolResult)
        {
            json.WriteStartObject(said.By == Speaker.ToolCall ? "functionCall"u8 : "functionResponse"u8);
            json.WriteString("name"u8, "run"u8);
            json.WriteStartObject(said.By == Speaker.ToolCall ? "args"u8 : "response"u8);
            if (said.By == Speaker.ToolResult)
                json.WriteString("output"u8, said.Text);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        else
        {
            json.WriteString("text"u8, said.Text);
        }

        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void Configuration(Utf8JsonWriter json, MadeExchange made)
    {
        var shape = made.Shape;
        json.WriteStartObject("generationConfig"u8);
        if (shape.MaxTokens is { } most)
            json.WriteNumber("maxOutputTokens"u8, most);
        if (shape.Temperature is { } temperature)
            json.WriteNumber("temperature"u8, temperature);
        if (shape.TopP is { } topP)
            json.WriteNumber("topP"u8, topP);
        if (shape.Seeded)
            json.WriteNumber("seed"u8, 7);
        if (shape.Format == AnswerFormat.Json)
            json.WriteString("responseMimeType"u8, "application/json"u8);
        json.WriteEndObject();
    }

    private static void Tools(Utf8JsonWriter json, int count)
    {
        json.WriteStartArray("tools"u8);
        json.WriteStartObject();
        json.WriteStartArray("functionDeclarations"u8);
        for (var i = 0; i < count; i++)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, $"tool_{i}");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
