using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Weir.Drill.Model.Structured;

/// <summary>
/// Makes a JSON value that fits a schema, with what the prompt holds where it fits. Understands the part of JSON Schema
/// that the providers accept for answers and tools: types, properties, required, enum, const, anyOf, oneOf, allOf,
/// local references, bounds of numbers, lengths and counts, and the common formats. A pattern is met only by the
/// values that <see cref="StringFiller"/> tries.
/// </summary>
internal sealed class SchemaFiller(JsonElement root, PromptValues values, Func<string> sentence)
{
    private const int Deepest = 12;
    /// <summary>
    /// A schema that refers to itself several times grows by a power at each level: beyond so many values it gets empty
    /// objects and arrays, whatever it demands. No answer has room for more.
    /// </summary>
    private const int MostValues = 4_000;
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly StringFiller _strings = new(values, sentence);
    private int _numbers;
    private int _values;

    /// <summary>The value as JSON text.</summary>
    public string Fill() => root.ValueKind == JsonValueKind.Object ? Write(Fill(root, "", 0)) : "{}";

    /// <summary>The object of a JSON mode without a schema.</summary>
    public static string Freely(string topic, string answer) =>
        Write(new JsonObject { ["topic"] = topic, ["answer"] = answer });

    private static string Write(JsonNode? node) => node?.ToJsonString(Plain) ?? "null";

    private JsonNode? Fill(JsonElement schema, string name, int depth)
    {
        if (schema.ValueKind != JsonValueKind.Object)
            return JsonValue.Create(true);
        _values++;
        schema = Resolve(schema, 0);
        if (schema.TryGetProperty("const", out var constant))
            return JsonNode.Parse(constant.GetRawText());
        if (schema.TryGetProperty("enum", out var choices) && choices.ValueKind == JsonValueKind.Array && choices.GetArrayLength() > 0)
            return JsonNode.Parse(Choose(choices).GetRawText());
        return TypeOf(schema) switch
        {
            "object" => FillObject(schema, depth),
            "array" => FillArray(schema, name, depth),
            "integer" => JsonValue.Create((long)Number(schema, name, whole: true)),
            "number" => JsonValue.Create(Number(schema, name, whole: false)),
            "boolean" => JsonValue.Create(!values.Prompt.Contains(" not ", StringComparison.OrdinalIgnoreCase)),
            "null" => null,
            _ => JsonValue.Create(_strings.Fill(schema, name)),
        };
    }

    private JsonObject FillObject(JsonElement schema, int depth)
    {
        var filled = new JsonObject();
        AddProperties(schema, filled, depth);
        if (schema.TryGetProperty("allOf", out var all) && all.ValueKind == JsonValueKind.Array)
        {
            foreach (var part in all.EnumerateArray())
                AddProperties(Resolve(part, 0), filled, depth);
        }

        return filled;
    }

    private void AddProperties(JsonElement schema, JsonObject into, int depth)
    {
        if (!schema.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object)
            return;
        foreach (var property in properties.EnumerateObject())
        {
            // What is optional is left out where a schema refers to itself, or it would never end.
            if (_values < MostValues && (depth < Deepest / 2 || (depth < Deepest && IsRequired(schema, property.Name))))
                into[property.Name] = Fill(property.Value, property.Name, depth + 1);
        }
    }

    private static bool IsRequired(JsonElement schema, string name) =>
        schema.TryGetProperty("required", out var required) && required.ValueKind == JsonValueKind.Array
        && required.EnumerateArray().Any(r => r.ValueKind == JsonValueKind.String && r.ValueEquals(name));

    private JsonArray FillArray(JsonElement schema, string name, int depth)
    {
        var least = Count(schema, "minItems") ?? 0;
        var most = Count(schema, "maxItems") ?? Math.Max(least, 2);
        var count = depth >= Deepest / 2 ? least : Math.Clamp(2, least, most);
        var items = schema.TryGetProperty("items", out var item) ? item : default;
        var filled = new JsonArray();
        if (depth > Deepest)
            count = 0;
        for (var i = 0; i < Math.Min(count, 100) && _values < MostValues; i++)
            filled.Add(items.ValueKind == JsonValueKind.Object ? Fill(items, name, depth + 1) : JsonValue.Create(StringFiller.Word(i)));
        return filled;
    }

