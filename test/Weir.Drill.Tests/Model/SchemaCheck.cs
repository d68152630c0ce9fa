using System.Text.Json;

namespace Weir.Drill.Tests.Model;

/// <summary>Tells where a value does not fit a schema; written apart from the code that fills schemas.</summary>
internal static class SchemaCheck
{
    public static string? Fault(JsonElement schema, JsonElement value, string at = "$")
    {
        if (schema.TryGetProperty("enum", out var choices))
            return choices.EnumerateArray().Any(c => JsonElement.DeepEquals(c, value)) ? null : $"{at}: not one of the choices";
        if (schema.TryGetProperty("anyOf", out var any))
            return any.EnumerateArray().Any(s => Fault(s, value, at) is null) ? null : $"{at}: fits none";
        var type = schema.GetProperty("type");
        var types = type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(t => t.GetString()!).ToArray() : [type.GetString()!];
        return types.Contains("null") && value.ValueKind == JsonValueKind.Null ? null : types.First(t => t != "null") switch
        {
            "object" => Object(schema, value, at),
            "array" => Array(schema, value, at),
            "string" => String(schema, value, at),
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : $"{at}: no boolean",
            "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _) ? Bounds(schema, value, at) : $"{at}: no integer",
            _ => value.ValueKind == JsonValueKind.Number ? Bounds(schema, value, at) : $"{at}: no number",
        };
    }

    private static string? Object(JsonElement schema, JsonElement value, string at)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return $"{at}: no object";
        var properties = schema.GetProperty("properties");
        foreach (var name in schema.TryGetProperty("required", out var required) ? required.EnumerateArray().Select(r => r.GetString()!) : [])
        {
            if (!value.TryGetProperty(name, out _))
                return $"{at}.{name}: missing";
        }

        return value.EnumerateObject().Select(p => properties.TryGetProperty(p.Name, out var inner) ? Fault(inner, p.Value, $"{at}.{p.Name}") : $"{at}.{p.Name}: not foreseen").FirstOrDefault(f => f is not null);
    }

    private static string? Array(JsonElement schema, JsonElement value, string at)
    {
        if (value.ValueKind != JsonValueKind.Array)
            return $"{at}: no array";
        var count = value.GetArrayLength();
        if ((schema.TryGetProperty("minItems", out var least) && count < least.GetInt32()) || (schema.TryGetProperty("maxItems", out var most) && count > most.GetInt32()))
            return $"{at}: {count} items";
        return value.EnumerateArray().Select((v, i) => Fault(schema.GetProperty("items"), v, $"{at}[{i}]")).FirstOrDefault(f => f is not null);
    }

    private static string? String(JsonElement schema, JsonElement value, string at)
    {
        if (value.ValueKind != JsonValueKind.String)
            return $"{at}: no string";
        var length = value.GetString()!.Length;
        return (schema.TryGetProperty("minLength", out var least) && length < least.GetInt32()) || (schema.TryGetProperty("maxLength", out var most) && length > most.GetInt32())
            ? $"{at}: {length} characters" : null;
    }

    private static string? Bounds(JsonElement schema, JsonElement value, string at)
    {
        var number = value.GetDecimal();
        var low = schema.TryGetProperty("minimum", out var least) && number < least.GetDecimal();
        var high = schema.TryGetProperty("maximum", out var most) && number > most.GetDecimal();
        var beyond = schema.TryGetProperty("exclusiveMinimum", out var above) && number <= above.GetDecimal();
        return low || high || beyond ? $"{at}: {number} is out of bounds" : null;
    }
}
