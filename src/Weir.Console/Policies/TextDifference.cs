namespace Weir.Console.Policies;

public enum LineChange : byte { Same = 0, Gone, Come }

/// <summary>A line of two texts held side by side.</summary>
/// <param name="Old">Its number in the older text; 0 where it is not there.</param>
public readonly record struct DiffLine(LineChange Change, int Old, int New, string Text);

/// <summary>Lines that changed and a few around them; what lies between two of these is the same in both texts.</summary>
public sealed record DiffPart(int Skipped, IReadOnlyList<DiffLine> Lines);

/// <summary>
/// What differs between two texts, line by line: the shortest way from one to the other (Myers, 1986). Texts that have next to nothing in common are shown
/// as one taken out and one put in, because nobody reads the shortest way between those and finding it takes long.
/// </summary>
public static class TextDifference
{
    private const int Around = 3;
    private const int LongestWay = 3_000;

    public static IReadOnlyList<DiffPart> Of(string older, string newer)
    {
        var lines = Lines(older.ReplaceLineEndings("\n").Split('\n'), newer.ReplaceLineEndings("\n").Split('\n'));
        var parts = new List<DiffPart>();
        var (at, shown) = (0, 0);
        while (at < lines.Count)
        {
            var first = lines.FindIndex(at, static line => line.Change != LineChange.Same);
            if (first < 0)
                break;
            var last = first;
            // Changes that are near each other stand in one part.
            while (lines.FindIndex(last + 1, Math.Min(2 * Around + 1, lines.Count - last - 1), static line => line.Change != LineChange.Same) is >= 0 and var next)
                last = next;
            var (from, to) = (Math.Max(shown, first - Around), Math.Min(lines.Count, last + Around + 1));
            parts.Add(new DiffPart(from - shown, lines.GetRange(from, to - from)));
            at = shown = to;
        }

        return parts;
    }

    private static List<DiffLine> Lines(string[] a, string[] b)
    {
        var (front, back) = (0, 0);
        while (front < a.Length && front < b.Length && string.Equals(a[front], b[front], StringComparison.Ordinal))
            front++;
        while (back < a.Length - front && back < b.Length - front && string.Equals(a[^(back + 1)], b[^(back + 1)], StringComparison.Ordinal))
            back++;
        var made = new List<DiffLine>(a.Length + b.Length - front - back);
        for (var i = 0; i < front; i++)
            made.Add(new(LineChange.Same, i + 1, i + 1, a[i]));
        Middle(a, b, front, a.Length - back, b.Length - back, made);
        for (var i = back; i > 0; i--)
            made.Add(new(LineChange.Same, a.Length - i + 1, b.Length - i + 1, a[^i]));
        return made;
    }

    private static void Middle(string[] a, string[] b, int front, int aEnd, int bEnd, List<DiffLine> made)
    {
        var (n, m) = (aEnd - front, bEnd - front);
        var trace = Trace(a, b, front, n, m);
        if (trace is null)
        {
            for (var i = front; i < aEnd; i++)
                made.Add(new(LineChange.Gone, i + 1, 0, a[i]));
            for (var i = front; i < bEnd; i++)
                made.Add(new(LineChange.Come, 0, i + 1, b[i]));
            return;
        }

        // Back along the way, then turned round.
        var start = made.Count;
        var (x, y) = (n, m);
        for (var d = trace.Count - 1; d >= 0; d--)
        {
            var row = trace[d];
            var k = x - y;
            int At(int diagonal) => row[diagonal + d];
            var down = d > 0 && (k == -d || (k != d && At(k - 1) < At(k + 1)));
            var previous = down ? k + 1 : k - 1;
            var fromX = d == 0 ? 0 : At(previous);
            var fromY = fromX - previous;
            if (d == 0)
                (fromX, fromY) = (0, 0);
            while (x > fromX && y > fromY)
            {
                made.Add(new(LineChange.Same, front + x, front + y, a[front + x - 1]));
                (x, y) = (x - 1, y - 1);
            }

            if (d == 0)
                break;
            made.Add(down ? new(LineChange.Come, 0, front + y, b[front + y - 1]) : new(LineChange.Gone, front + x, 0, a[front + x - 1]));
            (x, y) = (fromX, fromY);
        }

        made.Reverse(start, made.Count - start);
    }

    /// <summary>How far one gets on each diagonal with so many changes, before each further change; null where it takes too many.</summary>
    private static List<int[]>? Trace(string[] a, string[] b, int front, int n, int m)
    {
        var reach = new int[2 * LongestWay + 3];
        const int Zero = LongestWay + 1;
        var trace = new List<int[]>();
        for (var d = 0; d <= LongestWay; d++)
        {
            trace.Add(reach.AsSpan(Zero - d, 2 * d + 1).ToArray());
            for (var k = -d; k <= d; k += 2)
            {
                var x = k == -d || (k != d && reach[Zero + k - 1] < reach[Zero + k + 1]) ? reach[Zero + k + 1] : reach[Zero + k - 1] + 1;
                var y = x - k;
                while (x < n && y < m && string.Equals(a[front + x], b[front + y], StringComparison.Ordinal))
                    (x, y) = (x + 1, y + 1);
                reach[Zero + k] = x;
                if (x >= n && y >= m)
                    return trace;
            }
        }

        return null;
    }
}
