using System.Text.Unicode;

namespace Weir.Traffic.Dialects;

/// <summary>
/// Reads a request's body in one walk over its bytes. Strict about JSON itself, so that Weir and the upstream read the
/// same thing: one object, valid UTF-8, no member twice that Weir reads, no more than 128 levels. Blind to what it does not know.
/// </summary>
public static class RequestReader
{
    /// <summary>Levels of nesting that are accepted.</summary>
    public const int MaxDepth = JsonWalk.MaxDepth;

    /// <summary>Members unknown to Weir that are kept in <see cref="RequestReading.Fields"/>; more of them pass unlisted.</summary>
    public const int MaxUnknownFields = 256;

    /// <summary>
    /// Texts that one body may hold. Far beyond any conversation; without a bound, a body of nothing but empty strings would
    /// take many times its own size in memory, and dropping some would let a prompt hide among them.
    /// </summary>
    public const int MaxTexts = 1 << 16;

    /// <summary>Characters of a model's name. It goes into logs and metrics, so it has to be a name.</summary>
    public const int MaxModelName = 512;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public static bool TryRead(in Endpoint endpoint, ReadOnlySpan<byte> body, out RequestReading? reading, out ReadFault fault)
    {
        reading = null;
        fault = default;
        if (endpoint.Fetches)
        {
            reading = new RequestReading(AskFacts.None, [], []) { Model = endpoint.PathModel };
            return true;
        }

        var skipped = body.StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
        var json = body[skipped..];
        if (!Utf8.IsValid(json))
        {
            fault = new ReadFault(400, "The body is not valid UTF-8.", 0);
            return false;
        }

        var walk = new RequestWalk(endpoint, json, skipped);
        reading = walk.Read();
        fault = walk.Fault;
        return reading is not null;
    }
}
