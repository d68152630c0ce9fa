using System.Text.Json;
using Weir.Drill.Model.Text;
using Weir.Traffic;

namespace Weir.Drill.Model.Wire;

/// <summary>Writes a <c>response</c>, whole and as its stream of named events with their sequence numbers.</summary>
internal sealed class OpenAiResponsesAnswer(JsonElement body, ModelRequest request, ModelAnswer answer, WireStamp stamp, Vocabulary vocabulary)
{
    private readonly Completion _completion = answer.Completions[0];
    private readonly ResponsesItems _items = new(request, answer.Completions[0], stamp, vocabulary);
    private int _sequence;

    public byte[] Whole()
    {
        using var frames = new FrameWriter();
        WriteResponse(frames.Json, Status, _items.Count);
        return frames.Take(0).Bytes.ToArray();
    }

    public IEnumerable<WireFrame> Stream()
    {
        using var frames = new FrameWriter();
        yield return ResponseEvent(frames, "response.created", "in_progress", 0);
        yield return ResponseEvent(frames, "response.in_progress", "in_progress", 0);
        for (var i = 0; i < _items.Count; i++)
        {
            foreach (var frame in StreamItem(frames, i))
                yield return frame;
        }

        yield return ResponseEvent(frames, "response." + Status, Status, _items.Count);
    }

    private string Status => _completion.Finish == Finish.Length ? "incomplete" : "completed";

    private IEnumerable<WireFrame> StreamItem(FrameWriter frames, int item)
    {
        yield return ItemEvent(frames, "response.output_item.added", item, done: false);
        var text = _items.TextOf(item);
        var (kind, part) = _items.KindOf(item) switch
        {
            "reasoning" => ("reasoning_summary_text", "reasoning_summary_part"),
            "function_call" => ("function_call_arguments", null),
            _ => (_completion.Refused ? "refusal" : "output_text", "content_part"),
        };
        if (part is not null)
            yield return PartEvent(frames, $"response.{part}.added", item, done: false);
        for (var t = 0; t < text.Count; t++)
        {
            var json = Open(frames, $"response.{kind}.delta", item, part);
            json.WriteString("delta"u8, text.Piece(t));
            if (kind is "output_text")
                _items.WriteLogprobs(json, t, t + 1);
            yield return Close(frames, 1);
        }

        yield return TextDone(frames, kind, item, part, text);
        if (part is not null)
            yield return PartEvent(frames, $"response.{part}.done", item, done: true);
        yield return ItemEvent(frames, "response.output_item.done", item, done: true);
    }

    private WireFrame TextDone(FrameWriter frames, string kind, int item, string? part, TokenText text)
    {
        var json = Open(frames, $"response.{kind}.done", item, part);
        switch (kind)
        {
            case "function_call_arguments":
                json.WriteString("name"u8, _items.CallOf(item).Name);
                json.WriteString("arguments"u8, text.Text);
                break;
            case "refusal":
                json.WriteString("refusal"u8, text.Text);
                break;
            default:
                json.WriteString("text"u8, text.Text);
                if (kind is "output_text")
                    _items.WriteLogprobs(json, 0, text.Count);
                break;
        }

        return Close(frames, 0);
    }

    private WireFrame ResponseEvent(FrameWriter frames, string name, string status, int items)
    {
        var json = Open(frames, name);
        json.WritePropertyName("response"u8);
        WriteResponse(json, status, items);
        return Close(frames, 0);
    }

    private WireFrame ItemEvent(FrameWriter frames, string name, int item, bool done)
    {
        var json = Open(frames, name);
        json.WriteNumber("output_index"u8, item);
        json.WritePropertyName("item"u8);
        _items.Write(json, item, done);
        return Close(frames, 0);
    }

    private WireFrame PartEvent(FrameWriter frames, string name, int item, bool done)
    {
        var json = Open(frames, name, item, name.Contains("summary", StringComparison.Ordinal) ? "reasoning_summary_part" : "content_part");
        json.WritePropertyName("part"u8);
        _items.WritePart(json, item, done);
        return Close(frames, 0);
    }

    private Utf8JsonWriter Open(FrameWriter frames, string name)
    {
        var json = frames.Event(name);
        json.WriteStartObject();
        json.WriteString("type"u8, name);
        json.WriteNumber("sequence_number"u8, _sequence++);
        return json;
    }

    private Utf8JsonWriter Open(FrameWriter frames, string name, int item, string? part)
    {
        var json = Open(frames, name);
        json.WriteString("item_id"u8, _items.IdOf(item));
        json.WriteNumber("output_index"u8, item);
        if (part is not null)
            json.WriteNumber(part is "content_part" ? "content_index"u8 : "summary_index"u8, 0);
        return json;
    }

    private static WireFrame Close(FrameWriter frames, int tokens)
    {
        frames.Json.WriteEndObject();
        return frames.EndEvent(tokens);
    }

    private void WriteResponse(Utf8JsonWriter json, string status, int items)
    {
        var ended = status is not "in_progress";
        json.WriteStartObject();
        json.WriteString("id"u8, stamp.Id);
        json.WriteString("object"u8, "response"u8);
        json.WriteNumber("created_at"u8, stamp.Created);
        json.WriteString("status"u8, status);
        json.WriteNull("error"u8);
        if (status is "incomplete")
        {
            json.WriteStartObject("incomplete_details"u8);
            json.WriteString("reason"u8, "max_output_tokens"u8);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("incomplete_details"u8);
        }

        json.WriteString("model"u8, stamp.Model);
        json.WriteStartArray("output"u8);
        for (var i = 0; i < items; i++)
            _items.Write(json, i, done: true);
        json.WriteEndArray();
        Echo(json);
        if (ended && stamp.WithUsage)
            OpenAiUsage.WriteResponses(json, answer.Usage);
        else
            json.WriteNull("usage"u8);
        json.WriteEndObject();
    }

    /// <summary>Settings come back as they were sent, or with the default that stands in the documentation.</summary>
    private void Echo(Utf8JsonWriter json)
    {
        foreach (var (name, usual) in (ReadOnlySpan<(string, string)>)
        [
            ("instructions", "null"), ("max_output_tokens", "null"), ("metadata", "{}"), ("parallel_tool_calls", "true"), ("previous_response_id", "null"),
            ("reasoning", """{"effort":null,"summary":null}"""), ("temperature", "1.0"), ("text", """{"format":{"type":"text"}}"""),
            ("tool_choice", "\"auto\""), ("tools", "[]"), ("top_p", "1.0"), ("truncation", "\"disabled\""), ("user", "null"),
        ])
        {
            var sent = RequestFields.Get(body, name);
            json.WritePropertyName(name);
            json.WriteRawValue(sent.ValueKind == JsonValueKind.Undefined ? usual : sent.GetRawText(), skipInputValidation: true);
        }

        json.WriteBoolean("store"u8, false);
        json.WriteString("service_tier"u8, "default"u8);
    }
}
