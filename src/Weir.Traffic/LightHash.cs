using System.Buffers.Binary;

namespace Weir.Traffic;

/// <summary>SipHash-1-3: a keyed hash for tables inside a process. Not for anything that is stored or sent.</summary>
internal static class LightHash
{
    public static ulong Of(ReadOnlySpan<byte> key, ReadOnlySpan<byte> bytes)
    {
        var k0 = BinaryPrimitives.ReadUInt64LittleEndian(key);
        var k1 = BinaryPrimitives.ReadUInt64LittleEndian(key[8..]);
        var v0 = k0 ^ 0x736f6d6570736575;
        var v1 = k1 ^ 0x646f72616e646f6d;
        var v2 = k0 ^ 0x6c7967656e657261;
        var v3 = k1 ^ 0x7465646279746573;
        var last = (ulong)bytes.Length << 56;
        while (bytes.Length >= 8)
        {
            var word = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            v3 ^= word;
            SipRound.Mix(ref v0, ref v1, ref v2, ref v3);
            v0 ^= word;
            bytes = bytes[8..];
        }

        for (var i = 0; i < bytes.Length; i++)
            last |= (ulong)bytes[i] << (8 * i);
        v3 ^= last;
        SipRound.Mix(ref v0, ref v1, ref v2, ref v3);
        v0 ^= last;
        v2 ^= 0xff;
        SipRound.Mix(ref v0, ref v1, ref v2, ref v3);
        SipRound.Mix(ref v0, ref v1, ref v2, ref v3);
        SipRound.Mix(ref v0, ref v1, ref v2, ref v3);
        return v0 ^ v1 ^ v2 ^ v3;
    }
}
