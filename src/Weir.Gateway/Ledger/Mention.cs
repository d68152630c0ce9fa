using System.Text.Json;

namespace Weir.Gateway.Ledger;

/// <summary>Whether a line of JSON names somebody anywhere: as a value, or as a word in a sentence.</summary>
internal static class Mention
{
    public static bool Of(string name, string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return Holds(json.RootElement, name);
        }
        catch (JsonException)
        {
            return HasWord(line, name);
        }
    }

    private static bool Holds(JsonElement json, string name) => json.ValueKind switch
    {
        JsonValueKind.String => HasWord(json.GetString()!, name),
        JsonValueKind.Array => json.EnumerateArray().Any(item => Holds(item, name)),
        JsonValueKind.Object => json.EnumerateObject().Any(member => HasWord(member.Name, name) || Holds(member.Value, name)),
        _ => false,
    };

    /// <summary>"acme" is a word of "acme repeats one template", and none of "acme-labs repeats it".</summary>
    private static bool HasWord(string text, string word)
    {
        for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            if ((at == 0 || !IsOfWord(text[at - 1])) && (at + word.Length == text.Length || !IsOfWord(text[at + word.Length])))
                return true;
        }

        return false;
    }

    private static bool IsOfWord(char c) => char.IsLetterOrDigit(c) || c is '-' or '_';
}
