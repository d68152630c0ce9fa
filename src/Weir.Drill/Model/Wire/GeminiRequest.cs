using System.Text;
using System.Text.Json;
using Weir.Traffic;

namespace Weir.Drill.Model.Wire;

/// <summary>Reads a body of <c>generateContent</c>. Field names come in camel case, or in snake case as protobuf allows.</summary>
internal static class GeminiRequest
{
    public static WireFault? TryRead(JsonElement body, string model, out ModelRequest request)
    {
        var fields = new RequestFields(body);
        var turns = new List<Turn>();
        if (Text(Either(body, "systemInstruction", "system_instruction")) is { Length: > 0 } system)
            turns.Add(new Turn(Speaker.System, system));
        foreach (var content in fields.Items("contents"))
            turns.Add(new Turn(SpeakerOf(content), Text(content)));
        if (!turns.Exists(static t => t.Speaker != Speaker.System))
            fields.Wrong("contents", "* GenerateContentRequest.contents: contents is not specified");

        var config = Either(body, "generationConfig", "generation_config");
        var settings = new RequestFields(config);
        var schema = Either(config, "responseJsonSchema", "response_json_schema");
        schema = schema.ValueKind == JsonValueKind.Object ? schema : Either(config, "responseSchema", "response_schema");
        var json = RequestFields.Is(Either(config, "responseMimeType", "response_mime_type"), "application/json");
        var toolUse = ReadToolUse(body, out var toolName);
        request = new ModelRequest
        {
            Model = model,
            Turns = turns,
            MaxTokens = settings.Int("maxOutputTokens", 1, int.MaxValue),
            Temperature = settings.Number("temperature", 0, 2) ?? 1,
            TopP = settings.Number("topP", 0, 1) ?? 1,
            TopK = (int)(settings.Number("topK", 0, 1_000_000) ?? 0),
            Seed = settings.Long("seed"),
            Choices = settings.Int("candidateCount", 1, 8) ?? 1,
            Stop = settings.Texts("stopSequences"),
            Logprobs = settings.Flag("responseLogprobs"),
            TopLogprobs = settings.Int("logprobs", 0, 20) ?? 0,
            Format = schema.ValueKind == JsonValueKind.Object ? AnswerFormat.JsonSchema : json ? AnswerFormat.Json : AnswerFormat.Text,
            Schema = schema,
            Reasoning = WantsThoughts(Either(config, "thinkingConfig", "thinking_config")),
            Tools = [.. fields.Items("tools").SelectMany(ReadTools)],
            ToolUse = toolUse,
            ToolName = toolName,
        };
        return fields.Fault ?? settings.Fault;
    }

    public static JsonElement Either(JsonElement of, string camel, string snake)
    {
        var value = RequestFields.Get(of, camel);
        return value.ValueKind == JsonValueKind.Undefined ? RequestFields.Get(of, snake) : value;
    }

    /// <summary>The text of a content's parts. What a function returned counts as text.</summary>
    public static string Text(JsonElement content)
    {
        if (content.ValueKind == JsonValueKind.String)
            return content.GetString()!;
        var parts = RequestFields.Get(content, "parts");
        if (parts.ValueKind == JsonValueKind.Object)
            return PartText(parts);
        if (parts.ValueKind != JsonValueKind.Array)
            return "";
        var text = new StringBuilder();
        foreach (var part in parts.EnumerateArray())
        {
            if (text.Length > 0)
                text.Append('\n');
            text.Append(PartText(part));
        }

        return text.ToString();
    }

    private static string PartText(JsonElement part)
    {
        var text = RequestFields.Get(part, "text");
        if (text.ValueKind == JsonValueKind.String)
            return text.GetString()!;
        var response = RequestFields.Get(Either(part, "functionResponse", "function_response"), "response");
        return response.ValueKind == JsonValueKind.Undefined ? "" : response.GetRawText();
    }

    private static Speaker SpeakerOf(JsonElement content)
    {
        var role = RequestFields.Get(content, "role");
        if (RequestFields.Is(role, "model"))
            return Speaker.Assistant;
        var parts = RequestFields.Get(content, "parts");
        var returned = parts.ValueKind == JsonValueKind.Array
            && parts.EnumerateArray().Any(static p => Either(p, "functionResponse", "function_response").ValueKind == JsonValueKind.Object);
        return returned ? Speaker.Tool : Speaker.User;
    }

    private static bool WantsThoughts(JsonElement thinking) =>
        Either(thinking, "includeThoughts", "include_thoughts").ValueKind == JsonValueKind.True;

    private static IEnumerable<Tool> ReadTools(JsonElement tools)
    {
        var declared = Either(tools, "functionDeclarations", "function_declarations");
        if (declared.ValueKind != JsonValueKind.Array)
            return [];
        return declared.EnumerateArray().Select(static f =>
        {
            var name = RequestFields.Get(f, "name");
            var description = RequestFields.Get(f, "description");
            var schema = Either(f, "parametersJsonSchema", "parameters_json_schema");
            return name.ValueKind != JsonValueKind.String ? null : new Tool(
                name.GetString()!,
                description.ValueKind == JsonValueKind.String ? description.GetString()! : "",
                schema.ValueKind == JsonValueKind.Object ? schema : RequestFields.Get(f, "parameters"));
        }).OfType<Tool>();
    }

    private static ToolUse ReadToolUse(JsonElement body, out string? name)
    {
        name = null;
        var config = Either(Either(body, "toolConfig", "tool_config"), "functionCallingConfig", "function_calling_config");
        var mode = RequestFields.Get(config, "mode");
        if (RequestFields.Is(mode, "NONE"))
            return ToolUse.None;
        if (!RequestFields.Is(mode, "ANY"))
            return ToolUse.Auto;
        var allowed = Either(config, "allowedFunctionNames", "allowed_function_names");
        if (allowed.ValueKind != JsonValueKind.Array || allowed.GetArrayLength() != 1 || allowed[0].ValueKind != JsonValueKind.String)
            return ToolUse.Required;
        name = allowed[0].GetString();
        return ToolUse.Named;
    }
}
