using System.Text.Json;
using Weir.Traffic;

namespace Weir.Drill.Model.Wire;

/// <summary>What the dialects of OpenAI have in common.</summary>
internal static class OpenAiParameters
{
    public static (AnswerFormat Format, JsonElement Schema) Format(RequestFields fields, JsonElement format, string schemaField)
    {
        var type = RequestFields.Get(format, "type");
        switch (type.ValueKind == JsonValueKind.String ? type.GetString() : "text")
        {
            case "json_object":
                return (AnswerFormat.Json, default);
            case "json_schema":
                // Chat wraps name and schema in one more object; responses does not.
                var holder = RequestFields.Get(format, schemaField);
                var schema = RequestFields.Get(holder.ValueKind == JsonValueKind.Object ? holder : format, "schema");
                if (schema.ValueKind != JsonValueKind.Object)
                    fields.Wrong("response_format", "A format of type 'json_schema' needs a 'schema' object.");
                return (AnswerFormat.JsonSchema, schema);
            case "text":
                return (AnswerFormat.Text, default);
            default:
                fields.Wrong("response_format", "The format's 'type' must be text, json_object or json_schema.");
                return default;
        }
    }

    public static ToolUse ToolUse(RequestFields fields, out string? name)
    {
        name = null;
        var choice = fields.Element("tool_choice");
        if (choice.ValueKind == JsonValueKind.String)
        {
            return choice.GetString() switch
            {
                "none" => Model.ToolUse.None,
                "required" => Model.ToolUse.Required,
                _ => Model.ToolUse.Auto,
            };
        }

        // Chat: {"type":"function","function":{"name":…}}; responses: {"type":"function","name":…}.
        var function = RequestFields.Get(choice, "function");
        var named = RequestFields.Get(function.ValueKind == JsonValueKind.Object ? function : choice, "name");
        if (named.ValueKind != JsonValueKind.String)
            return Model.ToolUse.Auto;
        name = named.GetString();
        return Model.ToolUse.Named;
    }

    public static Tool? ReadTool(JsonElement function)
    {
        var name = RequestFields.Get(function, "name");
        if (name.ValueKind != JsonValueKind.String)
            return null;
        var description = RequestFields.Get(function, "description");
        return new Tool(name.GetString()!, description.ValueKind == JsonValueKind.String ? description.GetString()! : "", RequestFields.Get(function, "parameters"));
    }

    public static IReadOnlyList<(int Token, double Bias)> LogitBias(RequestFields fields)
    {
        var bias = fields.Element("logit_bias");
        if (bias.ValueKind != JsonValueKind.Object)
            return [];
        var read = new List<(int, double)>();
        foreach (var entry in bias.EnumerateObject())
        {
            if (int.TryParse(entry.Name, System.Globalization.NumberStyles.None, null, out var token) && entry.Value.ValueKind == JsonValueKind.Number
                && entry.Value.TryGetDouble(out var value) && value is >= -100 and <= 100)
                read.Add((token, value));
            else
                fields.Wrong("logit_bias", "'logit_bias' maps token numbers to numbers from -100 to 100.");
        }

        return read;
    }
}
