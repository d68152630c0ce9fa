namespace Weir.Signatures.Marking;

/// <summary>A change to a text: what stands in its place now. Positions count characters from the text's beginning.</summary>
public readonly record struct Edit(long Start, int Length, string Text)
{
    public long End => Start + Length;
}
