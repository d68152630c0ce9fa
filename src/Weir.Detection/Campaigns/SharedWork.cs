using System.Numerics;
using Weir.Detection.Accounts;
using Weir.Traffic;
using Weir.Traffic.Text;

namespace Weir.Detection.Campaigns;

/// <summary>
/// Tells people who share work from a deck that is dealt out. A class or an office sends the same prompts, pasted or retyped; a harvest pays for
/// every prompt once. A prompt counts as shared where another member sent it before, or most of its phrases outside the common frame.
/// </summary>
internal sealed class SharedWork
{
    private const int Bits = 1 << 16;
    private const int MostEntries = Bits / 6;

    // Who sent it last is kept in a few bits beside the thing itself: one account that repeats itself shares nothing.
    private readonly byte[] _owners = new byte[Bits];
    private int _entries;

    /// <summary>Null where nothing can be compared.</summary>
    public bool? Add(int account, PromptFeatures prompt, Func<LinkToken, bool> isFrame)
    {
        if (_entries > MostEntries)
        {
            // What was sent longest ago is forgotten with all else: another member rarely sends the same weeks later.
            Array.Clear(_owners);
            _entries = 0;
        }

        var owner = (byte)(1 + (uint)account * 2_654_435_769u % 255);
        var whole = Mark(LinkToken.Spread(prompt.Prompt.Value), owner);
        if (whole is Seen.ByAnother)
            return true;
        if (whole is Seen.BySame)
            return null;
        Span<uint> phrases = stackalloc uint[LinkTokens.Bands];
        LinkTokens.PhrasesOf(prompt.Wording, phrases);
        int told = 0, shared = 0;
        foreach (var phrase in phrases[..(LinkTokens.Bands / 2 + 2)])
        {
            if (phrase == 0 || isFrame(new LinkToken(LinkKind.Phrase, phrase)))
                continue;
            told++;
            shared += Mark(LinkToken.Spread(phrase | 1UL << 60), owner) is Seen.ByAnother ? 1 : 0;
        }

        return told < 3 ? false : shared * 4 >= told * 3;
    }

    private enum Seen { New, BySame, ByAnother }

    private Seen Mark(ulong hash, byte owner)
    {
        // Two places: a thing is known where both are taken.
        ref var first = ref _owners[(int)(hash & (Bits - 1))];
        ref var second = ref _owners[(int)(BitOperations.RotateLeft(hash, 31) & (Bits - 1))];
        var seen = first == 0 || second == 0 ? Seen.New : first == owner || second == owner ? Seen.BySame : Seen.ByAnother;
        if (seen is Seen.New)
        {
            _entries++;
            first = second = owner;
        }

        return seen;
    }

    public void Save(BinaryWriter to)
    {
        to.Write(_entries);
        if (_entries > 0)
            to.Write(_owners);
    }

    public static SharedWork Restore(BinaryReader from)
    {
        var work = new SharedWork { _entries = from.ReadInt32() };
        if (work._entries > 0)
            from.BaseStream.ReadExactly(work._owners);
        return work;
    }
}
