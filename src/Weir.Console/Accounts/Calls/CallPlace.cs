using System.Globalization;

namespace Weir.Console.Accounts.Calls;

/// <summary>Where in the journal a call stands: a segment, and a line of it. Erasing other lines of a finished segment moves nobody.</summary>
public readonly record struct CallPlace(string Segment, int Line)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Segment}~{Line}");

    public static CallPlace? Of(string? text) =>
        text?.Split('~') is [{ Length: > 0 and <= 40 } segment, var line] && int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? new(segment, number) : null;
}
