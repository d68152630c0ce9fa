using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Weir.Gateway.Configuration;

namespace Weir.Cli.Keys;

/// <summary>An option that takes a whole number and a unit, as durations are written in weir.yaml.</summary>
internal static class DurationOption
{
    private const int MostDays = 36_500;

    public static Option<TimeSpan?> Create(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result => Parse(result, name),
    };

    private static TimeSpan? Parse(ArgumentResult result, string name)
    {
        var text = result.Tokens[0].Value;
        if (DurationText.TryParse(text, out var duration) && duration.TotalDays <= MostDays)
            return duration;
        result.AddError($"{name} takes a whole number and a unit, such as 30m, 12h or 90d.");
        return null;
    }
}

internal static class Moments
{
    public static string Text(DateTimeOffset? at) =>
        at is { } moment ? moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture) : "never";
}
