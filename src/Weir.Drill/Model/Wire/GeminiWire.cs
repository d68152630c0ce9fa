using System.Text.Json;
using Weir.Drill.Model.Text;
using Weir.Traffic;

namespace Weir.Drill.Model.Wire;

/// <summary>The operations of Gemini's dialect that the built-in model answers, and its errors.</summary>
internal static class GeminiWire
{
    public static WireReply Error(in WireFault fault)
    {
        using var frames = new FrameWriter();
        var json = frames.Json;
        json.WriteStartObject();
        json.WriteStartObject("error"u8);
        json.WriteNumber("code"u8, fault.Status);
        json.WriteString("message"u8, fault.Message);
        json.WriteString("status"u8, Status(fault.Status));
        json.WriteEndObject();
        json.WriteEndObject();
        return new WireReply { Status = fault.Status, ContentType = "application/json; charset=UTF-8", Body = frames.Take(0).Bytes };
    }

    public static WireReply Reply(WireCall call, ModelCatalog models)
    {
        // /v1beta/models/NAME:METHOD
        var start = call.Path.IndexOf("/models", StringComparison.Ordinal);
        if (start < 0)
            return Error(new WireFault(404, "not_found", $"No such path: {call.Path}"));
        var colon = call.Path.LastIndexOf(':');
        if (call.Method is "GET" && colon < 0)
            return ModelLists.Reply(Provider.Gemini, call.Path, models);
        var name = colon > start + 8 ? call.Path[(start + 8)..colon] : "";
        if (models.Find(name) is not { } model)
            return Error(new WireFault(404, "not_found", $"models/{name} is not found for API version v1beta. This is Weir's built-in model for trials."));
        if (WireReply.TryParse(call.Body, out var root) is { } broken)
            return Error(broken);
        return call.Path[(colon + 1)..] switch
        {
            "generateContent" => Generate(call, root, name, model, stream: false),
            "streamGenerateContent" => Generate(call, root, name, model, stream: true),
            "countTokens" => Count(root, name, model),
            "embedContent" => Embed([root], batch: false),
            "batchEmbedContents" => Embed([.. new RequestFields(root).Items("requests")], batch: true),
            var other => Error(new WireFault(404, "not_found", $"No such method: {other}")),
        };
    }

    private static WireReply Generate(WireCall call, JsonElement root, string name, LanguageModel model, bool stream)
    {
        if (GeminiRequest.TryRead(root, name, out var request) is { } fault)
            return Error(fault);
        var answer = model.Answer(request);
        var writer = new GeminiAnswer(request, answer, call.Stamp("", name), model.Vocabulary);
        if (!stream)
            return WireReply.Json(writer.Whole(), answer.OutputTokens);
        return call.Sse
            ? WireReply.Events(writer.Stream(sse: true)) with { ContentType = "text/event-stream" }
            : WireReply.Events(writer.Stream(sse: false)) with { ContentType = "application/json; charset=UTF-8" };
    }

    private static WireReply Count(JsonElement root, string name, LanguageModel model)
    {
        var inner = GeminiRequest.Either(root, "generateContentRequest", "generate_content_request");
        if (GeminiRequest.TryRead(inner.ValueKind == JsonValueKind.Object ? inner : root, name, out var request) is { } fault)
            return Error(fault);
        using var frames = new FrameWriter();
        frames.Json.WriteStartObject();
        frames.Json.WriteNumber("totalTokens"u8, model.CountTokens(request));
        frames.Json.WriteEndObject();
        return WireReply.Json(frames.Take(0).Bytes.ToArray());
    }

    private static WireReply Embed(IReadOnlyList<JsonElement> requests, bool batch)
    {
        using var frames = new FrameWriter();
        var json = frames.Json;
        json.WriteStartObject();
        if (batch)
            json.WriteStartArray("embeddings"u8);
        foreach (var request in requests)
        {
            var fields = new RequestFields(request);
            var dimensions = fields.Int("outputDimensionality", 1, Embedding.MostDimensions) ?? Embedding.UsualDimensions;
            if (fields.Element("content").ValueKind == JsonValueKind.Undefined)
                fields.Wrong("content", "* EmbedContentRequest.content: content is required");
            if (fields.Fault is { } fault)
                return Error(fault);
            if (batch)
                json.WriteStartObject();
            else
                json.WriteStartObject("embedding"u8);
            json.WriteStartArray("values"u8);
            foreach (var value in Embedding.Of(GeminiRequest.Text(fields.Element("content")), dimensions))
                json.WriteNumberValue(value);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        if (batch)
            json.WriteEndArray();
        json.WriteEndObject();
        return WireReply.Json(frames.Take(0).Bytes.ToArray());
    }

    private static string Status(int status) => status switch
    {
        400 => "INVALID_ARGUMENT",
        401 => "UNAUTHENTICATED",
        403 => "PERMISSION_DENIED",
        404 => "NOT_FOUND",
        429 => "RESOURCE_EXHAUSTED",
        503 => "UNAVAILABLE",
        504 => "DEADLINE_EXCEEDED",
        _ => "INTERNAL",
    };
}
