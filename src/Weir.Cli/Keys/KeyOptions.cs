using System.CommandLine;
using System.CommandLine.Parsing;
using Weir.Gateway.Configuration;

namespace Weir.Cli.Keys;

internal static class KeyOptions
{
    public static Option<TimeSpan?> Duration(string name, string description, TimeSpan least, TimeSpan most) => new(name)
    {
        Description = description,
        HelpName = "DURATION",
        CustomParser = result => Parse(result, name, least, most),
    };

    private static TimeSpan? Parse(ArgumentResult result, string name, TimeSpan least, TimeSpan most)
    {
        if (DurationText.TryParse(result.Tokens[0].Value, out var value) && value >= least && value <= most)
            return value;
        result.AddError($"{name} takes a {DurationText.Form.Replace("`", "", StringComparison.Ordinal)}, from {DurationText.Write(least)} to {DurationText.Write(most)}; '{result.Tokens[0].Value}' is none.");
        return null;
    }

    /// <summary>Words that become part of journal lines, metrics and answers: one line, no odd characters.</summary>
    public static Option<string> Word(string name, string description, bool required = false)
    {
        var option = new Option<string>(name) { Description = description, Required = required, HelpName = name.TrimStart('-').ToUpperInvariant() };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !IsWord(result.Tokens[0].Value))
                result.AddError($"{name} takes 1 to 128 printable characters without spaces at its ends.");
        });
        return option;
    }

    private static bool IsWord(string text) => text.Length is > 0 and <= 128 && string.Equals(text, text.Trim(), StringComparison.Ordinal) && !text.Any(char.IsControl);
}
