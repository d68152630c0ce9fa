namespace Weir.Traffic.Dialects;

/// <summary>
/// The responses dialect. A stream carries deltas, and a last event with the whole response once more; so the whole is
/// tallied beside the deltas and the larger of the two counts.
/// </summary>
internal static class ResponsesAnswers
{
    public static void Read(ref JsonWalk json, ReadOnlySpan<byte> eventName, AnswerTally tally)
    {
        var type = eventName;
        ReadOnlySpan<byte> delta = default;
        bool escaped = false, call = false;
        var logprobs = 0;
        while (json.NextMember())
        {
            var name = json.Name;
            if (!json.Value())
                break;
            if (name.SequenceEqual("type"u8) && json.IsString)
                type = json.Raw;
            else if (name.SequenceEqual("delta"u8) && json.IsString)
            {
                delta = json.Raw;
                escaped = json.Escaped;
            }
            else if (name.SequenceEqual("logprobs"u8) && json.IsArray)
                logprobs = OpenAiAnswers.Elements(ref json);
            else if (name.SequenceEqual("response"u8) && json.IsObject)
                Response(ref json, tally);
            else if (name.SequenceEqual("item"u8) && json.IsObject)
                call = IsCallItem(ref json);
            else if (name.SequenceEqual("partial_image_b64"u8))
                tally.Images = Math.Max(tally.Images, 1);
            else
                Member(ref json, name, tally, repeats: false);
            json.Skip();
        }

        if (type.EndsWith(".delta"u8))
            Delta(type, delta, escaped, logprobs, tally);
        else if (type.SequenceEqual("response.output_item.added"u8) && call)
            tally.ToolCalls++;
        else if (type.SequenceEqual("error"u8))
            tally.Finish = Finish.Error;
    }

    /// <summary>Events that say again what deltas said before: losing one loses no output.</summary>
    public static bool Repeats(ReadOnlySpan<byte> eventName) => eventName.StartsWith("response."u8) && !eventName.EndsWith(".delta"u8);

    private static void Delta(ReadOnlySpan<byte> type, ReadOnlySpan<byte> delta, bool escaped, int logprobs, AnswerTally tally)
    {
        if (type.StartsWith("response.reasoning"u8))
        {
            tally.AddReasoning(delta, escaped);
        }
        else if (type.SequenceEqual("response.output_text.delta"u8) || type.SequenceEqual("response.refusal.delta"u8))
        {
            tally.Choices = Math.Max(tally.Choices, 1);
            tally.LogprobTokens += logprobs;
            tally.AddText(delta, escaped);
        }
        else if (!type.SequenceEqual("response.audio.delta"u8))
        {
            tally.AddArguments(delta, escaped);
        }
    }

    private static void Response(ref JsonWalk json, AnswerTally tally)
    {
        while (json.NextMember())
        {
            var name = json.Name;
            if (!json.Value())
                return;
            Member(ref json, name, tally, repeats: true);
            json.Skip();
        }
    }

    /// <summary>Members of a response object, whether it is the body or stands in an event.</summary>
    private static void Member(ref JsonWalk json, ReadOnlySpan<byte> name, AnswerTally tally, bool repeats)
    {
        if (name.SequenceEqual("output"u8) && json.IsArray)
            Output(ref json, repeats ? tally.Repeat() : tally);
        else if (name.SequenceEqual("usage"u8) && json.IsObject)
            OpenAiAnswers.Usage(ref json, tally);
        else if (name.SequenceEqual("status"u8) && json.IsString)
            Status(ref json, tally);
        else if (name.SequenceEqual("incomplete_details"u8) && json.IsObject)
            Incomplete(ref json, tally);
        else if (name.SequenceEqual("error"u8) && !json.IsNull)
            tally.Finish = Finish.Error;
        else if (name.SequenceEqual("model"u8) && json.IsString)
            tally.Model ??= json.Text();
    }

    private static void Status(ref JsonWalk json, AnswerTally tally)
    {
        if (json.Says("completed"u8))
            tally.Finish = tally.Finish == Finish.Unknown ? Finish.Stop : tally.Finish;
        else if (json.Says("incomplete"u8))
            tally.Finish = tally.Finish == Finish.Unknown ? Finish.Length : tally.Finish;
        else if (json.Says("failed"u8) || json.Says("cancelled"u8))
            tally.Finish = Finish.Error;
    }

    private static void Incomplete(ref JsonWalk json, AnswerTally tally)
    {
        while (json.NextMember())
        {
            var isReason = json.Name.SequenceEqual("reason"u8);
            json.Value();
            if (isReason && json.IsString)
                tally.Finish = json.Says("content_filter"u8) ? Finish.Filtered : Finish.Length;
            json.Skip();
        }
    }

    private static bool IsCallItem(ref JsonWalk json)
    {
        var call = false;
        while (json.NextMember())
        {
            var isType = json.Name.SequenceEqual("type"u8);
            json.Value();
            if (isType && json.IsString)
                call = IsCall(json.Raw);
            json.Skip();
        }

        return call;
    }

    private static bool IsCall(ReadOnlySpan<byte> type) => type.EndsWith("_call"u8);

    private static void Output(ref JsonWalk json, AnswerTally tally)
    {
        while (json.NextElement())
        {
            if (json.IsObject)
                Item(ref json, tally);
            json.Skip();
        }
    }

    private static void Item(ref JsonWalk json, AnswerTally tally)
    {
        ReadOnlySpan<byte> type = default;
        while (json.NextMember())
        {
            var name = json.Name;
            if (!json.Value())
                break;
            if (name.SequenceEqual("type"u8) && json.IsString)
                type = json.Raw;
            else if (name.SequenceEqual("summary"u8) && json.IsArray)
                Parts(ref json, tally);
            else if (name.SequenceEqual("content"u8) && json.IsArray)
                Parts(ref json, tally);
            else if ((name.SequenceEqual("arguments"u8) || name.SequenceEqual("input"u8) || name.SequenceEqual("code"u8)) && json.IsString)
                tally.AddArguments(json.Raw, json.Escaped);
            json.Skip();
        }

        if (type.SequenceEqual("message"u8))
            tally.Choices = 1;
        else if (type.SequenceEqual("image_generation_call"u8))
            tally.Images++;
        if (IsCall(type))
            tally.ToolCalls++;
    }

    private static void Parts(ref JsonWalk json, AnswerTally tally)
    {
        while (json.NextElement())
        {
            if (json.IsObject)
                Part(ref json, tally);
            json.Skip();
        }
    }

    private static void Part(ref JsonWalk json, AnswerTally tally)
    {
        ReadOnlySpan<byte> type = default, text = default;
        var escaped = false;
        while (json.NextMember())
        {
            var name = json.Name;
            if (!json.Value())
                break;
            if (name.SequenceEqual("type"u8) && json.IsString)
                type = json.Raw;
            else if ((name.SequenceEqual("text"u8) || name.SequenceEqual("refusal"u8)) && json.IsString)
            {
                text = json.Raw;
                escaped = json.Escaped;
            }
            else if (name.SequenceEqual("logprobs"u8) && json.IsArray)
                tally.LogprobTokens += OpenAiAnswers.Elements(ref json);
            json.Skip();
        }

        if (type.SequenceEqual("summary_text"u8) || type.SequenceEqual("reasoning_text"u8))
            tally.AddReasoning(text, escaped);
        else
            tally.AddText(text, escaped);
    }
}
