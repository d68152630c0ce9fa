namespace Weir.Traffic.Dialects;

/// <summary>Members of request bodies that Weir reads, at the top level and in Gemini's generationConfig.</summary>
internal enum RequestMember : byte
{
    Unknown = 0,
    Model, Stream, StreamOptions, User, SafetyIdentifier, Metadata,
    Messages, System, Prompt, Input, Instructions, Contents, SystemInstruction, Content, Requests, GenerateContentRequest,
    Tools, Functions, GenerationConfig,
    MaxTokens, MaxCompletionTokens, MaxOutputTokens, MaxTokensToSample,
    Temperature, TopP, Choices, BestOf, Seed,
    Logprobs, TopLogprobs, ProbabilityCount, ResponseLogprobs, PromptLogprobs, LogitBias, Echo, Include,
    ResponseFormat, TextFormat, OutputFormat, OutputConfig, ResponseMimeType, ResponseSchema, GuidedOutput,
    ReasoningEffort, Reasoning, Thinking, EnableThinking, IncludeReasoning, ChatTemplateKwargs,
}

internal static class RequestMembers
{
    private const int LongestName = 32;

    // By length first: almost every lookup then costs one or two compares of constant size.
    private static readonly (byte[] Name, string Text, RequestMember Member)[][] ByLength = Build();

    /// <summary>The member and its name as a string, without allocation for the members that Weir knows.</summary>
    public static RequestMember Find(ReadOnlySpan<byte> name, out string? text)
    {
        if (name.Length < ByLength.Length)
        {
            foreach (var (known, knownText, member) in ByLength[name.Length])
            {
                if (name.SequenceEqual(known))
                {
                    text = knownText;
                    return member;
                }
            }
        }

        text = null;
        return RequestMember.Unknown;
    }

    private static (byte[], string, RequestMember)[][] Build()
    {
        (string Names, RequestMember Member)[] all =
        [
            ("model", RequestMember.Model), ("stream", RequestMember.Stream), ("stream_options", RequestMember.StreamOptions),
            ("user", RequestMember.User), ("safety_identifier", RequestMember.SafetyIdentifier), ("metadata", RequestMember.Metadata),
            ("messages", RequestMember.Messages), ("system", RequestMember.System), ("prompt", RequestMember.Prompt),
            ("input", RequestMember.Input), ("instructions", RequestMember.Instructions), ("contents", RequestMember.Contents),
            ("systemInstruction system_instruction", RequestMember.SystemInstruction), ("content", RequestMember.Content),
            ("requests", RequestMember.Requests),
            ("generateContentRequest generate_content_request", RequestMember.GenerateContentRequest),
            ("tools", RequestMember.Tools), ("functions", RequestMember.Functions),
            ("generationConfig generation_config", RequestMember.GenerationConfig),
            ("max_tokens", RequestMember.MaxTokens), ("max_completion_tokens", RequestMember.MaxCompletionTokens),
            ("max_output_tokens maxOutputTokens", RequestMember.MaxOutputTokens), ("max_tokens_to_sample", RequestMember.MaxTokensToSample),
            ("temperature", RequestMember.Temperature), ("top_p topP", RequestMember.TopP),
            ("n candidateCount candidate_count", RequestMember.Choices), ("best_of", RequestMember.BestOf), ("seed", RequestMember.Seed),
            ("logprobs", RequestMember.Logprobs), ("top_logprobs", RequestMember.TopLogprobs), ("n_probs", RequestMember.ProbabilityCount),
            ("responseLogprobs response_logprobs", RequestMember.ResponseLogprobs), ("prompt_logprobs", RequestMember.PromptLogprobs),
            ("logit_bias", RequestMember.LogitBias), ("echo", RequestMember.Echo), ("include", RequestMember.Include),
            ("response_format", RequestMember.ResponseFormat), ("text", RequestMember.TextFormat),
            ("output_format", RequestMember.OutputFormat), ("output_config", RequestMember.OutputConfig),
            ("responseMimeType response_mime_type", RequestMember.ResponseMimeType),
            ("responseSchema response_schema responseJsonSchema response_json_schema", RequestMember.ResponseSchema),
            ("guided_json guided_grammar guided_regex guided_choice structured_outputs", RequestMember.GuidedOutput),
            ("reasoning_effort", RequestMember.ReasoningEffort), ("reasoning", RequestMember.Reasoning),
            ("thinking thinkingConfig thinking_config", RequestMember.Thinking), ("enable_thinking", RequestMember.EnableThinking),
            ("include_reasoning", RequestMember.IncludeReasoning), ("chat_template_kwargs", RequestMember.ChatTemplateKwargs),
        ];
        var lists = new List<(byte[], string, RequestMember)>[LongestName + 1];
        for (var i = 0; i < lists.Length; i++)
            lists[i] = [];
        foreach (var (names, member) in all)
        {
            foreach (var name in names.Split(' '))
                lists[name.Length].Add((System.Text.Encoding.ASCII.GetBytes(name), name, member));
        }

        return Array.ConvertAll(lists, list => list.ToArray());
    }
}
