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

    public readonly bool IsTail => (CreditAndPlace & 1) != 0;
}

/// <summary>
/// The frames an account uses most, in a table of fixed size: a frame that is not in the table takes away credit from the weakest one and
/// replaces it when none is left, so that what makes up more than a table's share stays.
/// </summary>
internal static class Frames
{
    public const int ManyFillings = 8;

    /// <summary>True where the frame was there with another filling.</summary>
    public static bool Fill(Span<Frame> table, uint hash, bool tail, bool newPrompt)
    {
        if (hash == 0)
            return false;
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
                return newPrompt;
            }

            if (frame.CreditAndPlace >> 1 < table[weakest].CreditAndPlace >> 1)
                weakest = i;
        }

        ref var slot = ref table[weakest];
        if (slot.CreditAndPlace >> 1 > 0)
        {
            slot.CreditAndPlace -= 2;
            return false;
        }

        slot = new Frame { Hash = hash, CreditAndPlace = (ushort)(2 | place), Fillings = 1 };
        return false;
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
