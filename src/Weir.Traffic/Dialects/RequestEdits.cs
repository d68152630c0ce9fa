using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Weir.Traffic.Dialects;

/// <summary>Puts <paramref name="Replacement"/> where <paramref name="Length"/> bytes stood at <paramref name="Start"/>.</summary>
public readonly record struct BodyEdit(int Start, int Length, ReadOnlyMemory<byte> Replacement);

/// <summary>Edits of a request's body. Every byte outside an edit stays as the caller sent it.</summary>
public static class RequestEdits
{
    private const string Resource = "models/";

    private static readonly byte[] AskingMember = "\"include_usage\":true"u8.ToArray();
    private static readonly byte[] AskingObject = "{\"include_usage\":true}"u8.ToArray();
    private static readonly byte[] AskingField = "\"stream_options\":{\"include_usage\":true}"u8.ToArray();

    /// <summary>Makes a streaming OpenAI request ask for its usage; null where it does already.</summary>
    public static BodyEdit? AskForUsage(RequestReading reading, ReadOnlySpan<byte> body)
    {
        if (reading.UsageWanted)
            return null;
        if (reading.Field("stream_options") is not { } options)
            return Insert(AskingField, body.IndexOf((byte)'{'), reading.Fields.Count > 0);
        var value = body.Slice(options.ValueStart, options.ValueLength);
        if (value[0] != (byte)'{')
            return new BodyEdit(options.ValueStart, options.ValueLength, AskingObject);
        return WithinOptions(options, value);
    }

    /// <summary>Replaces the top-level model; null where the body names none or names this one already.</summary>
    public static BodyEdit? RenameModel(RequestReading reading, string newName)
    {
        // Gemini's bodies name a model as a resource.
        if (reading.BodyModel?.StartsWith(Resource, StringComparison.Ordinal) == true && !newName.Contains('/', StringComparison.Ordinal))
            newName = Resource + newName;
        if (reading.Field("model") is not { } model || string.Equals(reading.BodyModel, newName, StringComparison.Ordinal))
            return null;
        return new BodyEdit(model.ValueStart, model.ValueLength, Encoding.UTF8.GetBytes('"' + JsonEncodedText.Encode(newName).ToString() + '"'));
    }

    /// <summary>Writes the body with the edits made. Edits come in the order of their places and do not overlap.</summary>
    public static void Apply(ReadOnlySpan<byte> body, ReadOnlySpan<BodyEdit> edits, IBufferWriter<byte> output)
    {
        var at = 0;
        foreach (var edit in edits)
        {
            output.Write(body[at..edit.Start]);
            output.Write(edit.Replacement.Span);
            at = edit.Start + edit.Length;
        }

        output.Write(body[at..]);
    }

    /// <summary>How long the body is with the edits made.</summary>
    public static int Length(ReadOnlySpan<byte> body, ReadOnlySpan<BodyEdit> edits)
    {
        var length = body.Length;
        foreach (var edit in edits)
            length += edit.Replacement.Length - edit.Length;
        return length;
    }

    private static BodyEdit? WithinOptions(in Field options, ReadOnlySpan<byte> value)
    {
        var json = new JsonWalk(value);
        json.Next();
        BodyEdit? last = null;
        var members = false;
        while (json.NextMember())
        {
            members = true;
            var asks = json.Name.SequenceEqual("include_usage"u8);
            json.Value();
            var start = json.Start;
            json.Skip();
            // Given twice, the last one counts everywhere that accepts it at all.
            if (asks)
                last = new BodyEdit(options.ValueStart + start, json.Consumed - start, "true"u8.ToArray());
        }

        return last ?? Insert(AskingMember, options.ValueStart, members);
    }

    private static BodyEdit Insert(byte[] member, int brace, bool more) =>
        new(brace + 1, 0, more ? (byte[])[.. member, (byte)','] : member);
}
