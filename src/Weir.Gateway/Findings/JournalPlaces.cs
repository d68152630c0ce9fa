using Weir.Gateway.Watch;

namespace Weir.Gateway.Findings;

/// <summary>Which of two places of the journal comes first, and whether one is still there.</summary>
internal static class JournalPlaces
{
    public static int Compare(JournalPosition left, JournalPosition right)
    {
        if (string.Equals(left.Segment, right.Segment, StringComparison.Ordinal))
            return left.Offset.CompareTo(right.Offset);
        return NameOf(left).CompareTo(NameOf(right));
    }

    /// <summary>
    /// False where the journal ends before the place: bytes were lost since, and what is written now would be read from its
    /// middle. A segment that has expired or is compressed was whole when that was done.
    /// </summary>
    public static bool Holds(string folder, JournalPosition place)
    {
        if (place.Segment.Length > 0 && !SegmentName.TryParseStem(place.Segment, out _))
            return false;
        var open = new FileInfo(Path.Combine(folder, NameOf(place).FileName(SegmentKind.Open)));
        return place.Segment.Length == 0 || !open.Exists || open.Length >= place.Offset;
    }

    /// <summary>The beginning of everything has no name, and comes first.</summary>
    private static SegmentName NameOf(JournalPosition place) => SegmentName.TryParseStem(place.Segment, out var name) ? name : default;
}
