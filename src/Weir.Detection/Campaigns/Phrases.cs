using System.Runtime.InteropServices;

namespace Weir.Detection.Campaigns;

/// <summary>
/// The wording an account uses most: heads, tails and phrases of its prompts, in a table of fixed size. A newcomer takes away credit from the weakest
/// and takes its place when none is left, so that what comes again and again stays.
/// </summary>
internal struct Phrases
{
    public const int Most = 28;
    private const int First = 12;

    private uint[]? _hashes;
    private byte[]? _kindAndCredit;
    private byte _hand;

    public readonly int Count => _hashes?.Length ?? 0;

    public readonly LinkToken this[int i] => _hashes![i] == 0 ? default : new LinkToken((LinkKind)(_kindAndCredit![i] >> 4), _hashes[i]);

    /// <summary>How a phrase stands in the table after it was met once more.</summary>
    public enum Met : byte { PassedOver = 0, New, Again, Known }

    public Met Add(LinkKind kind, uint hash)
    {
        if (hash == 0)
            return Met.PassedOver;
        _hashes ??= new uint[First];
        _kindAndCredit ??= new byte[First];
        var mark = (byte)((int)kind << 4);
        var at = -1;
        for (var from = 0; ; from = at + 1)
        {
            at = _hashes.AsSpan(from).IndexOf(hash);
            if (at < 0)
                break;
            at += from;
            if ((_kindAndCredit[at] & 0xF0) != mark)
                continue;
            if ((_kindAndCredit[at] & 0x0F) < 0x0F)
                _kindAndCredit[at]++;
            return (_kindAndCredit[at] & 0x0F) == 1 ? Met.Again : Met.Known;
        }

        var free = _hashes.AsSpan().IndexOf(0u);
        if (free < 0 && _hashes.Length < Most)
        {
            free = _hashes.Length;
            Array.Resize(ref _hashes, Most);
            Array.Resize(ref _kindAndCredit, Most);
        }

        if (free < 0)
        {
            // One place in turn: what is met there loses a little, and whoever has nothing left goes.
            _hand = (byte)((_hand + 1) % Most);
            if ((_kindAndCredit[_hand] & 0x0F) > 0)
            {
                _kindAndCredit[_hand]--;
                return Met.PassedOver;
            }

            free = _hand;
        }

        _hashes[free] = hash;
        _kindAndCredit[free] = mark;
        return Met.New;
    }

    public readonly int Bytes => _hashes is null ? 0 : _hashes.Length * 5 + 48;

    public readonly void Save(BinaryWriter to)
    {
        to.Write((byte)Count);
        to.Write(_hand);
        if (_hashes is null)
            return;
        to.Write(MemoryMarshal.AsBytes(_hashes.AsSpan()));
        to.Write(_kindAndCredit!);
    }

    public void Restore(BinaryReader from)
    {
        var count = from.ReadByte();
        _hand = from.ReadByte();
        if (count == 0)
            return;
        if (count is not (First or Most))
            throw new InvalidDataException("A table of phrases of no known size.");
        _hashes = new uint[count];
        from.BaseStream.ReadExactly(MemoryMarshal.AsBytes(_hashes.AsSpan()));
        _kindAndCredit = new byte[count];
        from.BaseStream.ReadExactly(_kindAndCredit);
    }
}
