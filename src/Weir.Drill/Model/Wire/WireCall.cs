using System.Text.Json;

namespace Weir.Drill.Model.Wire;

/// <summary>A call to the built-in model, as the server received it.</summary>
public sealed record WireCall
{
    public required string Method { get; init; }
    public required string Path { get; init; }
    public ReadOnlyMemory<byte> Body { get; init; }
    /// <summary>The caller sent an <c>anthropic-version</c> header: two providers share the path of their models.</summary>
    public bool Anthropic { get; init; }
    /// <summary>The query says <c>alt=sse</c>.</summary>
    public bool Sse { get; init; }
    /// <summary>Letters and digits that make this answer's id, unlike any other's.</summary>
    public required string Id { get; init; }
    /// <summary>Seconds since 1970.</summary>
    public long Created { get; init; }
    /// <summary>False lets the answer say nothing of usage, as some servers do.</summary>
    public bool WithUsage { get; init; } = true;

    internal WireStamp Stamp(string prefix, string model) => new(prefix + Id, Created, model, WithUsage);
}

/// <summary>What goes back: a whole body, or frames to send one after the other.</summary>
public sealed record WireReply
{
    public int Status { get; init; } = 200;
    public string ContentType { get; init; } = "application/json";
    public ReadOnlyMemory<byte> Body { get; init; }
    public IEnumerable<WireFrame>? Frames { get; init; }
    /// <summary>Tokens of a whole body, for the pace.</summary>
    public int Tokens { get; init; }

    internal static WireReply Json(byte[] body, int tokens = 0) => new() { Body = body, Tokens = tokens };

    internal static WireReply Events(IEnumerable<WireFrame> frames) => new() { Frames = frames, ContentType = "text/event-stream; charset=utf-8" };

    internal static WireFault? TryParse(ReadOnlyMemory<byte> body, out JsonElement root)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            root = document.RootElement.Clone();
        }
        catch (JsonException)
        {
            root = default;
            return new WireFault(400, "invalid_json", "The body is not valid JSON.");
        }

        return root.ValueKind == JsonValueKind.Object ? null : new WireFault(400, "invalid_json", "The body must be a JSON object.");
    }
}
