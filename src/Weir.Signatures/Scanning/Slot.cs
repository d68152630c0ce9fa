using Weir.Signatures.Language;

namespace Weir.Signatures.Scanning;

/// <summary>A place in a text where two ways to write the same are open, and which of them stands there.</summary>
/// <param name="Carrier">Index of the carrier.</param>
/// <param name="Context">What stands in front: one of <see cref="Contexts"/>.</param>
/// <param name="Form">0 or 1.</param>
/// <param name="Start">In the window that was scanned.</param>
/// <param name="Capital">The first letter is a capital, and stays one.</param>
/// <param name="Repeat">Of a carrier that is decided once an answer, and has been.</param>
internal readonly record struct Slot(int Carrier, byte Context, byte Form, int Start, int Length, bool Capital, bool Repeat)
{
    public int Cell => (Carrier * Contexts.Count) + Context;
}
