using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Weir.Traffic.Dialects;

public enum LogprobsForm : byte { Keep = 0, Rounded, None }

/// <summary>
/// One JSON text of an answer with log-probabilities rounded or taken out, and reasoning blanked. Values change and members stay, so that
/// every client finds the shape it expects. What a tool is called with is the model's own text and is left alone.
/// </summary>
internal readonly struct AnswerNarrowing(LogprobsForm logprobs, bool hideReasoning)
{
    private static readonly byte[] Null = "null"u8.ToArray();
    private static readonly byte[] EmptyText = "\"\""u8.ToArray();
    private static readonly byte[] EmptyList = "[]"u8.ToArray();

    /// <summary>False where nothing had to change, or where it is no JSON.</summary>
    public bool TryRewrite(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        // The common event says nothing of either.
        if ((logprobs == LogprobsForm.Keep || !MayHoldLogprobs(text)) && (!hideReasoning || !MayHoldReasoning(text)))
            return false;
        var edits = new List<BodyEdit>();
        var json = new JsonWalk(text);
        if (!json.Next())
            return false;
        Value(ref json, text, edits, hidden: false);
        if (json.Ended || edits.Count == 0)
            return false;
        RequestEdits.Apply(text, edits.ToArray(), output);
        return true;
    }

    private static bool MayHoldLogprobs(ReadOnlySpan<byte> text) => text.IndexOf("prob"u8) >= 0;

    private static bool MayHoldReasoning(ReadOnlySpan<byte> text) => text.IndexOf("reason"u8) >= 0 || text.IndexOf("think"u8) >= 0 || text.IndexOf("thought"u8) >= 0;

    private void Value(ref JsonWalk json, ReadOnlySpan<byte> text, List<BodyEdit> edits, bool hidden)
    {
        if (json.IsArray)
        {
            while (json.NextElement())
                Value(ref json, text, edits, hidden);
            return;
        }

        if (!json.IsObject)
            return;
        hidden |= hideReasoning && IsReasoning(text[json.Start..]);
        while (json.NextMember())
            Member(ref json, text, edits, hidden);
    }

    private void Member(ref JsonWalk json, ReadOnlySpan<byte> text, List<BodyEdit> edits, bool hidden)
    {
        var name = json.Name;
        var own = name.SequenceEqual("input"u8) || name.SequenceEqual("args"u8) || name.SequenceEqual("metadata"u8) || name.SequenceEqual("tools"u8) || name.SequenceEqual("parameters"u8);
        var probabilities = name.SequenceEqual("logprobs"u8) || name.SequenceEqual("logprobsResult"u8) || name.SequenceEqual("avgLogprobs"u8)
            || name.SequenceEqual("prompt_logprobs"u8) || name.SequenceEqual("completion_probabilities"u8);
        var reasoning = hideReasoning && (name.SequenceEqual("reasoning_content"u8) || name.SequenceEqual("reasoning"u8) || name.SequenceEqual("reasoning_details"u8)
            || name.SequenceEqual("thinking"u8) || name.SequenceEqual("encrypted_content"u8));
        var words = hidden && (name.SequenceEqual("text"u8) || name.SequenceEqual("delta"u8) || name.SequenceEqual("data"u8) || name.SequenceEqual("summary"u8));
        if (!json.Value())
            return;
        if (probabilities && logprobs == LogprobsForm.Rounded)
            Round(ref json, edits);
        else if (probabilities && logprobs == LogprobsForm.None && !json.IsNull)
            Put(ref json, json.IsArray ? EmptyList : Null, edits);
        else if ((reasoning || words) && json.IsString)
            Put(ref json, EmptyText, edits);
        else if ((reasoning || words) && json.IsArray)
            Put(ref json, EmptyList, edits);
        else if (own)
            json.Skip();
        else
            Value(ref json, text, edits, hidden);
    }

    private static void Put(ref JsonWalk json, byte[] what, List<BodyEdit> edits)
    {
        var start = json.Start;
        json.Skip();
        if (!json.Ended && !json.Since(start).SequenceEqual(what))
            edits.Add(new BodyEdit(start, json.Consumed - start, what));
    }

    /// <summary>Numbers with a fraction, to two digits behind the point. Token ids and bytes are whole numbers.</summary>
    private static void Round(ref JsonWalk json, List<BodyEdit> edits)
    {
        var outside = json.Depth - (json.IsScalar ? 0 : 1);
        do
        {
            if (json.Token != JsonTokenType.Number || json.Raw.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0 || !json.TryNumber(out var number))
                continue;
            var rounded = System.Text.Encoding.ASCII.GetBytes(Math.Round(number, 2).ToString("0.0#", CultureInfo.InvariantCulture));
            if (!json.Raw.SequenceEqual(rounded))
                edits.Add(new BodyEdit(json.Start, json.Raw.Length, rounded));
        }
        while (json.Depth > outside && json.Next());
    }

    /// <summary>Whether an object says of itself that it is thought rather than answer; its type may stand behind its text.</summary>
    private static bool IsReasoning(ReadOnlySpan<byte> text)
    {
        var json = new JsonWalk(text);
        json.Next();
        while (json.NextMember())
        {
            var type = json.Name.SequenceEqual("type"u8);
            var thought = json.Name.SequenceEqual("thought"u8);
            json.Value();
            if (thought && json.IsTrue || type && json.IsString && IsReasoningType(json.Raw))
                return true;
            json.Skip();
        }

        return false;
    }

    private static bool IsReasoningType(ReadOnlySpan<byte> type) =>
        type.IndexOf("reasoning"u8) >= 0 || type.IndexOf("thinking"u8) >= 0 || type.SequenceEqual("summary_text"u8);
}
