namespace Weir.Ledger.Signing;

/// <summary>Base 64 with one spelling for each value: where another were accepted, a changed bit could go unseen.</summary>
internal static class StrictBase64
{
    public static bool TryRead(ReadOnlySpan<char> text, out byte[] bytes)
    {
        bytes = [];
        var room = new byte[text.Length / 4 * 3];
        if (!Convert.TryFromBase64Chars(text, room, out var length) || !text.SequenceEqual(Convert.ToBase64String(room, 0, length)))
            return false;
        bytes = room[..length];
        return true;
    }
}
