using System.Runtime.InteropServices;

namespace Weir.Detection.Accounts;

/// <summary>A frame that an account fills: the hash of a prompt's head or tail, and how many different fillings were seen.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct Frame
{
    public uint Hash;
    /// <summary>The lowest bit tells the tail (1) from the head (0); the rest is what keeps the frame in the table.</summary>
    public ushort CreditAndPlace;
    public ushort Fillings;
    /// <summary>How often somebody went on with a conversation that such a prompt began.</summary>
    public ushort FollowUps;

    public readonly bool IsTail => (CreditAndPlace & 1) != 0;
}

/// <summary>
/// The frames an account uses most, in a table of fixed size: a frame that is not in the table takes away credit from the weakest one and
/// replaces it when none is left, so that what makes up more than a table's share stays.
/// </summary>
internal static class Frames
{
    public const int ManyFillings = 8;

    /// <summary>The place of the frame where it was there, else -1.</summary>
    public static int Fill(Span<Frame> table, uint hash, bool tail, bool newPrompt)
    {
        if (hash == 0)
            return -1;
        var weakest = 0;
        var place = (ushort)(tail ? 1 : 0);
        for (var i = 0; i < table.Length; i++)
        {
            ref var frame = ref table[i];
            if (frame.Hash == hash && frame.IsTail == tail)
            {
                if (frame.CreditAndPlace < ushort.MaxValue - 3)
                    frame.CreditAndPlace += 2;
                if (newPrompt && frame.Fillings < ushort.MaxValue)
                    frame.Fillings++;
                return i;
            }

            if (frame.CreditAndPlace >> 1 < table[weakest].CreditAndPlace >> 1)
                weakest = i;
        }

        ref var slot = ref table[weakest];
        if (slot.CreditAndPlace >> 1 > 0)
        {
            slot.CreditAndPlace -= 2;
            return -1;
        }

        slot = new Frame { Hash = hash, CreditAndPlace = (ushort)(2 | place), Fillings = 1 };
        return -1;
    }

    /// <summary>Of two places in the table the one whose frame was filled more often; -1 is none.</summary>
    public static int Fuller(ReadOnlySpan<Frame> table, int a, int b) =>
        a < 0 ? b : b < 0 || table[a].Fillings >= table[b].Fillings ? a : b;

    public static void FollowedUp(Span<Frame> table, uint hash)
    {
        foreach (ref var frame in table)
        {
            if (frame.Hash == hash && frame.FollowUps < ushort.MaxValue)
                frame.FollowUps++;
        }
    }

    /// <summary>How many templates are filled many times: by heads or by tails, whichever are more.</summary>
    public static int Templates(ReadOnlySpan<Frame> table)
    {
        int heads = 0, tails = 0;
        foreach (var frame in table)
        {
            if (frame.Fillings < ManyFillings)
                continue;
            if (frame.IsTail)
                tails++;
            else
                heads++;
        }

        return Math.Max(heads, tails);
    }
}
