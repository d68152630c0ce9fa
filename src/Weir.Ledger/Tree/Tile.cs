using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Weir.Ledger.Tree;

/// <summary>
/// A tile of C2SP tlog-tiles: up to 256 hashes side by side, at every eighth level of the tree; or, beside level 0, up to
/// 256 entries. Its path says which.
/// </summary>
/// <param name="Level">0 holds leaves, 1 holds hashes over 256 leaves each, and so on; <see cref="Entries"/> the entries themselves.</param>
/// <param name="Width">How many it holds; below <see cref="Full"/> it is a partial tile.</param>
public readonly record struct Tile(int Level, long Index, int Width)
{
    public const int Full = 256;
    public const int Entries = -1;

    public bool IsFull => Width == Full;

    /// <summary>Where the tile lies below a ledger's folder or address.</summary>
    public string Path
    {
        get
        {
            var path = new StringBuilder("tile/", 40);
            if (Level == Entries)
                path.Append("entries");
            else
                path.Append(CultureInfo.InvariantCulture, $"{Level}");
            path.Append('/');
            AppendIndex(path, Index, last: true);
            return IsFull ? path.ToString() : path.Append(CultureInfo.InvariantCulture, $".p/{Width}").ToString();
        }
    }

    private static void AppendIndex(StringBuilder path, long index, bool last)
    {
        if (index >= 1000)
            AppendIndex(path, index / 1000, last: false);
        path.Append(last ? "" : "x").Append(CultureInfo.InvariantCulture, $"{index % 1000:d3}");
        if (!last)
            path.Append('/');
    }

    /// <summary>Reads a path that <see cref="Path"/> wrote, and no other spelling.</summary>
    public static bool TryParse(string path, out Tile tile)
    {
        tile = default;
        var parts = path.Split('/');
        if (parts.Length < 3 || parts[0] is not "tile")
            return false;
        var level = Entries;
        if (parts[1] is not "entries" && (!int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out level) || level > 63))
            return false;
        var end = parts.Length;
        var width = Full;
        if (parts[end - 2].EndsWith(".p", StringComparison.Ordinal))
        {
            if (!int.TryParse(parts[--end], NumberStyles.None, CultureInfo.InvariantCulture, out width) || width is < 1 or >= Full)
                return false;
            parts[end - 1] = parts[end - 1][..^2];
        }

        var index = 0L;
        for (var i = 2; i < end; i++)
        {
            if (!int.TryParse(parts[i].AsSpan().TrimStart('x'), NumberStyles.None, CultureInfo.InvariantCulture, out var digits) || index > long.MaxValue / 1000 - 1)
                return false;
            index = index * 1000 + digits;
        }

        var read = new Tile(level, index, width);
        if (!string.Equals(read.Path, path, StringComparison.Ordinal))
            return false;
        tile = read;
        return true;
    }

    /// <summary>How wide tile <paramref name="index"/> of a level is in a tree of this size; 0 where there is none.</summary>
    public static int WidthAt(int level, long index, long size) => (int)Math.Clamp(Count(level, size) - index * Full, 0, Full);

    /// <summary>How many hashes a level holds in a tree of this size.</summary>
    public static long Count(int level, long size) => level == Entries ? size : 8 * level > 62 ? 0 : size >> (8 * level);
}
