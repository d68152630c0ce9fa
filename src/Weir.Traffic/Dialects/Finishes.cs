namespace Weir.Traffic.Dialects;

/// <summary>Every provider's reasons to stop, in one vocabulary.</summary>
internal static class Finishes
{
    public static Finish OpenAi(ref JsonWalk json) =>
        json.Says("stop"u8) ? Finish.Stop
        : json.Says("length"u8) || json.Says("model_length"u8) || json.Says("max_tokens"u8) ? Finish.Length
        : json.Says("tool_calls"u8) || json.Says("function_call"u8) ? Finish.ToolCalls
        : json.Says("content_filter"u8) ? Finish.Filtered
        : json.Says("error"u8) || json.Says("abort"u8) || json.Says("insufficient_system_resource"u8) ? Finish.Error
        : Finish.Stop;

    public static Finish Anthropic(ref JsonWalk json) =>
        json.Says("end_turn"u8) || json.Says("stop_sequence"u8) ? Finish.Stop
        : json.Says("max_tokens"u8) || json.Says("model_context_window_exceeded"u8) ? Finish.Length
        : json.Says("tool_use"u8) ? Finish.ToolCalls
        : json.Says("pause_turn"u8) ? Finish.Paused
        : json.Says("refusal"u8) ? Finish.Refusal
        : Finish.Stop;

    public static Finish Gemini(ref JsonWalk json) =>
        json.Says("STOP"u8) ? Finish.Stop
        : json.Says("MAX_TOKENS"u8) ? Finish.Length
        : json.Says("FINISH_REASON_UNSPECIFIED"u8) ? Finish.Unknown
        : json.Says("SAFETY"u8) || json.Says("RECITATION"u8) || json.Says("BLOCKLIST"u8) || json.Says("PROHIBITED_CONTENT"u8) || json.Says("SPII"u8)
            || (json.IsString && json.Raw.StartsWith("IMAGE_"u8)) ? Finish.Filtered
        // Malformed or unexpected calls, an unsupported language, and whatever else is not the model's own end.
        : Finish.Error;
}
