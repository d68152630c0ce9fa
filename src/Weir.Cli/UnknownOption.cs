using System.CommandLine;
using System.CommandLine.Parsing;

namespace Weir.Cli;

/// <summary>
/// A mistyped option. Where a command takes files, the parser takes it for one, and its value for another: a log would be analysed
/// without what is known of its accounts, and the answer would look like any other. A file of such a name is named after "--".
/// </summary>
internal static class UnknownOption
{
    /// <summary>A sentence about the first one; null where there is none.</summary>
    public static string? In(ParseResult parsed, IReadOnlyList<string> arguments)
    {
        if (arguments.Contains("--", StringComparer.Ordinal))
            return null;
        foreach (var result in parsed.CommandResult.Children.OfType<ArgumentResult>())
        {
            foreach (var token in result.Tokens)
            {
                if (token.Value.StartsWith("--", StringComparison.Ordinal))
                    return Say(token.Value.Split('=')[0], parsed.CommandResult.Command);
            }
        }

        return null;
    }

    private static string Say(string mistyped, Command command)
    {
        var nearest = command.Options.Select(static option => option.Name).MinBy(name => Distance(mistyped, name));
        var meant = nearest is not null && Distance(mistyped, nearest) <= 1 + mistyped.Length / 4 ? $" Did you mean {nearest}?" : "";
        return $"There is no option {SafeText.Name(mistyped)}.{meant}";
    }

    /// <summary>How many letters must be put in, taken out or changed.</summary>
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var (corner, left) = (row[0], row[0] = i);
            for (var j = 1; j <= to.Length; j++)
            {
                left = Math.Min(Math.Min(row[j], left) + 1, corner + (from[i - 1] == to[j - 1] ? 0 : 1));
                (corner, row[j]) = (row[j], left);
            }
        }

        return row[^1];
    }
}
