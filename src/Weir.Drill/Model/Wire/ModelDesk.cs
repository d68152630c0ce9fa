using Weir.Traffic;

namespace Weir.Drill.Model.Wire;

/// <summary>Answers any call in the dialect it came in. Pure: no clock, no network, no randomness of its own.</summary>
public static class ModelDesk
{
    public static WireReply Reply(WireCall call, ModelCatalog models) => OpenAiWire.Reply(call, models);

    public static WireReply Error(Provider provider, in WireFault fault, string id) => OpenAiWire.Error(fault);

    public static Provider ProviderOf(WireCall call) =>
        call.Path.StartsWith("/v1beta", StringComparison.Ordinal) ? Provider.Gemini
        : call.Path.StartsWith("/v1/messages", StringComparison.Ordinal) || call.Anthropic ? Provider.Anthropic
        : Provider.OpenAi;
}
