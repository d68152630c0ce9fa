using System.Text;
using System.Text.Json;

namespace Weir.Drill.Model.Wire;

/// <summary>
/// Reads the fields of a request and keeps the first fault it meets, so that a dialect reads like a list of fields and
/// asks once at the end. Fields that it is not asked for are ignored.
/// </summary>
internal sealed class RequestFields(JsonElement root)
{
    public WireFault? Fault { get; private set; }

    public void Wrong(string name, string message) => Fault ??= new WireFault(400, "invalid_value", message, name);

    public JsonElement Element(string name) => Get(root, name);

    public static JsonElement Get(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : default;

    /// <summary>Whether a value is that string; of any other kind it is not.</summary>
    public static bool Is(JsonElement value, string text) => value.ValueKind == JsonValueKind.String && value.ValueEquals(text);

    public string? Text(string name)
    {
        var value = Element(name);
        if (value.ValueKind is JsonValueKind.String)
            return value.GetString();
        if (value.ValueKind != JsonValueKind.Undefined)
            Wrong(name, $"'{name}' must be a string.");
        return null;
    }

    public string Required(string name)
    {
        if (Element(name).ValueKind == JsonValueKind.Undefined)
            Fault ??= new WireFault(400, "missing_required_parameter", $"Missing required parameter: '{name}'.", name);
        return Text(name) ?? "";
    }

    public bool Flag(string name)
    {
        var value = Element(name);
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False or JsonValueKind.Undefined))
            Wrong(name, $"'{name}' must be true or false.");
        return value.ValueKind == JsonValueKind.True;
    }

    public int? Int(string name, int least, int most)
    {
        var value = Element(name);
        if (value.ValueKind == JsonValueKind.Undefined)
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most)
            return number;
        Wrong(name, $"'{name}' must be a whole number from {least} to {most}.");
        return null;
    }

    public long? Long(string name)
    {
        var value = Element(name);
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number))
            return number;
        if (value.ValueKind != JsonValueKind.Undefined)
            Wrong(name, $"'{name}' must be a whole number.");
        return null;
    }

    public double? Number(string name, double least, double most)
    {
        var value = Element(name);
        if (value.ValueKind == JsonValueKind.Undefined)
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number >= least && number <= most)
            return number;
        Wrong(name, $"'{name}' must be a number from {least} to {most}.");
        return null;
    }

    /// <summary>A string, or an array of strings.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        var value = Element(name);
        switch (value.ValueKind)
        {
            case JsonValueKind.Undefined:
                return [];
            case JsonValueKind.String:
                return [value.GetString()!];
            case JsonValueKind.Array when value.EnumerateArray().All(static v => v.ValueKind == JsonValueKind.String):
                return [.. value.EnumerateArray().Select(static v => v.GetString()!)];
            default:
                Wrong(name, $"'{name}' must be a string or an array of strings.");
                return [];
        }
    }

    public IEnumerable<JsonElement> Items(string name)
    {
        var value = Element(name);
        if (value.ValueKind == JsonValueKind.Array)
            return value.EnumerateArray();
        if (value.ValueKind != JsonValueKind.Undefined)
            Wrong(name, $"'{name}' must be an array.");
        return [];
    }

    /// <summary>The text of a content field: a string, or parts of which those with text count.</summary>
    public static string Content(JsonElement content)
    {
        if (content.ValueKind == JsonValueKind.String)
            return content.GetString()!;
        if (content.ValueKind != JsonValueKind.Array)
            return "";
        var text = new StringBuilder();
        foreach (var part in content.EnumerateArray())
        {
            var piece = part.ValueKind == JsonValueKind.String ? part : Get(part, "text");
            var written = piece.ValueKind == JsonValueKind.String ? piece.GetString()! : Content(Get(part, "content"));
            if (text.Length > 0 && written.Length > 0)
                text.Append('\n');
            text.Append(written);
        }

        return text.ToString();
    }
}