    private decimal Number(JsonElement schema, string name, bool whole)
    {
        var low = Bound(schema, "minimum") ?? Above(Bound(schema, "exclusiveMinimum"), whole);
        var high = Bound(schema, "maximum") ?? Below(Bound(schema, "exclusiveMaximum"), whole);
        var value = _strings.Solved(name) ?? (_numbers < values.Numbers.Count ? values.Numbers[_numbers++] : low ?? Math.Min(high ?? 1, 1));
        if (whole)
            value = Math.Clamp(Math.Round(value), -9_007_199_254_740_991, 9_007_199_254_740_991);
        if (Bound(schema, "multipleOf") is > 0 and var step)
            value = Math.Ceiling(Math.Max(value, low ?? value) / step) * step;
        return Math.Min(Math.Max(value, low ?? value), high ?? decimal.MaxValue);
    }

    private static decimal? Above(decimal? bound, bool whole) => bound is { } b ? (whole ? Math.Floor(b) + 1 : b + Math.Max(Math.Abs(b), 1) * 0.001m) : null;

    private static decimal? Below(decimal? bound, bool whole) => bound is { } b ? (whole ? Math.Ceiling(b) - 1 : b - Math.Max(Math.Abs(b), 1) * 0.001m) : null;

    /// <summary>The choice that the prompt names, or the first.</summary>
    private JsonElement Choose(JsonElement choices)
    {
        foreach (var choice in choices.EnumerateArray())
        {
            if (choice.ValueKind == JsonValueKind.String && choice.GetString() is { Length: > 1 } text && values.Prompt.Contains(text, StringComparison.OrdinalIgnoreCase))
                return choice;
        }

        return choices[0];
    }

    private JsonElement Resolve(JsonElement schema, int followed)
    {
        if (schema.ValueKind != JsonValueKind.Object || followed > Deepest)
            return schema;
        if (schema.TryGetProperty("$ref", out var reference) && reference.ValueKind == JsonValueKind.String)
            return Resolve(Find(reference.GetString()!), followed + 1);
        foreach (var name in (ReadOnlySpan<string>)["anyOf", "oneOf"])
        {
            if (!schema.TryGetProperty(name, out var choices) || choices.ValueKind != JsonValueKind.Array || choices.GetArrayLength() == 0)
                continue;
            foreach (var choice in choices.EnumerateArray())
            {
                var resolved = Resolve(choice, followed + 1);
                if (TypeOf(resolved) is not "null")
                    return resolved;
            }

            return choices[0];
        }

        return schema;
    }

    private JsonElement Find(string reference)
    {
        var at = root;
        foreach (var step in reference.Split('/').Skip(1))
        {
            var name = step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
                return default;
        }

        return at;
    }

    /// <summary>The type in lower case (Gemini writes capitals); of several the first that is not null.</summary>
    private static string TypeOf(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
            return "string";
        if (schema.TryGetProperty("type", out var type))
        {
            if (type.ValueKind == JsonValueKind.Array)
                type = type.EnumerateArray().FirstOrDefault(t => t.ValueKind == JsonValueKind.String && !t.ValueEquals("null"));
            if (type.ValueKind == JsonValueKind.String)
                return type.GetString()!.ToLowerInvariant();
        }

        return schema.TryGetProperty("properties", out _) || schema.TryGetProperty("allOf", out _) ? "object"
            : schema.TryGetProperty("items", out _) ? "array" : "string";
    }

    /// <summary>A bound; Gemini writes counts as strings.</summary>
    internal static decimal? Bound(JsonElement schema, string name) =>
        !schema.TryGetProperty(name, out var bound) ? null
        : bound.ValueKind == JsonValueKind.Number && bound.TryGetDecimal(out var number) ? number
        : bound.ValueKind == JsonValueKind.String && decimal.TryParse(bound.GetString(), System.Globalization.CultureInfo.InvariantCulture, out var written) ? written
        : null;

    internal static int? Count(JsonElement schema, string name) => Bound(schema, name) is { } bound ? (int)Math.Clamp(bound, 0, 2_000) : null;
}
