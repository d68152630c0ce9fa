using System.Buffers;

namespace Weir.Traffic.Dialects;

/// <summary>
/// The texts of a request, decoded on demand into pooled memory from the body that the reading was made of.
/// Pieces are joined with a line break. Dispose gives the memory back, wiped: it held a caller's words.
/// </summary>
public static class PromptTexts
{
    /// <summary>The last message of the user, without the results of tools that may stand in it.</summary>
    public static PooledText LastUser(RequestReading reading, ReadOnlySpan<byte> body)
    {
        for (var i = reading.Pieces.Count - 1; i >= 0; i--)
        {
            if (reading.Pieces[i].Role == Role.User)
                return Join(reading, body, Role.User, reading.Pieces[i].Message);
        }

        return default;
    }

    public static PooledText FirstUser(RequestReading reading, ReadOnlySpan<byte> body)
    {
        foreach (var piece in reading.Pieces)
        {
            if (piece.Role == Role.User)
                return Join(reading, body, Role.User, piece.Message);
        }

        return default;
    }

    public static PooledText System(RequestReading reading, ReadOnlySpan<byte> body) => Join(reading, body, Role.System, null);

    public static PooledText Everything(RequestReading reading, ReadOnlySpan<byte> body) => Join(reading, body, null, null);

    /// <summary>The first user message is also the last, or there is none.</summary>
    public static bool HasOneUserMessage(RequestReading reading)
    {
        int? message = null;
        foreach (var piece in reading.Pieces)
        {
            if (piece.Role != Role.User)
                continue;
            if (message is { } before && before != piece.Message)
                return false;
            message = piece.Message;
        }

        return true;
    }

    private static PooledText Join(RequestReading reading, ReadOnlySpan<byte> body, Role? role, int? message)
    {
        var size = 0L;
        foreach (var piece in reading.Pieces)
        {
            if (Wanted(piece, role, message))
                size += piece.Chars + 1;
        }

        if (size == 0)
            return default;
        // One decoded character never comes from less than one byte, so no text is longer than its body.
        var chars = ArrayPool<char>.Shared.Rent((int)Math.Min(size, (long)body.Length + reading.Pieces.Count));
        var length = 0;
        foreach (var piece in reading.Pieces)
        {
            if (!Wanted(piece, role, message))
                continue;
            if (length > 0 && length < chars.Length)
                chars[length++] = '\n';
            length += JsonText.Decode(body.Slice(piece.Start, piece.Length), chars.AsSpan(length), piece.Escaped, out _);
        }

        return new PooledText(chars, length);
    }

    private static bool Wanted(in TextPiece piece, Role? role, int? message) =>
        (role is null || piece.Role == role) && (message is null || piece.Message == message);
}

/// <summary>Characters in memory that belongs to a pool. Owned by who asked for them; use once, dispose once.</summary>
public readonly struct PooledText : IDisposable
{
    private readonly char[]? _chars;
    private readonly int _length;

    internal PooledText(char[] chars, int length)
    {
        _chars = chars;
        _length = length;
    }

    public ReadOnlySpan<char> Span => _chars.AsSpan(0, _length);

    public void Dispose()
    {
        if (_chars is null)
            return;
        _chars.AsSpan(0, _length).Clear();
        ArrayPool<char>.Shared.Return(_chars);
    }
}
