namespace Weir.Signatures.Answers;

internal enum PlaceKind : byte
{
    /// <summary>The next piece of a lane's text.</summary>
    Piece,
    /// <summary>A lane's text once more and whole, as the responses dialect repeats it.</summary>
    Again,
    /// <summary>A lane's text goes no further; lane -1 stands for all of them.</summary>
    End,
}

/// <summary>Where a frame of an answer holds text that a reader will see: a JSON string without its quotes.</summary>
/// <param name="Lane">Which of the texts that stream side by side: a choice, a block, a part of an output.</param>
internal readonly record struct TextPlace(PlaceKind Kind, int Lane, int Start, int Length, bool Escaped);
