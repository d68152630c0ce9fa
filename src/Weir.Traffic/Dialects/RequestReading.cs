namespace Weir.Traffic.Dialects;

/// <summary>Who speaks in a conversation, in one vocabulary for all dialects.</summary>
public enum Role : byte
{
    Other = 0,
    System,
    User,
    Assistant,
    Tool,
}

/// <summary>A text of a message: where its JSON string stands in the body, without the quotes, and how long it is decoded.</summary>
/// <param name="Message">Index of the message it belongs to; -1 for a system prompt that stands beside the messages.</param>
public readonly record struct TextPiece(Role Role, int Message, int Start, int Length, bool Escaped, int Chars);

/// <summary>A top-level member of the body. <paramref name="NameStart"/> is the name's opening quote.</summary>
public readonly record struct Field(string Name, int NameStart, int ValueStart, int ValueLength);

/// <summary>Why a body cannot be used, in words for its sender.</summary>
public readonly record struct ReadFault(int Status, string Message, long Offset);

/// <summary>What one walk over a request's body found. Holds offsets into the body, not the body.</summary>
public sealed class RequestReading
{
    internal RequestReading(AskFacts ask, TextPiece[] pieces, Field[] fields)
    {
        Ask = ask;
        Pieces = pieces;
        Fields = fields;
    }

    public AskFacts Ask { get; }

    /// <summary>The model as the path or the body names it; the path wins, as it does upstream.</summary>
    public string? Model { get; internal init; }

    /// <summary>The model as the body alone names it.</summary>
    public string? BodyModel { get; internal init; }

    /// <summary>The body's <c>stream</c>; null where it says nothing.</summary>
    public bool? Stream { get; internal init; }

    /// <summary>The account's own customer, as sent: <c>safety_identifier</c>, else <c>user</c>, or <c>metadata.user_id</c>.</summary>
    public string? EndUser { get; internal init; }

    /// <summary>All texts of all messages, in the order of the body.</summary>
    public IReadOnlyList<TextPiece> Pieces { get; }

    /// <summary>Top-level members in order. Of members that Weir does not know, the first <see cref="RequestReader.MaxUnknownFields"/>.</summary>
    public IReadOnlyList<Field> Fields { get; }

    /// <summary>A streaming OpenAI client asked for usage itself.</summary>
    public bool UsageWanted { get; internal init; }

    /// <summary>An estimate of the prompt's tokens, for reservations and for upstreams that never tell.</summary>
    public int InputTokens { get; internal init; }

    public Field? Field(string name)
    {
        foreach (var field in Fields)
        {
            if (string.Equals(field.Name, name, StringComparison.Ordinal))
                return field;
        }

        return null;
    }
}
