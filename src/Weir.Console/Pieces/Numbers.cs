using System.Globalization;

namespace Weir.Console.Pieces;

/// <summary>Numbers and spans of time as people read them.</summary>
public static class Numbers
{
    /// <summary>12,345 as it is; 12,345,678 as 12.3 M.</summary>
    public static string Short(double number)
    {
        var size = Math.Abs(number);
        return size switch
        {
            < 1e6 => number.ToString("N0", CultureInfo.InvariantCulture),
            < 1e9 => Digits(number / 1e6) + " M",
            < 1e12 => Digits(number / 1e9) + " G",
            _ => Digits(number / 1e12) + " T",
        };
    }

    /// <summary>Evidence, which is kept as a power of ten, as people say it.</summary>
    public static string Odds(double evidence) => evidence switch
    {
        < 0.05 => "none",
        < 1 => $"{Math.Pow(10, evidence).ToString("0.0", CultureInfo.InvariantCulture)} to 1",
        < 6 => $"{Math.Pow(10, evidence).ToString("N0", CultureInfo.InvariantCulture)} to 1",
        _ => $"10^{evidence.ToString("0", CultureInfo.InvariantCulture)} to 1",
    };

    public static string Percent(double share) => share switch
    {
        0 => "0 %",
        < 0.001 => "< 0.1 %",
        < 0.1 => (share * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %",
        _ => (share * 100).ToString("0", CultureInfo.InvariantCulture) + " %",
    };

    /// <summary>The two largest units: 3 d 4 h, 12 min, 5 s.</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { TotalSeconds: < 1 } => "0 s",
        { TotalMinutes: < 1 } => $"{(int)span.TotalSeconds} s",
        { TotalHours: < 1 } => $"{(int)span.TotalMinutes} min",
        { TotalDays: < 1 } => span.Minutes == 0 ? $"{(int)span.TotalHours} h" : $"{(int)span.TotalHours} h {span.Minutes} min",
        _ => span.Hours == 0 ? $"{(int)span.TotalDays} d" : $"{(int)span.TotalDays} d {span.Hours} h",
    };

    private static string Digits(double number) => number.ToString(Math.Abs(number) >= 100 ? "0" : "0.0", CultureInfo.InvariantCulture);
}
