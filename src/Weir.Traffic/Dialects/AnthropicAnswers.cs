namespace Weir.Traffic.Dialects;

/// <summary>Anthropic messages: a whole message, or the events of its making. Both have their members at places of their own.</summary>
internal static class AnthropicAnswers
{
    public static void Read(ref JsonWalk json, AnswerTally tally)
    {
        while (json.NextMember())
        {
            var name = json.Name;
            if (!json.Value())
                return;
            if (name.SequenceEqual("delta"u8) && json.IsObject)
                Delta(ref json, tally);
            else if (name.SequenceEqual("content_block"u8) && json.IsObject)
                Block(ref json, tally);
            else if (name.SequenceEqual("message"u8) && json.IsObject)
                Message(ref json, tally);
            else
                Member(ref json, name, tally);
            json.Skip();
        }
    }

    private static void Message(ref JsonWalk json, AnswerTally tally)
    {
        while (json.NextMember())
        {
            var name = json.Name;
            if (!json.Value())
                return;
            Member(ref json, name, tally);
            json.Skip();
        }
    }

    private static void Member(ref JsonWalk json, ReadOnlySpan<byte> name, AnswerTally tally)
    {
        if (name.SequenceEqual("usage"u8) && json.IsObject)
        {
            Usage(ref json, tally);
        }
        else if (name.SequenceEqual("content"u8) && json.IsArray)
        {
            while (json.NextElement())
            {
                if (json.IsObject)
                    Block(ref json, tally);
                json.Skip();
            }
        }
        else if (name.SequenceEqual("stop_reason"u8) && json.IsString)
        {
            tally.Finish = Finishes.Anthropic(ref json);
        }
        else if (name.SequenceEqual("model"u8) && json.IsString)
        {
            tally.Model ??= json.Text();
            tally.Choices = 1;
        }
        else if (name.SequenceEqual("error"u8) && !json.IsNull)
        {
            tally.Finish = Finish.Error;
        }
    }

    /// <summary>Text, thinking, arguments, and in the last event the reason to stop.</summary>
    private static void Delta(ref JsonWalk json, AnswerTally tally)
    {
        while (json.NextMember())
        {
            var name = json.Name;
            if (!json.Value())
                return;
            if (json.IsString)
            {
                if (name.SequenceEqual("text"u8))
                    tally.AddText(json.Raw, json.Escaped);
                else if (name.SequenceEqual("thinking"u8))
                    tally.AddReasoning(json.Raw, json.Escaped);
                else if (name.SequenceEqual("partial_json"u8))
                    tally.AddArguments(json.Raw, json.Escaped);
                else if (name.SequenceEqual("stop_reason"u8))
                    tally.Finish = Finishes.Anthropic(ref json);
            }

            json.Skip();
        }
    }

    private static void Block(ref JsonWalk json, AnswerTally tally)
    {
        while (json.NextMember())
        {
            var name = json.Name;
            if (!json.Value())
                return;
            if (name.SequenceEqual("type"u8) && json.IsString && json.Raw.EndsWith("tool_use"u8))
                tally.ToolCalls++;
            else if (name.SequenceEqual("text"u8) && json.IsString)
                tally.AddText(json.Raw, json.Escaped);
            else if (name.SequenceEqual("thinking"u8) && json.IsString)
                tally.AddReasoning(json.Raw, json.Escaped);
            else if (name.SequenceEqual("input"u8) && json.IsObject)
                Arguments(ref json, tally);
            json.Skip();
        }
    }

    /// <summary>A call's input is JSON; an empty object at the start of a stream is no output.</summary>
    private static void Arguments(ref JsonWalk json, AnswerTally tally)
    {
        var start = json.Start;
        json.Skip();
        var raw = json.Since(start);
        if (raw.Length > 2)
            tally.AddArguments(raw, escaped: false);
    }

    /// <summary>Anthropic counts what it read from its cache apart; in Weir's words the input is everything that was read.</summary>
    public static void Usage(ref JsonWalk json, AnswerTally tally)
    {
        int? fresh = null, output = null, read = null, written = null, thinking = null;
        while (json.NextMember())
        {
            var name = json.Name;
            if (!json.Value())
                break;
            if (name.SequenceEqual("input_tokens"u8))
                fresh = OpenAiAnswers.Number(ref json, fresh);
            else if (name.SequenceEqual("output_tokens"u8))
                output = OpenAiAnswers.Number(ref json, output);
            else if (name.SequenceEqual("cache_read_input_tokens"u8))
                read = OpenAiAnswers.Number(ref json, read);
            else if (name.SequenceEqual("cache_creation_input_tokens"u8))
                written = OpenAiAnswers.Number(ref json, written);
            else if (name.SequenceEqual("output_tokens_details"u8) && json.IsObject)
                Details(ref json, ref thinking);
            json.Skip();
        }

        var input = (long)(fresh ?? 0) + (read ?? 0) + (written ?? 0);
        tally.AddUsage((int)Math.Min(input, int.MaxValue), output, read, thinking, !json.Ended);
    }

    private static void Details(ref JsonWalk json, ref int? thinking)
    {
        while (json.NextMember())
        {
            var isThinking = json.Name.SequenceEqual("thinking_tokens"u8);
            if (json.Value() && isThinking)
                thinking = OpenAiAnswers.Number(ref json, thinking);
            json.Skip();
        }
    }
}
