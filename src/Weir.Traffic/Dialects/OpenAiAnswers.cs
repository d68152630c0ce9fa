namespace Weir.Traffic.Dialects;

/// <summary>Answers of chat completions, completions and embeddings: whole bodies and chunks have the same members.</summary>
internal static class OpenAiAnswers
{
    public static void Read(ref JsonWalk json, AnswerTally tally)
    {
        while (json.NextMember())
        {
            var name = json.Name;
            if (!json.Value())
                return;
            if (name.SequenceEqual("choices"u8) && json.IsArray)
                Choices(ref json, tally);
            else if (name.SequenceEqual("usage"u8) && json.IsObject)
                Usage(ref json, tally);
            else if (name.SequenceEqual("model"u8) && json.IsString)
                tally.Model ??= json.Text();
            else if (name.SequenceEqual("error"u8) && !json.IsNull)
                tally.Finish = Finish.Error;
            else if (name.SequenceEqual("x_groq"u8) && json.IsObject)
                Extra(ref json, tally);
            json.Skip();
        }
    }

    public static void Embeddings(ref JsonWalk json, AnswerTally tally)
    {
        tally.UsageAlone = true;
        while (json.NextMember())
        {
            var name = json.Name;
            if (!json.Value())
                return;
            if (name.SequenceEqual("data"u8) && json.IsArray)
                tally.Choices = Elements(ref json);
            else if (name.SequenceEqual("usage"u8) && json.IsObject)
                Usage(ref json, tally);
            else if (name.SequenceEqual("model"u8) && json.IsString)
                tally.Model ??= json.Text();
            else if (name.SequenceEqual("error"u8) && !json.IsNull)
                tally.Finish = Finish.Error;
            json.Skip();
        }
    }

    /// <summary>Both vocabularies: prompt and completion tokens, or input and output tokens as the responses dialect says.</summary>
    public static void Usage(ref JsonWalk json, AnswerTally tally)
    {
        int? input = null, output = null, cached = null, reasoning = null;
        while (json.NextMember())
        {
            var name = json.Name;
            if (!json.Value())
                break;
            if (name.SequenceEqual("prompt_tokens"u8) || name.SequenceEqual("input_tokens"u8))
                input = Number(ref json, input);
            else if (name.SequenceEqual("completion_tokens"u8) || name.SequenceEqual("output_tokens"u8))
                output = Number(ref json, output);
            else if (name.SequenceEqual("prompt_cache_hit_tokens"u8))
                cached = Number(ref json, cached);
            else if (json.IsObject && name.EndsWith("_tokens_details"u8))
                Details(ref json, ref cached, ref reasoning);
            json.Skip();
        }

        tally.AddUsage(input, output, cached, reasoning, !json.Ended);
    }

    public static int Elements(ref JsonWalk json)
    {
        var count = 0;
        while (json.NextElement())
        {
            count++;
            json.Skip();
        }

        return count;
    }

    public static int? Number(ref JsonWalk json, int? otherwise) => json.TryInt(out var number) && number >= 0 ? number : otherwise;

    private static void Details(ref JsonWalk json, ref int? cached, ref int? reasoning)
    {
        while (json.NextMember())
        {
            var name = json.Name;
            if (!json.Value())
                return;
            if (name.SequenceEqual("cached_tokens"u8))
                cached = Number(ref json, cached);
            else if (name.SequenceEqual("reasoning_tokens"u8))
                reasoning = Number(ref json, reasoning);
            json.Skip();
        }
    }

    private static void Extra(ref JsonWalk json, AnswerTally tally)
    {
        while (json.NextMember())
        {
            var isUsage = json.Name.SequenceEqual("usage"u8);
            if (json.Value() && isUsage && json.IsObject)
                Usage(ref json, tally);
            json.Skip();
        }
    }

    private static void Choices(ref JsonWalk json, AnswerTally tally)
    {
        var position = 0;
        while (json.NextElement())
        {
            if (json.IsObject)
                Choice(ref json, tally, position);
            json.Skip();
            position++;
        }

        tally.UsageAlone = position == 0;
    }

