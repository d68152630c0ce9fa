namespace Weir.Signatures.Marking;

/// <summary>With which keys and how strongly a text is marked.</summary>
public sealed class Signature
{
    private readonly ulong _threshold;

    /// <param name="owner">Marks every cell, or where a child is given the seventy percent that are the owner's.</param>
    /// <param name="child">A campaign's or an account's key, for the other cells; null for none.</param>
    /// <param name="strength">Share of the open places that are set as the key says, from 0 to 1.</param>
    public Signature(SignatureKey owner, SignatureKey? child, double strength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(strength, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(strength, 1);
        Owner = owner;
        Child = child;
        Strength = strength;
        _threshold = strength >= 1 ? ulong.MaxValue : (ulong)(strength * ulong.MaxValue);
    }

    public SignatureKey Owner { get; }

    public SignatureKey? Child { get; }

    public double Strength { get; }

    /// <summary>
    /// For the laboratory alone: how many whole words in front the choice hangs on, in place of the scheme's own context.
    /// </summary>
    public int? ContextWords { get; init; }

    /// <summary>For the laboratory alone: what somebody without the key makes of a slot; null leaves it.</summary>
    internal Func<Scanning.Slot, Scanning.Scanner, int?>? Rewrites { get; init; }

    /// <summary>
    /// Whether this slot is one of those that are marked. It hangs on the key and on the paragraph so far in canonical words, so
    /// marking a marked text again picks the same slots and changes nothing.
    /// </summary>
    internal bool Picks(ulong paragraph, int carrier)
    {
        if (_threshold == ulong.MaxValue)
            return true;
        var hash = (paragraph ^ Owner.Bits.Salt) + ((ulong)(carrier + 1) * 0x9E3779B97F4A7C15);
        hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCD;
        hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53;
        return (hash ^ (hash >> 33)) < _threshold;
    }

    internal int Form(in Scanning.Slot slot, Scanning.Scanner scanner)
    {
        if (ContextWords is { } words)
            return Owner.Bits.Wide(slot.Carrier, scanner.Before(words));
        return Child is not null && BitTable.IsChild(slot.Cell) ? Child.Bits[slot.Cell] : Owner.Bits[slot.Cell];
    }
}
