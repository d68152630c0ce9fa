using System.Text.Json;

namespace Weir.Drill.Model.Wire;

/// <summary>The operations of OpenAI's dialect that the built-in model answers.</summary>
internal static class OpenAiWire
{
    public static WireReply Error(in WireFault fault) => new() { Status = fault.Status, Body = OpenAiError.Body(fault) };

    public static WireFault UnknownModel(string name) =>
        new(404, "model_not_found", $"The model '{name}' does not exist. This is Weir's built-in model for trials; it has weir-tiny and weir-tiny-2.", "model");

    public static WireReply Reply(WireCall call, ModelCatalog models)
    {
        if (WireReply.TryParse(call.Body, out var root) is { } broken)
            return Error(broken);
        return call.Path switch
        {
            "/v1/chat/completions" => Chat(call, root, models),
            _ => Error(new WireFault(404, "unknown_url", $"Unknown request URL: {call.Method} {call.Path}.")),
        };
    }

    private static WireReply Chat(WireCall call, JsonElement root, ModelCatalog models)
    {
        var fault = OpenAiChatRequest.TryRead(root, out var request);
        if (fault is { } wrong || request is null)
            return Error(fault.GetValueOrDefault());
        if (models.Find(request.Model) is not { } model)
            return Error(UnknownModel(request.Model));
        var answer = model.Answer(request);
        var writer = new OpenAiChatAnswer(request, answer, call.Stamp("chatcmpl-", request.Model), model.Vocabulary);
        if (RequestFields.Get(root, "stream").ValueKind != JsonValueKind.True)
            return WireReply.Json(writer.Whole(), answer.OutputTokens);
        var usage = RequestFields.Get(RequestFields.Get(root, "stream_options"), "include_usage").ValueKind == JsonValueKind.True;
        return WireReply.Events(writer.Stream(usage));
    }
}
