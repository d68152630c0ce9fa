using System.Text.Json;
using Weir.Drill.Model.Text;
using Weir.Traffic;

namespace Weir.Drill.Model.Wire;

/// <summary>Writes <c>chat.completion</c> and its stream of <c>chat.completion.chunk</c>.</summary>
public sealed class OpenAiChatAnswer(ModelRequest request, ModelAnswer answer, WireStamp stamp, Vocabulary vocabulary)
{
    public byte[] Whole()
    {
        using var frames = new FrameWriter();
        var json = frames.Json;
        Head(json, "chat.completion");
        json.WriteStartArray("choices"u8);
        for (var i = 0; i < answer.Completions.Count; i++)
            WriteChoice(json, i, answer.Completions[i]);
        json.WriteEndArray();
        if (stamp.WithUsage)
            OpenAiUsage.WriteChat(json, answer.Usage);
        json.WriteString("service_tier"u8, "default"u8);
        json.WriteString("system_fingerprint"u8, "fp_built_in"u8);
        json.WriteEndObject();
        return frames.Take(0).Bytes.ToArray();
    }

    /// <param name="usageChunk">The caller asked for the extra chunk with usage at the end.</param>
    public IEnumerable<WireFrame> Stream(bool usageChunk)
    {
        using var frames = new FrameWriter();
        for (var i = 0; i < answer.Completions.Count; i++)
        {
            foreach (var frame in StreamChoice(frames, i, answer.Completions[i], usageChunk))
                yield return frame;
        }

        if (usageChunk && stamp.WithUsage)
        {
            var json = Head(frames.Event(), "chat.completion.chunk");
            json.WriteStartArray("choices"u8);
            json.WriteEndArray();
            OpenAiUsage.WriteChat(json, answer.Usage);
            json.WriteEndObject();
            yield return frames.EndEvent();
        }

        frames.Raw("data: [DONE]\n\n"u8);
        yield return frames.Take(0);
    }

    private IEnumerable<WireFrame> StreamChoice(FrameWriter frames, int index, Completion completion, bool usageChunk)
    {
        var json = OpenDelta(frames, index);
        json.WriteString("role"u8, "assistant"u8);
        if (completion.Calls.Count == 0 && !completion.Refused)
            json.WriteString("content"u8, ""u8);
        else
            json.WriteNull("content"u8);
        json.WriteNull("refusal"u8);
        yield return CloseDelta(frames, usageChunk, 0);

        for (var t = 0; t < completion.Reasoning.Count; t++)
        {
            OpenDelta(frames, index).WriteString("reasoning_content"u8, completion.Reasoning.Piece(t));
            yield return CloseDelta(frames, usageChunk, 1);
        }

        for (var t = 0; t < completion.Text.Count; t++)
        {
            OpenDelta(frames, index).WriteString(completion.Refused ? "refusal"u8 : "content"u8, completion.Text.Piece(t));
            yield return CloseDelta(frames, usageChunk, 1, completion, t);
        }

        for (var c = 0; c < completion.Calls.Count; c++)
        {
            var arguments = completion.Calls[c].Arguments;
            WriteCall(OpenDelta(frames, index), c, completion.Calls[c], "", stream: true);
            yield return CloseDelta(frames, usageChunk, 1);
            for (var t = 0; t < arguments.Count; t++)
            {
                json = OpenDelta(frames, index);
                json.WriteStartArray("tool_calls"u8);
                json.WriteStartObject();
                json.WriteNumber("index"u8, c);
                json.WriteStartObject("function"u8);
                json.WriteString("arguments"u8, arguments.Piece(t));
                json.WriteEndObject();
                json.WriteEndObject();
                json.WriteEndArray();
                yield return CloseDelta(frames, usageChunk, 1);
            }
        }

        OpenDelta(frames, index);
        yield return CloseDelta(frames, usageChunk, 0, finish: FinishName(completion.Finish));
    }

