using System.Text.Json;
using Weir.Traffic;

namespace Weir.Drill.Model.Wire;

/// <summary>The operations of OpenAI's dialect that the built-in model answers.</summary>
internal static class OpenAiWire
{
    public static WireReply Error(in WireFault fault) => new() { Status = fault.Status, Body = OpenAiError.Body(fault) };

    public static WireFault UnknownModel(string name) =>
        new(404, "model_not_found", $"The model '{name}' does not exist. This is Weir's built-in model for trials; it has weir-tiny and weir-tiny-2.", "model");

    public static WireReply Reply(WireCall call, ModelCatalog models)
    {
        if (call.Method is "GET" && call.Path.StartsWith("/v1/models", StringComparison.Ordinal))
            return ModelLists.Reply(Provider.OpenAi, call.Path, models);
        if (call.Path is not ("/v1/chat/completions" or "/v1/completions" or "/v1/responses" or "/v1/embeddings"))
            return Error(new WireFault(404, "unknown_url", $"Unknown request URL: {call.Method} {call.Path}."));
        if (call.Method is not "POST")
            return Error(new WireFault(405, "method_not_allowed", $"Not allowed to {call.Method} on {call.Path}."));
        if (WireReply.TryParse(call.Body, out var root) is { } broken)
            return Error(broken);
        return call.Path switch
        {
            "/v1/chat/completions" => Chat(call, root, models),
            "/v1/completions" => Completions(call, root, models),
            "/v1/responses" => Responses(call, root, models),
            _ => OpenAiEmbeddings.Reply(call, root, models),
        };
    }

    private static WireReply Chat(WireCall call, JsonElement root, ModelCatalog models)
    {
        if (OpenAiChatRequest.TryRead(root, out var request) is { } fault)
            return Error(fault);
        if (models.Find(request.Model) is not { } model)
            return Error(UnknownModel(request.Model));
        var answer = model.Answer(request);
        var writer = new OpenAiChatAnswer(request, answer, call.Stamp("chatcmpl-", request.Model), model.Vocabulary);
        return Streams(root) ? WireReply.Events(writer.Stream(WantsUsage(root))) : WireReply.Json(writer.Whole(), answer.OutputTokens);
    }

    private static WireReply Completions(WireCall call, JsonElement root, ModelCatalog models)
    {
        var name = RequestFields.Get(root, "model");
        if (name.ValueKind == JsonValueKind.String && models.Find(name.GetString()!) is null)
            return Error(UnknownModel(name.GetString()!));
        var model = models.Find(name.ValueKind == JsonValueKind.String ? name.GetString()! : ModelTraits.Tiny.Name)!;
        if (OpenAiCompletionsRequest.TryRead(root, model.Vocabulary, out var requests, out var echo) is { } fault)
            return Error(fault);
        var answers = requests.Select(r => (r, model.Answer(r))).ToList();
        var writer = new OpenAiCompletionsAnswer(answers, echo, call.Stamp("cmpl-", requests[0].Model), model.Vocabulary);
        return Streams(root) ? WireReply.Events(writer.Stream(WantsUsage(root))) : WireReply.Json(writer.Whole(), answers.Sum(a => a.Item2.OutputTokens));
    }

    private static WireReply Responses(WireCall call, JsonElement root, ModelCatalog models)
    {
        if (OpenAiResponsesRequest.TryRead(root, out var request) is { } fault)
            return Error(fault);
        if (models.Find(request.Model) is not { } model)
            return Error(UnknownModel(request.Model));
        var answer = model.Answer(request);
        var writer = new OpenAiResponsesAnswer(root, request, answer, call.Stamp("resp_", request.Model), model.Vocabulary);
        return Streams(root) ? WireReply.Events(writer.Stream()) : WireReply.Json(writer.Whole(), answer.OutputTokens);
    }

    private static bool Streams(JsonElement root) => RequestFields.Get(root, "stream").ValueKind == JsonValueKind.True;

    private static bool WantsUsage(JsonElement root) =>
        RequestFields.Get(RequestFields.Get(root, "stream_options"), "include_usage").ValueKind == JsonValueKind.True;
}
