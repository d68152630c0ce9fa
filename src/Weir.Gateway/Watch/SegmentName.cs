using System.Globalization;

namespace Weir.Gateway.Watch;

internal enum SegmentKind : byte
{
    /// <summary>Lines as they were written: the hour that runs, or one that waits to be compressed.</summary>
    Open,
    /// <summary>Compressed; nothing is written to it any more.</summary>
    Sealed,
    /// <summary>A compression that did not come to its end. Worth nothing.</summary>
    Unfinished,
}

/// <summary>
/// Names a segment by the hour in which it was written, and by a part where an hour has more than one. Sorting the file
/// names, in any locale, sorts the segments: <c>2026-11-20T09Z.jsonl</c> stands before <c>2026-11-20T09Z.p002.jsonl</c>.
/// </summary>
internal readonly record struct SegmentName(DateTime Hour, int Part) : IComparable<SegmentName>
{
    private const string HourFormat = "yyyy-MM-dd'T'HH'Z'";
    private const int HourLength = 14;

    public static SegmentName Of(DateTimeOffset time) => new(HourOf(time), 1);

    public static DateTime HourOf(DateTimeOffset time) => new(time.UtcTicks - time.UtcTicks % TimeSpan.TicksPerHour, DateTimeKind.Utc);

    public DateTime End => Hour.AddHours(1);

    public SegmentName NextPart => this with { Part = Part + 1 };

    /// <summary>The name without its ending, which is what stays when a segment is compressed.</summary>
    public string Stem => Hour.ToString(HourFormat, CultureInfo.InvariantCulture)
        + (Part == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $".p{Part:d3}"));

    public string FileName(SegmentKind kind) => Stem + Ending(kind);

    public static bool TryParseStem(string stem, out SegmentName name) => TryParse(stem + Ending(SegmentKind.Open), out name, out _);

    private static string Ending(SegmentKind kind) => kind switch
    {
        SegmentKind.Sealed => ".jsonl.gz",
        SegmentKind.Unfinished => ".jsonl.gz.tmp",
        _ => ".jsonl",
    };

    public static bool TryParse(ReadOnlySpan<char> fileName, out SegmentName name, out SegmentKind kind)
    {
        name = default;
        kind = default;
        if (fileName.Length < HourLength
            || !DateTime.TryParseExact(fileName[..HourLength], HourFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var hour))
            return false;
        var rest = fileName[HourLength..];
        var part = 1;
        if (rest.StartsWith(".p"))
        {
            var digits = rest[2..].IndexOf('.');
            if (digits < 1 || !int.TryParse(rest.Slice(2, digits), NumberStyles.None, CultureInfo.InvariantCulture, out part))
                return false;
            rest = rest[(2 + digits)..];
        }

        name = new SegmentName(hour, part);
        kind = rest switch { ".jsonl" => SegmentKind.Open, ".jsonl.gz" => SegmentKind.Sealed, _ => SegmentKind.Unfinished };
        return rest.SequenceEqual(Ending(kind));
    }

    public int CompareTo(SegmentName other)
    {
        var hours = Hour.CompareTo(other.Hour);
        return hours != 0 ? hours : Part.CompareTo(other.Part);
    }

    public static bool operator <(SegmentName left, SegmentName right) => left.CompareTo(right) < 0;
    public static bool operator >(SegmentName left, SegmentName right) => left.CompareTo(right) > 0;
    public static bool operator <=(SegmentName left, SegmentName right) => left.CompareTo(right) <= 0;
    public static bool operator >=(SegmentName left, SegmentName right) => left.CompareTo(right) >= 0;
}