    private Utf8JsonWriter Head(Utf8JsonWriter json, string kind)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, stamp.Id);
        json.WriteString("object"u8, kind);
        json.WriteNumber("created"u8, stamp.Created);
        json.WriteString("model"u8, stamp.Model);
        return json;
    }

    private Utf8JsonWriter OpenDelta(FrameWriter frames, int index)
    {
        var json = Head(frames.Event(), "chat.completion.chunk");
        json.WriteString("service_tier"u8, "default"u8);
        json.WriteString("system_fingerprint"u8, "fp_built_in"u8);
        json.WriteStartArray("choices"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, index);
        json.WriteStartObject("delta"u8);
        return json;
    }

    private WireFrame CloseDelta(FrameWriter frames, bool usageChunk, int tokens, Completion? completion = null, int token = -1, string? finish = null)
    {
        var json = frames.Json;
        json.WriteEndObject();
        if (completion is not null && request.Logprobs)
            WriteLogprobs(json, completion, token, token + 1);
        else
            json.WriteNull("logprobs"u8);
        json.WriteString("finish_reason"u8, finish);
        json.WriteEndObject();
        json.WriteEndArray();
        if (usageChunk)
            json.WriteNull("usage"u8);
        json.WriteEndObject();
        return frames.EndEvent(tokens);
    }

    private void WriteChoice(Utf8JsonWriter json, int index, Completion completion)
    {
        json.WriteStartObject();
        json.WriteNumber("index"u8, index);
        json.WriteStartObject("message"u8);
        json.WriteString("role"u8, "assistant"u8);
        json.WriteString("content"u8, completion.Refused || completion.Calls.Count > 0 ? null : completion.Text.Text);
        json.WriteString("refusal"u8, completion.Refused ? completion.Text.Text : null);
        if (completion.Reasoning.Count > 0)
            json.WriteString("reasoning_content"u8, completion.Reasoning.Text);
        if (completion.Calls.Count > 0)
        {
            json.WriteStartArray("tool_calls"u8);
            for (var c = 0; c < completion.Calls.Count; c++)
                WriteCall(json, c, completion.Calls[c], completion.Calls[c].Arguments.Text, stream: false);
            json.WriteEndArray();
        }

        json.WriteStartArray("annotations"u8);
        json.WriteEndArray();
        json.WriteEndObject();
        if (request.Logprobs)
            WriteLogprobs(json, completion, 0, completion.Text.Count);
        else
            json.WriteNull("logprobs"u8);
        json.WriteString("finish_reason"u8, FinishName(completion.Finish));
        json.WriteEndObject();
    }

    private void WriteCall(Utf8JsonWriter json, int index, ToolCall call, string arguments, bool stream)
    {
        if (stream)
            json.WriteStartArray("tool_calls"u8);
        json.WriteStartObject();
        if (stream)
            json.WriteNumber("index"u8, index);
        json.WriteString("id"u8, $"call_{stamp.Id.AsSpan(stamp.Id.LastIndexOf('-') + 1)}{index}");
        json.WriteString("type"u8, "function"u8);
        json.WriteStartObject("function"u8);
        json.WriteString("name"u8, call.Name);
        json.WriteString("arguments"u8, arguments);
        json.WriteEndObject();
        json.WriteEndObject();
        if (stream)
            json.WriteEndArray();
    }

    private void WriteLogprobs(Utf8JsonWriter json, Completion completion, int from, int to)
    {
        json.WriteStartObject("logprobs"u8);
        WriteTokens(json, "content", completion, completion.Refused ? to : from, to);
        WriteTokens(json, "refusal", completion, completion.Refused ? from : to, to);
        json.WriteEndObject();
    }

    private void WriteTokens(Utf8JsonWriter json, string name, Completion completion, int from, int to)
    {
        if (from == to)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartArray(name);
        for (var t = from; t < to; t++)
            OpenAiLogprobs.Write(json, completion.Text, t, vocabulary);
        json.WriteEndArray();
    }

    private static string FinishName(Finish finish) => finish switch
    {
        Finish.Length => "length",
        Finish.ToolCalls => "tool_calls",
        Finish.Filtered => "content_filter",
        _ => "stop",
    };
}
