using System.Globalization;

namespace Weir.Settings;

/// <summary>Durations as operators write them, in files and on the command line: <c>500ms</c>, <c>30s</c>, <c>5m</c>, <c>1h</c>, <c>30d</c>.</summary>
public static class DurationText
{
    public const string Form = "whole number with `ms`, `s`, `m`, `h` or `d`";

    private static readonly (string Unit, TimeSpan Length)[] Units =
    [
        ("d", TimeSpan.FromDays(1)), ("h", TimeSpan.FromHours(1)), ("m", TimeSpan.FromMinutes(1)), ("s", TimeSpan.FromSeconds(1)), ("ms", TimeSpan.FromMilliseconds(1)),
    ];

    public static bool TryParse(string text, out TimeSpan value)
    {
        value = default;
        var digits = text.AsSpan().TrimEnd("dhms");
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return false;
        foreach (var (unit, length) in Units)
        {
            if (!text.AsSpan(digits.Length).SequenceEqual(unit) || count > TimeSpan.MaxValue.Ticks / length.Ticks)
                continue;
            value = count * length;
            return true;
        }

        return false;
    }

    /// <summary>In the largest unit that leaves a whole number.</summary>
    public static string Write(TimeSpan value)
    {
        foreach (var (unit, length) in Units)
        {
            if (value.Ticks % length.Ticks == 0 && (value >= length || unit is "s"))
                return string.Create(CultureInfo.InvariantCulture, $"{value.Ticks / length.Ticks}{unit}");
        }

        return string.Create(CultureInfo.InvariantCulture, $"{value.TotalMilliseconds:0}ms");
    }
}
