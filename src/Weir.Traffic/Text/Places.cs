using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Weir.Traffic.Text;

/// <summary>
/// Writes down which bits are set, 64 at a time. Where they stand in a text cannot be predicted, and each wrong guess of the processor costs as much as
/// twenty places: so nothing here branches on a single bit.
/// </summary>
internal static class Places
{
    /// <summary>Behind the last place as many may be written over: a buffer has room for them.</summary>
    public const int Slack = 64;

    // Properties, so that they are constants in the code that uses them: 0, 1, 2 …; the byte of eight in which each bit lies; that bit in it.
    private static Vector512<byte> Numbers => Vector512.CreateSequence<byte>(0, 1);
    private static Vector512<byte> ByteOfBit => Vector512.CreateSequence<ulong>(0, 0x0101_0101_0101_0101).AsByte();
    private static Vector512<byte> BitOfByte => Vector512.Create(0x8040_2010_0804_0201).AsByte();

    /// <summary>Writes <paramref name="first"/> plus the number of each set bit, in order, and returns how many there are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Write(ref ushort to, ulong bits, int first)
    {
        if (Avx512Vbmi2.IsSupported)
            WriteAtOnce(ref to, bits, first);
        else
            WriteOneByOne(ref to, bits, first);
        return BitOperations.PopCount(bits);
    }

    /// <summary>By the instruction that moves chosen bytes to the front.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteAtOnce(ref ushort to, ulong bits, int first)
    {
        var chosen = Avx512BW.Shuffle(Vector512.Create(bits).AsByte(), ByteOfBit) & BitOfByte;
        var places = Avx512Vbmi2.Compress(Vector512<byte>.Zero, Vector512.Equals(chosen, BitOfByte), Numbers);
        var from = Vector512.Create((ushort)first);
        (Vector512.WidenLower(places) + from).StoreUnsafe(ref to);
        (Vector512.WidenUpper(places) + from).StoreUnsafe(ref to, 32);
    }

    /// <summary>The same on any processor.</summary>
    internal static void WriteOneByOne(ref ushort to, ulong bits, int first)
    {
        var count = BitOperations.PopCount(bits);
        // Most have fewer bits set than this; what is written beyond them is written over.
        Eight(ref to, ref bits, first);
        Eight(ref Unsafe.Add(ref to, 8), ref bits, first);
        Eight(ref Unsafe.Add(ref to, 16), ref bits, first);
        for (var at = 24; at < count; at += 8)
            Eight(ref Unsafe.Add(ref to, at), ref bits, first);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Eight(ref ushort to, ref ulong bits, int first)
    {
        One(ref to, ref bits, first);
        One(ref Unsafe.Add(ref to, 1), ref bits, first);
        One(ref Unsafe.Add(ref to, 2), ref bits, first);
        One(ref Unsafe.Add(ref to, 3), ref bits, first);
        One(ref Unsafe.Add(ref to, 4), ref bits, first);
        One(ref Unsafe.Add(ref to, 5), ref bits, first);
        One(ref Unsafe.Add(ref to, 6), ref bits, first);
        One(ref Unsafe.Add(ref to, 7), ref bits, first);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void One(ref ushort to, ref ulong bits, int first)
    {
        to = (ushort)(first + BitOperations.TrailingZeroCount(bits));
        bits &= bits - 1;
    }
}
