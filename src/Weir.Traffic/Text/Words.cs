using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
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
    /// <summary>In texts with more words, their endings say nothing that the words do not say better.</summary>
    public const int MostWithEndings = 40;

    public const ulong Number = 0x9d5c_1f3a_77e1_0b25;

    /// <summary>Eight bytes that end where a word ends may begin before it: room for that before the first word.</summary>
    private const int Front = 16;

    private readonly byte[] _bytes = new byte[Front + MaxChars + 64];
    private readonly ushort[] _edges = new ushort[MaxChars + Places.Slack];
    private readonly byte[] _common = new byte[MaxWords + 64];
    private readonly ushort[] _telling = new ushort[MaxWords + Places.Slack];
    private readonly ushort[] _shingles = new ushort[MaxWords + Places.Slack];
    private readonly char[] _chars = new char[MaxChars];
    private readonly ulong[] _hashes = new ulong[MaxWords];
    private readonly uint[] _endings = new uint[MostWithEndings];
    private readonly int[] _scripts = new int[Scripts.Count];

    [ThreadStatic]
    private static Words? t_words;

    public static Words OfThread => t_words ??= new Words();

    public ReadOnlySpan<ulong> Hashes => _hashes.AsSpan(0, Count);
    /// <summary>The last three letters of words of five and more, else 0. Empty where there are more words than <see cref="MostWithEndings"/>.</summary>
    public ReadOnlySpan<uint> Endings => _endings.AsSpan(0, Count <= MostWithEndings ? Count : 0);
    /// <summary>Letters by script.</summary>
    public ReadOnlySpan<int> ScriptLetters => _scripts;
    /// <summary>The letters in lower case, where some lie outside ASCII; empty for plain ASCII.</summary>
    public ReadOnlySpan<char> Lowered => _chars.AsSpan(0, _loweredCount);
    public int Count { get; private set; }
    /// <summary>1 for words that are in everybody's prompts; what finds them sets them.</summary>
    public Span<byte> Common => _common.AsSpan(0, Count);
    /// <summary>The places of the words that are not common, once <see cref="Tell"/> has found them.</summary>
    public ReadOnlySpan<ushort> Telling => _telling.AsSpan(0, _tellingCount);
    /// <summary>The places where three words begin that are not all common, once <see cref="Tell"/> has found them.</summary>
    public ReadOnlySpan<ushort> Shingles => _shingles.AsSpan(0, _shingleCount);
    /// <summary>Room for one place a word.</summary>
    public Span<ushort> Room => _edges;
    private int _tellingCount;
    private int _shingleCount;
    private int _loweredCount;

    public void Split(ReadOnlySpan<char> text)
    {
        Count = 0;
        _loweredCount = 0;
        Array.Clear(_scripts);
        var length = Math.Min(text.Length, MaxChars);
        var head = text.Length <= MaxChars ? text : text[..HeadChars];
        var tail = text.Length <= MaxChars ? default : text[^(MaxChars - HeadChars)..];
        var bytes = _bytes.AsSpan(Front);
        if (Ascii.ToLower(head, bytes, out _) == System.Buffers.OperationStatus.Done
            && Ascii.ToLower(tail, bytes[head.Length..], out _) == System.Buffers.OperationStatus.Done)
        {
            bytes.Slice(length, 64).Clear();
            SplitAscii(length);
            return;
        }

        head.ToLowerInvariant(_chars);
        tail.ToLowerInvariant(_chars.AsSpan(head.Length));
        _loweredCount = length;
        SplitMixed(length);
    }

    // Nothing here branches on the text: where words begin and how long they are cannot be predicted, and each
    // wrong guess of the processor costs as much as hashing four words.
    private void SplitAscii(int length)
    {
        ref var bytes = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_bytes), Front);
        ref var edges = ref MemoryMarshal.GetArrayDataReference(_edges);
        var letters = 0;
        var digits = 0UL;
        var carry = 0UL;
        var count = 0;
        for (var block = 0; block <= length; block += 64)
        {
            var alpha = Mask(ref Unsafe.Add(ref bytes, block), 'a', 26) | ((ulong)Mask(ref Unsafe.Add(ref bytes, block + 32), 'a', 26) << 32);
            var digit = Mask(ref Unsafe.Add(ref bytes, block), '0', 10) | ((ulong)Mask(ref Unsafe.Add(ref bytes, block + 32), '0', 10) << 32);
            letters += BitOperations.PopCount(alpha);
            digits |= digit;
            var word = alpha | digit;
            // A set bit where a word begins or ends.
            var bits = word ^ (word << 1 | carry);
            carry = word >> 63;
            count += Places.Write(ref Unsafe.Add(ref edges, count), bits, block);
        }

        _scripts[(int)Script.Latin] = letters;
        // Every word that began has ended, at the zeros behind the text at the latest; two characters a word at least leave room for all.
        Count = count >> 1;
        if (digits == 0)
            HashAll(ref bytes, ref edges, numbers: false);
        else
            HashAll(ref bytes, ref edges, numbers: true);

        // Endings are asked for in short texts only.
        for (var at = 0; at < Count && Count <= MostWithEndings; at++)
        {
            var end = _edges[2 * at + 1];
            _endings[at] = Ending(ref Unsafe.Add(ref bytes, _edges[2 * at]), end - _edges[2 * at]);
        }
    }

    /// <param name="numbers">Whether there may be any; a constant where it is called, so that most texts are not asked at each word.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void HashAll(ref byte bytes, ref ushort edges, bool numbers)
    {
        ref var hash = ref MemoryMarshal.GetArrayDataReference(_hashes);
        ref var end = ref Unsafe.Add(ref hash, Count);
        while (Unsafe.IsAddressLessThan(ref hash, ref end))
        {
            nint start = edges;
            hash = Hash(ref Unsafe.Add(ref bytes, start), Unsafe.Add(ref edges, 1) - start, numbers);
            hash = ref Unsafe.Add(ref hash, 1);
            edges = ref Unsafe.Add(ref edges, 2);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Mask(ref byte at, char first, byte count)
    {
        var v = Vector256.LoadUnsafe(ref at) - Vector256.Create((byte)first);
        return Vector256.LessThan(v, Vector256.Create(count)).ExtractMostSignificantBits();
    }

    private void SplitMixed(int length)
    {
        var bytes = _bytes.AsSpan(Front);
        var size = 0;
        for (var i = 0; i < length; i++)
        {
            var c = _chars[i];
            if (c < 0x80)
            {
                if ((uint)(c - 'a') < 26)
                {
                    _scripts[(int)Script.Latin]++;
                    bytes[size++] = (byte)c;
                    continue;
                }

                if ((uint)(c - '0') < 10)
                {
                    bytes[size++] = (byte)c;
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
                        bytes[size++] = (byte)(0x80 | c & 0x7f);
                        continue;
                    }

                    if (!Flush(bytes, ref size) || !Push(Mix(c, 0x5851_f42d_4c95_7f2d)))
                        return;
                    continue;
                }
            }

            if (!Flush(bytes, ref size))
                return;
        }

        Flush(bytes, ref size);
    }

    private bool Flush(Span<byte> bytes, ref int size)
    {
        if (size == 0)
            return true;
        var length = size;
        size = 0;
        bytes.Slice(length, 8).Clear();
        if (Count == MaxWords)
            return false;
        ref var start = ref MemoryMarshal.GetReference(bytes);
        _hashes[Count] = Hash(ref start, length, numbers: true);
        if (Count < MostWithEndings)
            _endings[Count] = Ending(ref start, length);
        Count++;
        return true;
    }

    /// <summary>The first eight bytes or as many as there are, and the last eight of longer words, mixed; for a number always the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Hash(ref byte start, nint length, bool numbers)
    {
        var front = (int)nint.Min(length, 8);
        var first = Unsafe.ReadUnaligned<ulong>(ref start) & ulong.MaxValue >> -8 * front;
        var last = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, length - 8)) & (ulong)(8 - length >> 63);
        var word = Mix(first, last + (ulong)length);
        if (!numbers)
            return word;
        var number = (ulong)((long)((first & 0xff) - '0' & 0xff) - 10 >> 63);
        return word ^ (word ^ Number) & number;
    }

    private static uint Ending(ref byte start, int length) =>
        length < 5 || (uint)(start - '0') < 10 ? 0 : Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref start, length - 4)) >> 8;

    private bool Push(ulong hash)
    {
        if (Count == MaxWords)
            return false;
        if (Count < MostWithEndings)
            _endings[Count] = 0;
        _hashes[Count++] = hash;
        return true;
    }

    /// <summary>Lists the words that are not common, and the shingles that have such a word, so that what reads them only need not ask each.</summary>
    public void Tell()
    {
        ref var telling = ref MemoryMarshal.GetArrayDataReference(_telling);
        ref var shingles = ref MemoryMarshal.GetArrayDataReference(_shingles);
        (_tellingCount, _shingleCount) = (0, 0);
        // A shingle reaches over two more words, and so into the next block.
        var bits = NotCommon(0);
        for (var block = 0; block < Count; block += 64)
        {
            var next = NotCommon(block + 64);
            var reached = bits | bits >> 1 | next << 63 | bits >> 2 | next << 62;
            _tellingCount += Places.Write(ref Unsafe.Add(ref telling, _tellingCount), bits, block);
            _shingleCount += Places.Write(ref Unsafe.Add(ref shingles, _shingleCount), reached & Lowest(Count - 2 - block), block);
            bits = next;
        }
    }

    /// <summary>A bit for each of the 64 words from here on.</summary>
    private ulong NotCommon(int block)
    {
        if (block >= Count)
            return 0;
        ref var common = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_common), block);
        return (Zeros(ref common) | (ulong)Zeros(ref Unsafe.Add(ref common, 32)) << 32) & Lowest(Count - block);
    }

    private static uint Zeros(ref byte at) =>
        Vector256.Equals(Vector256.LoadUnsafe(ref at), Vector256<byte>.Zero).ExtractMostSignificantBits();

    private static ulong Lowest(int bits) => bits >= 64 ? ulong.MaxValue : bits <= 0 ? 0 : (1UL << bits) - 1;

    /// <summary>Mixes two words of 64 bits into one, well enough for hash tables and sketches. Not keyed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Mix(ulong a, ulong b)
    {
        var x = a ^ 0xa076_1d64_78bd_642f;
        var y = b ^ 0xe703_7ed1_a0b4_28db;
        // Where there is an instruction for the upper half alone, two multiplications are cheaper than a detour over memory for the lower one.
        if (Bmi2.X64.IsSupported)
            return Bmi2.X64.MultiplyNoFlags(x, y) ^ x * y ^ a;
        var high = Math.BigMul(x, y, out var low);
        return high ^ low ^ a;
    }
}
