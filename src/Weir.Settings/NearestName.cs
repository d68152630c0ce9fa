namespace Weir.Settings;

/// <summary>Finds the name that was meant. Weighs letters left out, put in, exchanged or swapped; case and dashes count nothing.</summary>
internal static class NearestName
{
    public static string? Of(string written, IEnumerable<string> names)
    {
        var plain = Plain(written);
        string? nearest = null;
        // A third of the letters may be wrong; more than that is another word.
        var most = Math.Min(3, Math.Max(1, plain.Length / 3));
        foreach (var name in names)
        {
            var distance = Distance(plain, Plain(name));
            if (distance > most)
                continue;
            nearest = name;
            most = distance - 1;
        }

        return nearest;
    }

    private static string Plain(string name) =>
        name.Length > 64 ? name[..64] : name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();

    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    rows[i, j] = i + j;
                    continue;
                }

                var changed = rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(changed, 1 + Math.Min(rows[i - 1, j], rows[i, j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }

        return rows[a.Length, b.Length];
    }
}
