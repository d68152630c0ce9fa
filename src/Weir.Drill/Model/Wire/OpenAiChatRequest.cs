using System.Text.Json;
using Weir.Traffic;

namespace Weir.Drill.Model.Wire;

/// <summary>Reads a body of <c>POST /v1/chat/completions</c>.</summary>
public static class OpenAiChatRequest
{
    public static WireFault? TryRead(JsonElement body, out ModelRequest request)
    {
        var fields = new RequestFields(body);
        var turns = new List<Turn>();
        if (fields.Element("messages").ValueKind == JsonValueKind.Undefined)
            fields.Wrong("messages", "Missing required parameter: 'messages'.");
        foreach (var message in fields.Items("messages"))
            turns.Add(ReadTurn(fields, message));
        if (turns.Count == 0)
            fields.Wrong("messages", "'messages' must hold at least one message.");

        var format = OpenAiParameters.Format(fields, fields.Element("response_format"), "json_schema");
        var toolUse = OpenAiParameters.ToolUse(fields, out var toolName);
        request = new ModelRequest
        {
            Model = fields.Required("model"),
            Turns = turns,
            MaxTokens = fields.Int("max_completion_tokens", 1, int.MaxValue) ?? fields.Int("max_tokens", 1, int.MaxValue),
            Temperature = fields.Number("temperature", 0, 2) ?? 1,
            TopP = fields.Number("top_p", 0, 1) ?? 1,
            Seed = fields.Long("seed"),
            Choices = fields.Int("n", 1, 128) ?? 1,
            Stop = fields.Texts("stop"),
            LogitBias = OpenAiParameters.LogitBias(fields),
            Logprobs = fields.Flag("logprobs"),
            TopLogprobs = fields.Int("top_logprobs", 0, 20) ?? 0,
            Format = format.Format,
            Schema = format.Schema,
            Reasoning = fields.Text("reasoning_effort") is not (null or "none" or "minimal"),
            Tools = [.. fields.Items("tools").Select(t => OpenAiParameters.ReadTool(RequestFields.Get(t, "function"))).OfType<Tool>()],
            ToolUse = toolUse,
            ToolName = toolName,
            ParallelTools = fields.Element("parallel_tool_calls").ValueKind != JsonValueKind.False,
        };
        return fields.Fault;
    }

    private static Turn ReadTurn(RequestFields fields, JsonElement message)
    {
        var role = RequestFields.Get(message, "role");
        Speaker? speaker = role.ValueKind != JsonValueKind.String ? null : role.GetString() switch
        {
            "system" or "developer" => Speaker.System,
            "user" => Speaker.User,
            "assistant" => Speaker.Assistant,
            "tool" or "function" => Speaker.Tool,
            _ => null,
        };
        if (speaker is null)
            fields.Wrong("messages", "Each message needs a 'role': system, developer, user, assistant or tool.");
        return new Turn(speaker ?? Speaker.User, RequestFields.Content(RequestFields.Get(message, "content")));
    }
}
