using System.Text.Json;
using Weir.Drill.Model.Text;
using Weir.Traffic;

namespace Weir.Drill.Model.Wire;

/// <summary>Writes a <c>GenerateContentResponse</c>: whole, as server-sent events, or as the elements of one JSON array.</summary>
internal sealed class GeminiAnswer(ModelRequest request, ModelAnswer answer, WireStamp stamp, Vocabulary vocabulary)
{
    /// <summary>This dialect streams a few words at a time, not single tokens.</summary>
    private const int TokensInChunk = 6;

    public byte[] Whole()
    {
        using var frames = new FrameWriter();
        WriteWhole(frames.Json);
        return frames.Take(0).Bytes.ToArray();
    }

    public IEnumerable<WireFrame> Stream(bool sse)
    {
        using var frames = new FrameWriter();
        var first = true;
        foreach (var chunk in Chunks())
        {
            if (sse)
                frames.Event();
            else
                frames.Raw(first ? "["u8 : ",\r\n"u8);
            first = false;
            WriteChunk(frames.Json, chunk);
            // The official service ends events with CR LF.
            if (sse)
                frames.Raw("\r\n\r\n"u8);
            yield return frames.Take(chunk.To - chunk.From);
        }

        if (!sse)
        {
            frames.Raw("\n]\n"u8);
            yield return frames.Take(0);
        }
    }

    private readonly record struct Chunk(int Index, Completion Completion, bool Thought, int From, int To, bool Last);

    private IEnumerable<Chunk> Chunks()
    {
        for (var i = 0; i < answer.Completions.Count; i++)
        {
            var completion = answer.Completions[i];
            for (var t = 0; t < completion.Reasoning.Count; t += TokensInChunk)
                yield return new Chunk(i, completion, true, t, Math.Min(t + TokensInChunk, completion.Reasoning.Count), false);
            var from = 0;
            for (; from + TokensInChunk < completion.Text.Count; from += TokensInChunk)
                yield return new Chunk(i, completion, false, from, from + TokensInChunk, false);
            yield return new Chunk(i, completion, false, from, completion.Text.Count, true);
        }
    }

    private void WriteWhole(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("candidates"u8);
        for (var i = 0; i < answer.Completions.Count; i++)
        {
            var completion = answer.Completions[i];
            OpenContent(json);
            if (completion.Reasoning.Count > 0)
                WriteText(json, completion.Reasoning.Text, thought: true);
            if (completion.Text.Count > 0)
                WriteText(json, completion.Text.Text, thought: false);
            WriteCalls(json, completion);
            CloseContent(json);
            EndCandidate(json, i, completion, 0, completion.Text.Count, last: true);
        }

        json.WriteEndArray();
        Tail(json, answer.OutputTokens - answer.ReasoningTokens);
    }

    private void WriteChunk(Utf8JsonWriter json, in Chunk chunk)
    {
        json.WriteStartObject();
        json.WriteStartArray("candidates"u8);
        OpenContent(json);
        var text = chunk.Thought ? chunk.Completion.Reasoning : chunk.Completion.Text;
        if (chunk.To > chunk.From)
            WriteText(json, text.Text[text.Start(chunk.From)..text.Ends[chunk.To - 1]], chunk.Thought);
        if (chunk.Last)
            WriteCalls(json, chunk.Completion);
        CloseContent(json);
        EndCandidate(json, chunk.Index, chunk.Completion, chunk.From, chunk.Thought ? chunk.From : chunk.To, chunk.Last);
        json.WriteEndArray();
        Tail(json, chunk.Last ? answer.OutputTokens - answer.ReasoningTokens : chunk.To);
    }

    private static void OpenContent(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartObject("content"u8);
        json.WriteStartArray("parts"u8);
    }

    private static void CloseContent(Utf8JsonWriter json)
    {
        json.WriteEndArray();
        json.WriteString("role"u8, "model"u8);
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string text, bool thought)
    {
        json.WriteStartObject();
        json.WriteString("text"u8, text);
        if (thought)
            json.WriteBoolean("thought"u8, true);
        json.WriteEndObject();
    }

    private static void WriteCalls(Utf8JsonWriter json, Completion completion)
    {
        if (completion.Finish != Finish.ToolCalls)
            return;
        foreach (var call in completion.Calls)
        {
            json.WriteStartObject();
            json.WriteStartObject("functionCall"u8);
            json.WriteString("name"u8, call.Name);
            json.WritePropertyName("args"u8);
            json.WriteRawValue(call.Arguments.Text, skipInputValidation: true);
            json.WriteEndObject();
            json.WriteEndObject();
        }
    }

    private void EndCandidate(Utf8JsonWriter json, int index, Completion completion, int from, int to, bool last)
    {
        if (last)
        {
            json.WriteString("finishReason"u8, completion.Finish switch
            {
                Finish.Length => "MAX_TOKENS",
                Finish.Refusal => "SAFETY",
                _ => "STOP",
            });
        }

        json.WriteNumber("index"u8, index);
        if (request.Logprobs && to > from)
            WriteLogprobs(json, completion.Text, from, to);
        json.WriteEndObject();
    }

    private void WriteLogprobs(Utf8JsonWriter json, TokenText text, int from, int to)
    {
        json.WriteNumber("avgLogprobs"u8, text.Logprobs.Skip(from).Take(to - from).Average());
        json.WriteStartObject("logprobsResult"u8);
        json.WriteStartArray("topCandidates"u8);
        for (var t = from; t < to; t++)
        {
            json.WriteStartObject();
            json.WriteStartArray("candidates"u8);
            foreach (var (token, logprob) in text.Top[t])
                WriteToken(json, OpenAiLogprobs.Name(vocabulary, token), token, logprob);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("chosenCandidates"u8);
        for (var t = from; t < to; t++)
            WriteToken(json, text.Piece(t).ToString(), text.Tokens[t], text.Logprobs[t]);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteToken(Utf8JsonWriter json, string text, int token, double logprob)
    {
        json.WriteStartObject();
        json.WriteString("token"u8, text);
        json.WriteNumber("tokenId"u8, token);
        json.WriteNumber("logProbability"u8, logprob);
        json.WriteEndObject();
    }

    private void Tail(Utf8JsonWriter json, int candidates)
    {
        if (stamp.WithUsage)
        {
            json.WriteStartObject("usageMetadata"u8);
            json.WriteNumber("promptTokenCount"u8, answer.InputTokens);
            json.WriteNumber("candidatesTokenCount"u8, candidates);
            json.WriteNumber("totalTokenCount"u8, answer.InputTokens + candidates + answer.ReasoningTokens);
            if (answer.ReasoningTokens > 0)
                json.WriteNumber("thoughtsTokenCount"u8, answer.ReasoningTokens);
            json.WriteEndObject();
        }

        json.WriteString("modelVersion"u8, stamp.Model);
        json.WriteString("responseId"u8, stamp.Id);
        json.WriteEndObject();
    }
}
