namespace Weir.Signatures.Language;

/// <summary>What stands in front of a slot: a frequent word, or where the slot is in its sentence.</summary>
internal static class Contexts
{
    public const byte Start = 0;
    public const byte Comma = 1;
    public const byte Other = 2;
    /// <summary>Kinds of list items, the context of the comma before "and".</summary>
    public const byte FirstKind = 3;
    /// <summary>Behind a line that ends in a colon: where lists begin.</summary>
    public const byte Colon = 12;
    public const byte FirstWord = 16;
    public const int Count = 192;
}
