using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Weir.Traffic.Text;

/// <summary>
/// Cuts a text into words and hashes them. A word is a run of letters and digits in lower case; in scripts without spaces each character
/// is a word; all numbers are the same word. One owner thread at a time; buffers are kept and reused.
/// </summary>
internal sealed class Words
{
    /// <summary>Longer texts are read at both ends: a template shows at its head and its tail.</summary>
    public const int MaxChars = 12_288;
    private const int HeadChars = 8_192;
    private const int MaxWords = MaxChars;

    public const ulong Number = 0x9d5c_1f3a_77e1_0b25;

    private readonly byte[] _bytes = new byte[MaxChars + 64];
    private readonly char[] _chars = new char[MaxChars];
    private readonly ulong[] _hashes = new ulong[MaxWords];
    private readonly uint[] _endings = new uint[MaxWords];
    private readonly int[] _scripts = new int[Scripts.Count];

    [ThreadStatic]
    private static Words? t_words;

    public static Words OfThread => t_words ??= new Words();

    public ReadOnlySpan<ulong> Hashes => _hashes.AsSpan(0, Count);
    /// <summary>The last three letters of words of five and more, else 0.</summary>
    public ReadOnlySpan<uint> Endings => _endings.AsSpan(0, Count);
    /// <summary>Letters by script.</summary>
    public ReadOnlySpan<int> ScriptLetters => _scripts;
    /// <summary>The letters in lower case, where some lie outside ASCII; empty for plain ASCII.</summary>
    public ReadOnlySpan<char> Lowered => _chars.AsSpan(0, _loweredCount);
    public int Count { get; private set; }
    private int _loweredCount;

    public void Split(ReadOnlySpan<char> text)
    {
        Count = 0;
        _loweredCount = 0;
        Array.Clear(_scripts);
        var length = Math.Min(text.Length, MaxChars);
        var head = text.Length <= MaxChars ? text : text[..HeadChars];
        var tail = text.Length <= MaxChars ? default : text[^(MaxChars - HeadChars)..];
        if (Ascii.ToLower(head, _bytes, out _) == System.Buffers.OperationStatus.Done
            && Ascii.ToLower(tail, _bytes.AsSpan(head.Length), out _) == System.Buffers.OperationStatus.Done)
        {
            _bytes.AsSpan(length, 64).Clear();
            SplitAscii(length);
            return;
        }

        head.ToLowerInvariant(_chars);
        tail.ToLowerInvariant(_chars.AsSpan(head.Length));
        _loweredCount = length;
        SplitMixed(length);
    }

    private void SplitAscii(int length)
    {
        ref var bytes = ref MemoryMarshal.GetArrayDataReference(_bytes);
        var letters = 0;
        var carry = 0UL;
        var start = 0;
        var inside = false;
        for (var block = 0; block <= length; block += 64)
        {
            var alpha = Mask(ref Unsafe.Add(ref bytes, block), 'a', 26) | ((ulong)Mask(ref Unsafe.Add(ref bytes, block + 32), 'a', 26) << 32);
            var digit = Mask(ref Unsafe.Add(ref bytes, block), '0', 10) | ((ulong)Mask(ref Unsafe.Add(ref bytes, block + 32), '0', 10) << 32);
            letters += BitOperations.PopCount(alpha);
            var word = alpha | digit;
            // A set bit where a word begins or ends: no branch per character.
            var edges = word ^ (word << 1 | carry);
            carry = word >> 63;
            while (edges != 0)
            {
                var at = block + BitOperations.TrailingZeroCount(edges);
                edges &= edges - 1;
                if (!inside)
                {
                    start = at;
                    inside = true;
                    continue;
                }

                inside = false;
                if (!Add(ref Unsafe.Add(ref bytes, start), at - start))
                {
                    _scripts[(int)Script.Latin] = letters;
                    return;
                }
            }
        }

        _scripts[(int)Script.Latin] = letters;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Mask(ref byte at, char first, byte count)
    {
        var v = Vector256.LoadUnsafe(ref at) - Vector256.Create((byte)first);
        return Vector256.LessThan(v, Vector256.Create(count)).ExtractMostSignificantBits();
    }

    private void SplitMixed(int length)
    {
        ref var bytes = ref MemoryMarshal.GetArrayDataReference(_bytes);
        var size = 0;
        for (var i = 0; i < length; i++)
        {
            var c = _chars[i];
            if (c < 0x80)
            {
                if ((uint)(c - 'a') < 26)
                {
                    _scripts[(int)Script.Latin]++;
                    _bytes[size++] = (byte)c;
                    continue;
                }

                if ((uint)(c - '0') < 10)
                {
                    _bytes[size++] = (byte)c;
                    continue;
                }
            }
            else
            {
                var script = Scripts.Of(c);
                if (script == Script.None && c is >= '\u0300' and < '\u0370')
                    continue; // a combining mark belongs to the letter before it
                if (script != Script.None)
                {
                    _scripts[(int)script]++;
                    if (!Scripts.IsDense(script))
                    {
                        // One byte a letter: distinct within a script's block of 128, which is what a word is made of.
                        _bytes[size++] = (byte)(0x80 | c & 0x7f);
                        continue;
                    }

                    if (!Flush(ref bytes, ref size) || !Push(Mix(c, 0x5851_f42d_4c95_7f2d), 0))
                        return;
                    continue;
                }
            }

            if (!Flush(ref bytes, ref size))
                return;
        }

        Flush(ref bytes, ref size);
    }

    private bool Flush(ref byte bytes, ref int size)
    {
        if (size == 0)
            return true;
        var length = size;
        size = 0;
        _bytes.AsSpan(length, 8).Clear();
        return Add(ref bytes, length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Add(ref byte start, int length)
    {
        if ((uint)(start - '0') < 10)
            return Push(Number, 0);
        var first = Unsafe.ReadUnaligned<ulong>(ref start);
        if (length < 8)
            first &= (1UL << length * 8) - 1;
        var last = length > 8 ? Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, length - 8)) : 0;
        var ending = length >= 5 ? Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref start, length - 4)) >> 8 : 0;
        return Push(Mix(first, last + (ulong)length), ending);
    }

    private bool Push(ulong hash, uint ending)
    {
        if (Count == MaxWords)
            return false;
        _endings[Count] = ending;
        _hashes[Count++] = hash;
        return true;
    }

    /// <summary>Mixes two words of 64 bits into one, well enough for hash tables and sketches. Not keyed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Mix(ulong a, ulong b)
    {
        var high = Math.BigMul(a ^ 0xa076_1d64_78bd_642f, b ^ 0xe703_7ed1_a0b4_28db, out var low);
        return high ^ low ^ a;
    }
}
