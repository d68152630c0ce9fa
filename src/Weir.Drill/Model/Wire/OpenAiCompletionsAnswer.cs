using System.Text.Json;
using Weir.Drill.Model.Text;
using Weir.Traffic;

namespace Weir.Drill.Model.Wire;

/// <summary>Writes <c>text_completion</c>, whole and as a stream. With echo, the prompt stands before each text.</summary>
internal sealed class OpenAiCompletionsAnswer(IReadOnlyList<(ModelRequest Request, ModelAnswer Answer)> answers, bool echo, WireStamp stamp, Vocabulary vocabulary)
{
    private Usage Usage => new(answers.Sum(a => a.Answer.InputTokens), answers.Sum(a => a.Answer.OutputTokens));

    private IEnumerable<(int Index, string Before, ModelRequest Request, Completion Completion)> Choices()
    {
        var index = 0;
        foreach (var (request, answer) in answers)
        {
            foreach (var completion in answer.Completions)
                yield return (index++, echo ? request.Turns[0].Text : "", request, completion);
        }
    }

    public byte[] Whole()
    {
        using var frames = new FrameWriter();
        var json = frames.Json;
        Head(json);
        foreach (var (index, before, request, completion) in Choices())
            WriteChoice(json, index, before + completion.Text.Text, request, completion, 0, completion.Text.Count, before.Length, FinishName(completion));
        json.WriteEndArray();
        if (stamp.WithUsage)
            OpenAiUsage.WriteChat(json, Usage);
        json.WriteEndObject();
        return frames.Take(0).Bytes.ToArray();
    }

    public IEnumerable<WireFrame> Stream(bool usageChunk)
    {
        using var frames = new FrameWriter();
        foreach (var (index, before, request, completion) in Choices())
        {
            if (before.Length > 0)
                yield return Chunk(frames, usageChunk, index, before, request, completion, 0, 0, null);
            for (var t = 0; t < completion.Text.Count; t++)
                yield return Chunk(frames, usageChunk, index, completion.Text.Piece(t).ToString(), request, completion, t, t + 1, null);
            yield return Chunk(frames, usageChunk, index, "", request, completion, 0, 0, FinishName(completion));
        }

        if (usageChunk && stamp.WithUsage)
        {
            var json = frames.Event();
            Head(json);
            json.WriteEndArray();
            OpenAiUsage.WriteChat(json, Usage);
            json.WriteEndObject();
            yield return frames.EndEvent();
        }

        frames.Raw("data: [DONE]\n\n"u8);
        yield return frames.Take(0);
    }

    private WireFrame Chunk(FrameWriter frames, bool usageChunk, int index, string text, ModelRequest request, Completion completion, int from, int to, string? finish)
    {
        var json = frames.Event();
        Head(json);
        WriteChoice(json, index, text, request, completion, from, to, 0, finish);
        json.WriteEndArray();
        if (usageChunk)
            json.WriteNull("usage"u8);
        json.WriteEndObject();
        return frames.EndEvent(to - from);
    }

    private void Head(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, stamp.Id);
        json.WriteString("object"u8, "text_completion"u8);
        json.WriteNumber("created"u8, stamp.Created);
        json.WriteString("model"u8, stamp.Model);
        json.WriteString("system_fingerprint"u8, "fp_built_in"u8);
        json.WriteStartArray("choices"u8);
    }

    private void WriteChoice(Utf8JsonWriter json, int index, string text, ModelRequest request, Completion completion, int from, int to, int offset, string? finish)
    {
        json.WriteStartObject();
        json.WriteString("text"u8, text);
        json.WriteNumber("index"u8, index);
        if (request.Logprobs && to > from)
            WriteLogprobs(json, completion.Text, from, to, offset);
        else
            json.WriteNull("logprobs"u8);
        json.WriteString("finish_reason"u8, finish);
        json.WriteEndObject();
    }

    private void WriteLogprobs(Utf8JsonWriter json, TokenText text, int from, int to, int offset)
    {
        json.WriteStartObject("logprobs"u8);
        json.WriteStartArray("tokens"u8);
        for (var t = from; t < to; t++)
            json.WriteStringValue(text.Piece(t));
        json.WriteEndArray();
        json.WriteStartArray("token_logprobs"u8);
        for (var t = from; t < to; t++)
            json.WriteNumberValue(text.Logprobs[t]);
        json.WriteEndArray();
        json.WriteStartArray("top_logprobs"u8);
        for (var t = from; t < to; t++)
        {
            json.WriteStartObject();
            foreach (var (token, logprob) in text.Top[t])
                json.WriteNumber(OpenAiLogprobs.Name(vocabulary, token), logprob);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("text_offset"u8);
        for (var t = from; t < to; t++)
            json.WriteNumberValue(offset + text.Start(t));
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string FinishName(Completion completion) => completion.Finish == Finish.Length ? "length" : "stop";
}
