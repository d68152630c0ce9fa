namespace Weir.Drill.Model.Wire;

/// <summary>An error body as OpenAI writes it.</summary>
public static class OpenAiError
{
    public static byte[] Body(in WireFault fault)
    {
        using var frames = new FrameWriter();
        var json = frames.Json;
        json.WriteStartObject();
        json.WriteStartObject("error"u8);
        json.WriteString("message"u8, fault.Message);
        json.WriteString("type"u8, Type(fault.Status));
        json.WriteString("param"u8, fault.Param);
        json.WriteString("code"u8, fault.Code);
        json.WriteEndObject();
        json.WriteEndObject();
        return frames.Take(0).Bytes.ToArray();
    }

    private static string Type(int status) => status switch
    {
        401 => "authentication_error",
        403 => "permission_error",
        429 => "rate_limit_error",
        >= 500 => "server_error",
        _ => "invalid_request_error",
    };
}
