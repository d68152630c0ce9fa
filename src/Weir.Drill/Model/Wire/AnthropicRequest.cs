using System.Text.Json;
using Weir.Traffic;

namespace Weir.Drill.Model.Wire;

/// <summary>Reads a body of <c>POST /v1/messages</c>, or of its token count, which needs no limit.</summary>
internal static class AnthropicRequest
{
    public static WireFault? TryRead(JsonElement body, bool counting, out ModelRequest request)
    {
        var fields = new RequestFields(body);
        var turns = new List<Turn>();
        if (RequestFields.Content(fields.Element("system")) is { Length: > 0 } system)
            turns.Add(new Turn(Speaker.System, system));
        foreach (var message in fields.Items("messages"))
            ReadTurn(fields, message, turns);
        if (!turns.Exists(static t => t.Speaker != Speaker.System))
            fields.Wrong("messages", "messages: at least one message is required");
        var most = fields.Int("max_tokens", 1, int.MaxValue);
        if (most is null && !counting)
            fields.Wrong("max_tokens", "max_tokens: Field required");

        var thinking = RequestFields.Get(fields.Element("thinking"), "type");
        var format = Format(fields);
        var toolUse = ReadToolUse(fields.Element("tool_choice"), out var toolName);
        request = new ModelRequest
        {
            Model = fields.Required("model"),
            Turns = turns,
            MaxTokens = most,
            Temperature = fields.Number("temperature", 0, 1) ?? 1,
            TopP = fields.Number("top_p", 0, 1) ?? 1,
            TopK = fields.Int("top_k", 0, int.MaxValue) ?? 0,
            Stop = fields.Texts("stop_sequences"),
            Format = format.ValueKind == JsonValueKind.Object ? AnswerFormat.JsonSchema : AnswerFormat.Text,
            Schema = format,
            Reasoning = RequestFields.Is(thinking, "enabled") || RequestFields.Is(thinking, "adaptive"),
            Tools = [.. fields.Items("tools").Select(ReadTool).OfType<Tool>()],
            ToolUse = toolUse,
            ToolName = toolName,
            ParallelTools = RequestFields.Get(fields.Element("tool_choice"), "disable_parallel_tool_use").ValueKind != JsonValueKind.True,
        };
        return fields.Fault;
    }

    private static void ReadTurn(RequestFields fields, JsonElement message, List<Turn> turns)
    {
        var role = RequestFields.Get(message, "role");
        var name = role.ValueKind == JsonValueKind.String ? role.GetString() : null;
        if (name is not ("user" or "assistant" or "system"))
            fields.Wrong("messages", "messages: role must be 'user' or 'assistant'");
        var content = RequestFields.Get(message, "content");
        var results = content.ValueKind == JsonValueKind.Array && content.EnumerateArray().Any(static b => RequestFields.Is(RequestFields.Get(b, "type"), "tool_result"));
        var speaker = results ? Speaker.Tool : name is "assistant" ? Speaker.Assistant : name is "system" ? Speaker.System : Speaker.User;
        turns.Add(new Turn(speaker, RequestFields.Content(content)));
    }

    /// <summary>The schema of a structured answer, in its present place or its earlier one.</summary>
    private static JsonElement Format(RequestFields fields)
    {
        var format = RequestFields.Get(fields.Element("output_config"), "format");
        return RequestFields.Get(format.ValueKind == JsonValueKind.Object ? format : fields.Element("output_format"), "schema");
    }

    private static Tool? ReadTool(JsonElement tool)
    {
        var name = RequestFields.Get(tool, "name");
        var description = RequestFields.Get(tool, "description");
        // Tools that the provider runs itself have a type and no schema; there is nobody here to run them.
        return name.ValueKind != JsonValueKind.String || RequestFields.Get(tool, "input_schema").ValueKind != JsonValueKind.Object ? null
            : new Tool(name.GetString()!, description.ValueKind == JsonValueKind.String ? description.GetString()! : "", RequestFields.Get(tool, "input_schema"));
    }

    private static ToolUse ReadToolUse(JsonElement choice, out string? name)
    {
        var type = RequestFields.Get(choice, "type");
        var named = RequestFields.Get(choice, "name");
        name = named.ValueKind == JsonValueKind.String ? named.GetString() : null;
        return (type.ValueKind == JsonValueKind.String ? type.GetString() : "auto") switch
        {
            "any" => ToolUse.Required,
            "tool" => ToolUse.Named,
            "none" => ToolUse.None,
            _ => ToolUse.Auto,
        };
    }
}
