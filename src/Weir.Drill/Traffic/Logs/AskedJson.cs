using System.Text.Json;
using Weir.Traffic;

namespace Weir.Drill.Traffic.Logs;

/// <summary>The shape of a request as the journal names it, for lines that carry no request body.</summary>
internal static class AskedJson
{
    public static void Write(Utf8JsonWriter json, AskFacts ask)
    {
        json.WriteStartObject("asked"u8);
        Number(json, "n"u8, ask.Choices);
        if (ask.MaxTokens is { } most)
            json.WriteNumber("max_tokens"u8, most);
        if (ask.Temperature is { } temperature)
            json.WriteNumber("temperature"u8, temperature);
        if (ask.TopP is { } topP)
            json.WriteNumber("top_p"u8, topP);
        Flag(json, "seeded"u8, ask.Seeded);
        Flag(json, "logprobs"u8, ask.Logprobs);
        Number(json, "top_logprobs"u8, ask.TopLogprobs);
        Number(json, "biased_tokens"u8, ask.BiasedTokens);
        Flag(json, "bias_beyond_bans"u8, ask.BiasBeyondBans);
        if (ask.Format != AnswerFormat.Text)
            json.WriteString("format"u8, ask.Format == AnswerFormat.Json ? "json"u8 : "json_schema"u8);
        Flag(json, "reasoning"u8, ask.Reasoning);
        Number(json, "tools"u8, ask.Tools);
        Number(json, "messages"u8, ask.Messages);
        Number(json, "user_messages"u8, ask.UserMessages);
        Number(json, "assistant_messages"u8, ask.AssistantMessages);
        Number(json, "tool_results"u8, ask.ToolResults);
        Number(json, "images"u8, ask.Images);
        Number(json, "system_chars"u8, ask.SystemChars);
        Number(json, "prompt_chars"u8, ask.PromptChars);
        Number(json, "total_chars"u8, ask.TotalChars);
        json.WriteEndObject();
    }

    private static void Number(Utf8JsonWriter json, ReadOnlySpan<byte> name, int value)
    {
        if (value != 0)
            json.WriteNumber(name, value);
    }

    private static void Flag(Utf8JsonWriter json, ReadOnlySpan<byte> name, bool value)
    {
        if (value)
            json.WriteBoolean(name, value);
    }
}
