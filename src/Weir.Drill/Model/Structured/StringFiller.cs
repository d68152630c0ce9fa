using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Weir.Drill.Model.Tasks;

namespace Weir.Drill.Model.Structured;

/// <summary>Fills a string field: by its format, else by what its name asks for and the prompt holds.</summary>
internal sealed class StringFiller(PromptValues values, Func<string> sentence)
{
    private static readonly string[] Words = ["river", "stone", "bridge", "water", "field", "light"];
    private static readonly string[] Tries = ["abc", "ABC", "a1", "A1", "123", "12345", "2024-05-17", "10:30", "ABC-123", "AB-12", "abc-def", "+15550100", "#a1b2c3", "1.0.0", "a", "1"];
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(20);

    private readonly Solution? _solution = TaskWorld.Solve(values.Prompt);
    private int _names;

    public static string Word(int index) => Words[index % Words.Length];

    /// <summary>The number that was asked for, if the field is meant for it.</summary>
    public decimal? Solved(string name) =>
        IsAnswer(name) && _solution is { } solved && decimal.TryParse(solved.Answer, CultureInfo.InvariantCulture, out var number) ? number : null;

    public string Fill(JsonElement schema, string name)
    {
        var text = Format(schema) ?? Pattern(schema) ?? Named(name);
        var least = SchemaFiller.Count(schema, "minLength") ?? 0;
        var most = SchemaFiller.Count(schema, "maxLength") ?? 4_000;
        if (text.Length > most)
            text = text[..(most > 0 && char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
        return text.Length < least ? text.PadRight(least, 'x') : text;
    }

    private static string? Format(JsonElement schema)
    {
        if (!schema.TryGetProperty("format", out var format) || format.ValueKind != JsonValueKind.String)
            return null;
        return format.GetString() switch
        {
            "date" => "2024-05-17",
            "date-time" => "2024-05-17T10:30:00Z",
            "time" => "10:30:00Z",
            "duration" => "PT15M",
            "email" => "reader@example.com",
            "hostname" => "www.example.com",
            "ipv4" => "192.0.2.1",
            "ipv6" => "2001:db8::1",
            "uri" => "https://example.com/page",
            "uuid" => "123e4567-e89b-42d3-a456-426614174000",
            _ => null,
        };
    }

    private string? Pattern(JsonElement schema)
    {
        if (!schema.TryGetProperty("pattern", out var pattern) || pattern.ValueKind != JsonValueKind.String)
            return null;
        try
        {
            var regex = new Regex(pattern.GetString()!, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, Patience);
            return values.Quoted.Concat(values.Names).Concat(Tries).FirstOrDefault(t => regex.IsMatch(t));
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException or RegexMatchTimeoutException)
        {
            return null;
        }
    }

    private string Named(string name)
    {
        if (IsAnswer(name))
            return _solution?.Answer ?? sentence();
        if (Has(name, "summary", "explanation", "reason", "description", "content", "comment", "step", "message"))
            return _solution is { } solved ? string.Join(". ", solved.Steps) : sentence();
        if (Has(name, "query", "question", "prompt", "text", "input", "topic", "search"))
            return values.Quoted.Count > 0 ? values.Quoted[0] : values.Prompt.Trim();
        if (Has(name, "expression", "formula"))
            return _solution is { } worked && worked.Steps.Count > 0 ? worked.Steps[0][..Math.Max(1, worked.Steps[0].IndexOf('=', StringComparison.Ordinal))].Trim() : "1 + 1";
        if (Has(name, "unit"))
            return "celsius";
        if (Has(name, "date", "day"))
            return "2024-05-17";
        return _names < values.Names.Count ? values.Names[_names++]
            : values.Quoted.Count > 0 ? values.Quoted[0]
            : values.Names.Count > 0 ? values.Names[^1] : Topic.Of(values.Prompt);
    }

    private static bool IsAnswer(string name) => Has(name, "answer", "result", "value", "total", "solution");

    private static bool Has(string name, params ReadOnlySpan<string> parts)
    {
        foreach (var part in parts)
        {
            if (name.Contains(part, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
