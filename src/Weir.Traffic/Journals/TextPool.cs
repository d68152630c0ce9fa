using System.Numerics;
using System.Text;
using Weir.Traffic.Dialects;

namespace Weir.Traffic.Journals;

/// <summary>
/// Gives the same string again for the same bytes: accounts, models and clients repeat line after line. A table of fixed
/// size in which a newcomer takes the place of whoever had it, so that it stays small whatever the log holds. Threads
/// share it without locks: a slot holds a whole string or another whole string, and what comes out is compared.
/// </summary>
internal sealed class TextPool
{
    private const int Slots = 1 << 16;
    private const int LongestText = 256;

    private readonly string?[] _texts = new string?[Slots];

    public string Get(ReadOnlySpan<byte> raw, bool escaped)
    {
        if (raw.IsEmpty)
            return "";
        if (escaped || raw.Length > LongestText)
            return JsonText.ToText(raw, escaped);
        ref var slot = ref _texts[SlotOf(raw)];
        var known = slot;
        if (known is not null && Ascii.Equals(raw, known))
            return known;
        return slot = JsonText.ToText(raw, escaped: false);
    }

    internal static int SlotOf(ReadOnlySpan<byte> raw)
    {
        // FNV-1a, eight bytes at a time where there are eight.
        var hash = 14695981039346656037UL;
        while (raw.Length >= 8)
        {
            hash = (hash ^ System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(raw)) * 1099511628211UL;
            hash ^= BitOperations.RotateRight(hash, 29);
            raw = raw[8..];
        }

        foreach (var octet in raw)
            hash = (hash ^ octet) * 1099511628211UL;
        return (int)((hash ^ hash >> 32) & (Slots - 1));
    }
}
