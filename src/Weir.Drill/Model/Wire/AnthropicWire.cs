using System.Text.Json;
using Weir.Traffic;

namespace Weir.Drill.Model.Wire;

/// <summary>The operations of Anthropic's dialect that the built-in model answers, and its errors.</summary>
internal static class AnthropicWire
{
    public static WireReply Error(in WireFault fault, string id)
    {
        using var frames = new FrameWriter();
        var json = frames.Json;
        json.WriteStartObject();
        json.WriteString("type"u8, "error"u8);
        json.WriteStartObject("error"u8);
        json.WriteString("type"u8, Type(fault.Status));
        json.WriteString("message"u8, fault.Message);
        json.WriteEndObject();
        json.WriteString("request_id"u8, "req_" + id);
        json.WriteEndObject();
        return new WireReply { Status = fault.Status, Body = frames.Take(0).Bytes };
    }

    public static WireReply Reply(WireCall call, ModelCatalog models)
    {
        if (call.Method is "GET" && call.Path.StartsWith("/v1/models", StringComparison.Ordinal))
            return ModelLists.Reply(Provider.Anthropic, call.Path, models);
        var counting = call.Path is "/v1/messages/count_tokens";
        if (!counting && call.Path is not "/v1/messages")
            return Error(new WireFault(404, "not_found", "Not found"), call.Id);
        if (call.Method is not "POST")
            return Error(new WireFault(405, "method_not_allowed", "Method Not Allowed"), call.Id);
        var fault = WireReply.TryParse(call.Body, out var root);
        ModelRequest? request = null;
        fault ??= AnthropicRequest.TryRead(root, counting, out request);
        if (fault is { } wrong)
            return Error(wrong, call.Id);
        if (models.Find(request!.Model) is not { } model)
            return Error(new WireFault(404, "not_found", $"model: {request.Model}"), call.Id);
        if (counting)
            return Count(model.CountTokens(request));
        var answer = model.Answer(request);
        var writer = new AnthropicAnswer(answer, call.Stamp("msg_", request.Model));
        return RequestFields.Get(root, "stream").ValueKind == JsonValueKind.True
            ? WireReply.Events(writer.Stream())
            : WireReply.Json(writer.Whole(), answer.OutputTokens);
    }

    private static WireReply Count(int tokens)
    {
        using var frames = new FrameWriter();
        frames.Json.WriteStartObject();
        frames.Json.WriteNumber("input_tokens"u8, tokens);
        frames.Json.WriteEndObject();
        return WireReply.Json(frames.Take(0).Bytes.ToArray());
    }

    private static string Type(int status) => status switch
    {
        401 => "authentication_error",
        403 => "permission_error",
        404 => "not_found_error",
        413 => "request_too_large",
        429 => "rate_limit_error",
        529 => "overloaded_error",
        >= 500 => "api_error",
        _ => "invalid_request_error",
    };
}
