using System.Runtime.InteropServices;

namespace Weir.Detection.Accounts;

/// <summary>
/// Tells in which hours new prompts are taken: those in which at least two are new, and as many as are not. A nightly suite in which a few prompts were
/// changed takes nothing in its second night.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct TakingHour
{
    private const int Fewest = 2;

    /// <summary>The last such hour, counted from 1970.</summary>
    public int Last;
    public int Current;
    public ushort Openings;
    public ushort New;

    public TakingHour() => (Last, Current) = (int.MinValue, int.MinValue);

    /// <summary>True once for each such hour.</summary>
    public bool Opening(int hour, bool isNew)
    {
        if (hour != Current)
            (Current, Openings, New) = (hour, 0, 0);
        if (Openings < ushort.MaxValue)
        {
            Openings++;
            New += (ushort)(isNew ? 1 : 0);
        }

        if (Last == hour || New < Fewest || New * 2 < Openings)
            return false;
        Last = hour;
        return true;
    }
}
