using Weir.Traffic;

namespace Weir.Drill.Model.Wire;

/// <summary>Answers any call in the dialect it came in. Pure: no clock, no network, no randomness of its own.</summary>
public static class ModelDesk
{
    public static WireReply Reply(WireCall call, ModelCatalog models)
    {
        var provider = ProviderOf(call);
        try
        {
            return provider switch
            {
                Provider.Anthropic => AnthropicWire.Reply(call, models),
                Provider.Gemini => GeminiWire.Reply(call, models),
                _ => OpenAiWire.Reply(call, models),
            };
        }
        catch (InvalidOperationException)
        {
            // The JSON reader takes half a surrogate pair for valid JSON and throws only when the string is read.
            return Error(provider, new WireFault(400, "invalid_json", "A string of the body is not valid Unicode."), call.Id);
        }
    }

    public static WireReply Error(Provider provider, in WireFault fault, string id) => provider switch
    {
        Provider.Anthropic => AnthropicWire.Error(fault, id),
        Provider.Gemini => GeminiWire.Error(fault),
        _ => OpenAiWire.Error(fault),
    };

    public static Provider ProviderOf(WireCall call) =>
        call.Path.StartsWith("/v1beta", StringComparison.Ordinal) || call.Path.Contains(':', StringComparison.Ordinal) ? Provider.Gemini
        : call.Path.StartsWith("/v1/messages", StringComparison.Ordinal) || call.Anthropic ? Provider.Anthropic
        : Provider.OpenAi;
}