    private static void Choice(ref JsonWalk json, AnswerTally tally, int position)
    {
        var kept = tally.TextLength;
        var refused = false;
        var finish = Finish.Unknown;
        while (json.NextMember())
        {
            var name = json.Name;
            if (!json.Value())
                break;
            if (name.SequenceEqual("index"u8) && json.TryInt(out var index))
            {
                position = index;
                if (index != 0)
                    tally.ForgetText(kept);
            }
            else if ((name.SequenceEqual("delta"u8) || name.SequenceEqual("message"u8)) && json.IsObject)
            {
                refused |= Message(ref json, tally, position == 0);
            }
            else if (name.SequenceEqual("text"u8) && json.IsString)
            {
                tally.AddText(json.Raw, json.Escaped, position == 0);
            }
            else if (name.SequenceEqual("finish_reason"u8) && json.IsString)
            {
                finish = Finishes.OpenAi(ref json);
            }
            else if (name.SequenceEqual("logprobs"u8) && json.IsObject)
            {
                Logprobs(ref json, tally);
            }

            json.Skip();
        }

        if (refused && finish is Finish.Stop)
            finish = Finish.Refusal;
        if (finish != Finish.Unknown && (tally.Finish != Finish.Refusal || finish != Finish.Stop))
            tally.Finish = finish;
        tally.Choices = Math.Max(tally.Choices, Math.Clamp(position, 0, 1023) + 1);
    }

    private static bool Message(ref JsonWalk json, AnswerTally tally, bool keep)
    {
        var refused = false;
        while (json.NextMember())
        {
            var name = json.Name;
            if (!json.Value())
                break;
            if (name.SequenceEqual("content"u8))
            {
                if (json.IsString)
                    tally.AddText(json.Raw, json.Escaped, keep);
                else if (json.IsArray)
                    Parts(ref json, tally, keep);
            }
            else if (name.SequenceEqual("reasoning_content"u8) || name.SequenceEqual("reasoning"u8))
            {
                if (json.IsString)
                    tally.AddReasoning(json.Raw, json.Escaped);
            }
            else if (name.SequenceEqual("refusal"u8) && json.IsString)
            {
                refused |= json.Raw.Length > 0;
                tally.AddText(json.Raw, json.Escaped, keep);
            }
            else if (name.SequenceEqual("tool_calls"u8) && json.IsArray)
            {
                while (json.NextElement())
                {
                    if (json.IsObject)
                        Call(ref json, tally);
                    json.Skip();
                }
            }
            else if (name.SequenceEqual("function_call"u8) && json.IsObject)
            {
                Function(ref json, tally);
            }
            else if (name.SequenceEqual("images"u8) && json.IsArray)
            {
                tally.Images += Elements(ref json);
            }

            json.Skip();
        }

        return refused;
    }

    /// <summary>Servers that answer with parts: text, and thinking that holds parts itself.</summary>
    private static void Parts(ref JsonWalk json, AnswerTally tally, bool keep, bool thinking = false)
    {
        while (json.NextElement())
        {
            if (!json.IsObject)
            {
                json.Skip();
                continue;
            }

            while (json.NextMember())
            {
                var name = json.Name;
                if (!json.Value())
                    return;
                var isText = name.SequenceEqual("text"u8);
                var isThought = name.SequenceEqual("thinking"u8);
                if (json.IsString && (thinking || isThought) && (isText || isThought))
                    tally.AddReasoning(json.Raw, json.Escaped);
                else if (json.IsString && isText)
                    tally.AddText(json.Raw, json.Escaped, keep);
                else if (json.IsArray && isThought && !thinking)
                    Parts(ref json, tally, keep, thinking: true);
                json.Skip();
            }
        }
    }

    private static void Call(ref JsonWalk json, AnswerTally tally)
    {
        while (json.NextMember())
        {
            var isFunction = json.Name.SequenceEqual("function"u8) || json.Name.SequenceEqual("custom"u8);
            if (json.Value() && isFunction && json.IsObject)
                Function(ref json, tally);
            json.Skip();
        }
    }

    private static void Function(ref JsonWalk json, AnswerTally tally)
    {
        while (json.NextMember())
        {
            var name = json.Name;
            if (!json.Value())
                return;
            // A streamed call comes in many pieces, of which the first alone carries the name.
            if (name.SequenceEqual("name"u8) && json.IsString && json.Raw.Length > 0)
                tally.ToolCalls++;
            else if ((name.SequenceEqual("arguments"u8) || name.SequenceEqual("input"u8)) && json.IsString)
                tally.AddArguments(json.Raw, json.Escaped);
            json.Skip();
        }
    }

    private static void Logprobs(ref JsonWalk json, AnswerTally tally)
    {
        while (json.NextMember())
        {
            var counts = json.Name.SequenceEqual("content"u8) || json.Name.SequenceEqual("refusal"u8) || json.Name.SequenceEqual("tokens"u8);
            if (json.Value() && counts && json.IsArray)
                tally.LogprobTokens += Elements(ref json);
            json.Skip();
        }
    }
}
