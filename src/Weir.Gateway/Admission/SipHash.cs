using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Weir.Traffic;

namespace Weir.Gateway.Admission;

/// <summary>128 bits that stand for a credential inside this process, and nowhere else.</summary>
internal readonly record struct Fingerprint(ulong High, ulong Low)
{
    public bool IsNone => (High | Low) == 0;

    /// <summary>The same work whether and wherever the two differ.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    public bool EqualsInConstantTime(in Fingerprint other) => ((High ^ other.High) | (Low ^ other.Low)) == 0;
}

/// <summary>
/// SipHash-2-4 with 128 bits of output, under a key drawn at start. A pseudo-random function that costs a tenth of
/// an HMAC: it places callers' credentials and addresses in tables such that nobody outside can aim at a slot or guess
/// an entry. Nothing made by it is ever stored or sent: the key dies with the process.
/// </summary>
internal sealed class SipHash
{
    private readonly ulong _k0, _k1;

    public SipHash(ReadOnlySpan<byte> key)
    {
        _k0 = BinaryPrimitives.ReadUInt64LittleEndian(key);
        _k1 = BinaryPrimitives.ReadUInt64LittleEndian(key[8..16]);
    }

    public static SipHash Create()
    {
        Span<byte> key = stackalloc byte[16];
        RandomNumberGenerator.Fill(key);
        return new SipHash(key);
    }

    /// <summary>Of a text, by its UTF-16 code units: no conversion, and unpaired surrogates stay distinct.</summary>
    public Fingerprint Of(ReadOnlySpan<char> text) => Of(MemoryMarshal.AsBytes(text));

    public Fingerprint Of(ReadOnlySpan<byte> bytes)
    {
        var v0 = _k0 ^ 0x736f6d6570736575;
        var v1 = _k1 ^ 0x646f72616e646f6d ^ 0xee;
        var v2 = _k0 ^ 0x6c7967656e657261;
        var v3 = _k1 ^ 0x7465646279746573;
        var last = (ulong)bytes.Length << 56;
        while (bytes.Length >= 8)
        {
            var word = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            v3 ^= word;
            SipRound.Mix(ref v0, ref v1, ref v2, ref v3);
            SipRound.Mix(ref v0, ref v1, ref v2, ref v3);
            v0 ^= word;
            bytes = bytes[8..];
        }

        for (var i = 0; i < bytes.Length; i++)
            last |= (ulong)bytes[i] << (8 * i);
        v3 ^= last;
        SipRound.Mix(ref v0, ref v1, ref v2, ref v3);
        SipRound.Mix(ref v0, ref v1, ref v2, ref v3);
        v0 ^= last;
        v2 ^= 0xee;
        var first = Finish(ref v0, ref v1, ref v2, ref v3);
        v1 ^= 0xdd;
        return new Fingerprint(first, Finish(ref v0, ref v1, ref v2, ref v3));
    }

    private static ulong Finish(ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3)
    {
        for (var i = 0; i < 4; i++)
            SipRound.Mix(ref v0, ref v1, ref v2, ref v3);
        return v0 ^ v1 ^ v2 ^ v3;
    }
}
