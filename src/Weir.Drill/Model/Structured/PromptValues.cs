using System.Globalization;

namespace Weir.Drill.Model.Structured;

/// <summary>Things in a prompt that can fill a field: numbers, quoted words, and names of places and people.</summary>
internal sealed class PromptValues
{
    private PromptValues(string prompt) => Prompt = prompt;

    public string Prompt { get; }
    public List<decimal> Numbers { get; } = [];
    public List<string> Quoted { get; } = [];
    /// <summary>Words with a capital that do not begin a sentence, neighbours joined: "New York".</summary>
    public List<string> Names { get; } = [];

    public static PromptValues Read(string prompt)
    {
        var values = new PromptValues(prompt);
        var beginsSentence = true;
        var joins = false;
        foreach (var range in prompt.AsSpan().SplitAny(" \t\r\n"))
        {
            var word = prompt.AsSpan()[range];
            var bare = word.Trim(".,;:!?()[]{}\"'`");
            if (bare.IsEmpty)
                continue;
            if (decimal.TryParse(bare, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
                values.Numbers.Add(number);
            var name = !beginsSentence && char.IsUpper(bare[0]) && bare is not "I";
            if (name && joins)
                values.Names[^1] = $"{values.Names[^1]} {bare}";
            else if (name)
                values.Names.Add(bare.ToString());
            beginsSentence = word[^1] is '.' or '!' or '?' or ':';
            joins = name && word[^1] == bare[^1];
        }

        ReadQuoted(prompt, values.Quoted);
        return values;
    }

    private static void ReadQuoted(string prompt, List<string> into)
    {
        for (var open = prompt.IndexOf('"', StringComparison.Ordinal); open >= 0;)
        {
            var close = prompt.IndexOf('"', open + 1);
            if (close < 0)
                return;
            if (close - open is > 1 and < 200)
                into.Add(prompt[(open + 1)..close]);
            open = prompt.IndexOf('"', close + 1);
        }
    }
}
