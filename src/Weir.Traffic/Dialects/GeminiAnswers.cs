namespace Weir.Traffic.Dialects;

/// <summary>Gemini: whole bodies, elements of a streamed array and data of events are all the same object.</summary>
internal static class GeminiAnswers
{
    public static void Read(ref JsonWalk json, AnswerTally tally)
    {
        while (json.NextMember())
        {
            var name = json.Name;
            if (!json.Value())
                return;
            if (name.SequenceEqual("candidates"u8) && json.IsArray)
                Candidates(ref json, tally);
            else if ((name.SequenceEqual("usageMetadata"u8) || name.SequenceEqual("usage_metadata"u8)) && json.IsObject)
                Usage(ref json, tally);
            else if (name.SequenceEqual("modelVersion"u8) && json.IsString)
                tally.Model ??= json.Text();
            else if (name.SequenceEqual("promptFeedback"u8) && json.IsObject)
                Feedback(ref json, tally);
            else if (name.SequenceEqual("error"u8) && !json.IsNull)
                tally.Finish = Finish.Error;
            else if (name.SequenceEqual("embedding"u8) && json.IsObject)
                tally.Choices = 1;
            else if (name.SequenceEqual("embeddings"u8) && json.IsArray)
                tally.Choices = OpenAiAnswers.Elements(ref json);
            json.Skip();
        }
    }

    private static void Feedback(ref JsonWalk json, AnswerTally tally)
    {
        while (json.NextMember())
        {
            var isReason = json.Name.SequenceEqual("blockReason"u8);
            json.Value();
            if (isReason && json.IsString)
                tally.Finish = Finish.Filtered;
            json.Skip();
        }
    }

    /// <summary>Thoughts are counted apart from candidates; in Weir's words the output is everything that was produced.</summary>
    public static void Usage(ref JsonWalk json, AnswerTally tally)
    {
        int? prompt = null, tools = null, produced = null, thoughts = null, cached = null;
        while (json.NextMember())
        {
            var name = json.Name;
            if (!json.Value())
                break;
            if (name.SequenceEqual("promptTokenCount"u8))
                prompt = OpenAiAnswers.Number(ref json, prompt);
            else if (name.SequenceEqual("candidatesTokenCount"u8))
                produced = OpenAiAnswers.Number(ref json, produced);
            else if (name.SequenceEqual("thoughtsTokenCount"u8))
                thoughts = OpenAiAnswers.Number(ref json, thoughts);
            else if (name.SequenceEqual("cachedContentTokenCount"u8))
                cached = OpenAiAnswers.Number(ref json, cached);
            else if (name.SequenceEqual("toolUsePromptTokenCount"u8))
                tools = OpenAiAnswers.Number(ref json, tools);
            json.Skip();
        }

        tally.AddUsage(Sum(prompt, tools), Sum(produced, thoughts), cached, thoughts, !json.Ended);
    }

    private static int Sum(int? a, int? b) => (int)Math.Min((long)(a ?? 0) + (b ?? 0), int.MaxValue);

    private static void Candidates(ref JsonWalk json, AnswerTally tally)
    {
        var position = 0;
        while (json.NextElement())
        {
            if (json.IsObject)
                Candidate(ref json, tally, position);
            json.Skip();
            position++;
        }
    }

    private static void Candidate(ref JsonWalk json, AnswerTally tally, int position)
    {
        var kept = tally.TextLength;
        while (json.NextMember())
        {
            var name = json.Name;
            if (!json.Value())
                break;
            if (name.SequenceEqual("content"u8) && json.IsObject)
            {
                Content(ref json, tally, position == 0);
            }
            else if (name.SequenceEqual("index"u8) && json.TryInt(out var index))
            {
                position = index;
                if (index != 0)
                    tally.ForgetText(kept);
            }
            else if (name.SequenceEqual("finishReason"u8) && json.IsString)
            {
                tally.Finish = Finishes.Gemini(ref json);
            }
            else if (name.SequenceEqual("logprobsResult"u8) && json.IsObject)
            {
                Logprobs(ref json, tally);
            }

            json.Skip();
        }

        tally.Choices = Math.Max(tally.Choices, Math.Clamp(position, 0, 1023) + 1);
    }

    private static void Content(ref JsonWalk json, AnswerTally tally, bool keep)
    {
        while (json.NextMember())
        {
            var isParts = json.Name.SequenceEqual("parts"u8);
            if (json.Value() && isParts && json.IsArray)
            {
                while (json.NextElement())
                {
                    if (json.IsObject)
                        Part(ref json, tally, keep);
                    json.Skip();
                }
            }

            json.Skip();
        }
    }

    private static void Part(ref JsonWalk json, AnswerTally tally, bool keep)
    {
        ReadOnlySpan<byte> text = default;
        bool escaped = false, thought = false;
        while (json.NextMember())
        {
            var name = json.Name;
            if (!json.Value())
                break;
            if (name.SequenceEqual("text"u8) && json.IsString)
            {
                text = json.Raw;
                escaped = json.Escaped;
            }
            else if (name.SequenceEqual("thought"u8))
                thought = json.IsTrue;
            else if (name.SequenceEqual("functionCall"u8) && json.IsObject)
                Call(ref json, tally);
            else if (name.SequenceEqual("executableCode"u8) && json.IsObject)
                Measure(ref json, tally);
            else if (name.SequenceEqual("inlineData"u8))
                tally.Images++;
            json.Skip();
        }

        if (thought)
            tally.AddReasoning(text, escaped);
        else
            tally.AddText(text, escaped, keep);
    }

    private static void Call(ref JsonWalk json, AnswerTally tally)
    {
        tally.ToolCalls++;
        while (json.NextMember())
        {
            var isArguments = json.Name.SequenceEqual("args"u8);
            json.Value();
            if (isArguments && json.IsObject)
                Measure(ref json, tally);
            json.Skip();
        }
    }

    private static void Measure(ref JsonWalk json, AnswerTally tally)
    {
        var start = json.Start;
        json.Skip();
        tally.AddArguments(json.Since(start), escaped: false);
    }

    private static void Logprobs(ref JsonWalk json, AnswerTally tally)
    {
        while (json.NextMember())
        {
            var counts = json.Name.SequenceEqual("chosenCandidates"u8);
            if (json.Value() && counts && json.IsArray)
                tally.LogprobTokens += OpenAiAnswers.Elements(ref json);
            json.Skip();
        }
    }
}
