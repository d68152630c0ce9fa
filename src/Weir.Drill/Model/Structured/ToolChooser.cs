using System.Text;
using System.Text.Json;

namespace Weir.Drill.Model.Structured;

/// <summary>Decides whether a prompt asks for a tool that is offered, and with which arguments it is called.</summary>
internal static class ToolChooser
{
    private const int MostCalls = 4;

    /// <summary>Names and arguments (JSON objects that fit the tool's schema); empty where the model should just answer.</summary>
    public static List<(string Name, string Arguments)> Choose(ModelRequest request, string prompt, Func<string> sentence)
    {
        var tool = Pick(request, prompt);
        if (tool is null)
            return [];
        var values = PromptValues.Read(prompt);
        var calls = new List<(string, string)>();
        // "The weather in Paris and in Rome": one call for each name, where the caller allows several.
        var each = request.ParallelTools && values.Names.Count > 1 && HasOneString(tool.Parameters) ? values.Names.Take(MostCalls).ToArray() : [];
        if (each.Length == 0)
            calls.Add((tool.Name, new SchemaFiller(tool.Parameters, values, sentence).Fill()));
        foreach (var name in each)
            calls.Add((tool.Name, new SchemaFiller(tool.Parameters, PromptValues.Read("in " + name), sentence).Fill()));
        return calls;
    }

    private static Tool? Pick(ModelRequest request, string prompt)
    {
        if (request.Tools.Count == 0 || request.ToolUse == ToolUse.None)
            return null;
        if (request.ToolUse == ToolUse.Named)
            return request.Tools.FirstOrDefault(t => string.Equals(t.Name, request.ToolName, StringComparison.Ordinal));
        var answered = request.Turns.Count > 0 && request.Turns[^1].Speaker == Speaker.Tool;
        if (answered && request.ToolUse == ToolUse.Auto)
            return null;
        Tool? best = null;
        var most = request.ToolUse == ToolUse.Required ? -1 : 0;
        foreach (var tool in request.Tools)
        {
            var score = 2 * Shared(tool.Name, prompt) + Shared(tool.Description, prompt);
            if (score > most)
                (best, most) = (tool, score);
        }

        return best;
    }

    /// <summary>Words of four letters and more that a name or a description shares with the prompt.</summary>
    private static int Shared(string words, string prompt)
    {
        var shared = 0;
        var word = new StringBuilder();
        for (var i = 0; i <= words.Length; i++)
        {
            var c = i < words.Length ? words[i] : ' ';
            if (char.IsLetter(c) && !(char.IsUpper(c) && word.Length > 0 && char.IsLower(word[^1])))
            {
                word.Append(c);
                continue;
            }

            if (word.Length >= 4 && word.ToString() is var text && !IsCommon(text) && prompt.Contains(text, StringComparison.OrdinalIgnoreCase))
                shared++;
            word.Clear();
            if (char.IsLetter(c))
                word.Append(c);
        }

        return shared;
    }

    private static bool IsCommon(string word) => word.ToUpperInvariant() is
        "WITH" or "FROM" or "THAT" or "THIS" or "INTO" or "GIVEN" or "SOME" or "WHAT" or "FIND" or "MAKE" or "USER" or "YOUR" or "TOOL" or "FUNCTION";

    private static bool HasOneString(JsonElement schema) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object
        && properties.EnumerateObject().Count(static p => p.Value.ValueKind == JsonValueKind.Object && !p.Value.TryGetProperty("enum", out _)
            && p.Value.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && (type.ValueEquals("string") || type.ValueEquals("STRING"))) == 1;
}
