using System.Buffers.Binary;

namespace Weir.Ledger.Entries;

/// <summary>Up to 256 entries one behind the other, each after its length in two bytes.</summary>
public static class EntryBundle
{
    public static void Add(List<byte> bundle, ReadOnlySpan<byte> leaf)
    {
        Span<byte> length = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, checked((ushort)leaf.Length));
        bundle.AddRange(length);
        bundle.AddRange(leaf);
    }

    /// <summary>Takes the next entry off the front; false at the end, or where what is left is no entry.</summary>
    public static bool TryTake(ref ReadOnlyMemory<byte> bundle, out ReadOnlyMemory<byte> leaf)
    {
        leaf = default;
        if (bundle.Length < 2)
            return false;
        var length = BinaryPrimitives.ReadUInt16BigEndian(bundle.Span);
        if (bundle.Length - 2 < length)
            return false;
        leaf = bundle.Slice(2, length);
        bundle = bundle[(2 + length)..];
        return true;
    }

    /// <summary>How many bytes the first so many entries take; -1 where there are fewer.</summary>
    public static int LengthOf(ReadOnlyMemory<byte> bundle, int count)
    {
        var rest = bundle;
        for (var i = 0; i < count; i++)
        {
            if (!TryTake(ref rest, out _))
                return -1;
        }

        return bundle.Length - rest.Length;
    }
}
