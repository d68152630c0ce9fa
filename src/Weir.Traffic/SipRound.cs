using System.Numerics;
using System.Runtime.CompilerServices;

namespace Weir.Traffic;

/// <summary>The step that SipHash is made of, whatever the number of rounds and the length of the output.</summary>
public static class SipRound
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Mix(ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3)
    {
        v0 += v1;
        v1 = BitOperations.RotateLeft(v1, 13) ^ v0;
        v0 = BitOperations.RotateLeft(v0, 32);
        v2 += v3;
        v3 = BitOperations.RotateLeft(v3, 16) ^ v2;
        v0 += v3;
        v3 = BitOperations.RotateLeft(v3, 21) ^ v0;
        v2 += v1;
        v1 = BitOperations.RotateLeft(v1, 17) ^ v2;
        v2 = BitOperations.RotateLeft(v2, 32);
    }
}
