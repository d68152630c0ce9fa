using System.Text.Json;

namespace Weir.Drill.Model.Wire;

/// <summary>Reads a body of <c>POST /v1/responses</c>. Nothing is stored, so a previous response cannot be named.</summary>
internal static class OpenAiResponsesRequest
{
    public static WireFault? TryRead(JsonElement body, out ModelRequest request)
    {
        var fields = new RequestFields(body);
        var turns = new List<Turn>();
        if (fields.Text("instructions") is { Length: > 0 } instructions)
            turns.Add(new Turn(Speaker.System, instructions));
        ReadInput(fields, turns);
        if (fields.Text("previous_response_id") is { } previous)
            fields.Wrong("previous_response_id", $"Previous response with id '{previous}' not found: the built-in model stores none.");

        var format = OpenAiParameters.Format(fields, RequestFields.Get(fields.Element("text"), "format"), "json_schema");
        var toolUse = OpenAiParameters.ToolUse(fields, out var toolName);
        var effort = RequestFields.Get(fields.Element("reasoning"), "effort");
        var include = fields.Element("include");
        request = new ModelRequest
        {
            Model = fields.Required("model"),
            Turns = turns,
            MaxTokens = fields.Int("max_output_tokens", 1, int.MaxValue),
            Temperature = fields.Number("temperature", 0, 2) ?? 1,
            TopP = fields.Number("top_p", 0, 1) ?? 1,
            TopLogprobs = fields.Int("top_logprobs", 0, 20) ?? 0,
            Logprobs = include.ValueKind == JsonValueKind.Array && include.EnumerateArray().Any(static i => RequestFields.Is(i, "message.output_text.logprobs")),
            Format = format.Format,
            Schema = format.Schema,
            Reasoning = effort.ValueKind == JsonValueKind.String && !effort.ValueEquals("none") && !effort.ValueEquals("minimal"),
            Tools = [.. fields.Items("tools").Where(static t => RequestFields.Is(RequestFields.Get(t, "type"), "function"))
                .Select(OpenAiParameters.ReadTool).OfType<Tool>()],
            ToolUse = toolUse,
            ToolName = toolName,
            ParallelTools = fields.Element("parallel_tool_calls").ValueKind != JsonValueKind.False,
        };
        return fields.Fault;
    }

    private static void ReadInput(RequestFields fields, List<Turn> turns)
    {
        var input = fields.Element("input");
        if (input.ValueKind == JsonValueKind.String)
        {
            turns.Add(new Turn(Speaker.User, input.GetString()!));
            return;
        }

        foreach (var item in fields.Items("input"))
        {
            var type = RequestFields.Get(item, "type");
            if (RequestFields.Is(type, "function_call_output"))
                turns.Add(new Turn(Speaker.Tool, RequestFields.Content(RequestFields.Get(item, "output"))));
            else if (type.ValueKind != JsonValueKind.String || RequestFields.Is(type, "message"))
                turns.Add(new Turn(SpeakerOf(RequestFields.Get(item, "role")), RequestFields.Content(RequestFields.Get(item, "content"))));
        }

        if (input.ValueKind is not JsonValueKind.Array || input.GetArrayLength() == 0)
            fields.Wrong("input", "'input' must be a string or a non-empty array of items.");
    }

    private static Speaker SpeakerOf(JsonElement role) => role.ValueKind != JsonValueKind.String ? Speaker.User : role.GetString() switch
    {
        "system" or "developer" => Speaker.System,
        "assistant" => Speaker.Assistant,
        _ => Speaker.User,
    };
}
