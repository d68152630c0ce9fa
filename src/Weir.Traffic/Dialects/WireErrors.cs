using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Weir.Traffic.Dialects;

/// <summary>
/// Weir's own errors in the shapes that each provider's official clients turn into their own exceptions: a body for a
/// refusal, and an event for a stream that has to be cut after it began.
/// </summary>
public static class WireErrors
{
    public const string ContentType = "application/json";

    /// <param name="code">A short name in snake case, such as <c>rate_limit_exceeded</c>.</param>
    /// <param name="reference">Under which the operator finds the call again.</param>
    public static byte[] Body(Provider provider, int status, string code, string message, string? reference = null, TimeSpan? retryAfter = null)
    {
        var output = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(output))
            Write(json, provider, status, code, message, reference, retryAfter);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>
    /// The last event of a stream that Weir cuts. Empty where the form has no place for one (a JSON array half way, a whole
    /// body): there the connection is cut, which clients take as the error it is.
    /// </summary>
    public static byte[] Event(Dialect dialect, AnswerForm form, int status, string code, string message, string? reference = null)
    {
        if (form != AnswerForm.Sse)
            return [];
        var output = new ArrayBufferWriter<byte>(256);
        if (dialect is Dialect.OpenAiResponses or Dialect.AnthropicMessages)
            output.Write("event: error\n"u8);
        // Google's own servers put an error into a stream as bare JSON, and its clients look for that.
        if (dialect != Dialect.GeminiGenerate)
            output.Write("data: "u8);
        using (var json = new Utf8JsonWriter(output))
        {
            if (dialect == Dialect.OpenAiResponses)
                WriteResponsesEvent(json, status, code, message);
            else
                Write(json, dialect.Provider(), status, code, message, reference, null);
        }

        output.Write(dialect == Dialect.GeminiGenerate ? "\n"u8 : "\n\n"u8);
        return output.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, Provider provider, int status, string code, string message, string? reference, TimeSpan? retryAfter)
    {
        json.WriteStartObject();
        switch (provider)
        {
            case Provider.Anthropic: WriteAnthropic(json, status, message, reference); break;
            case Provider.Gemini: WriteGemini(json, status, code, message, reference, retryAfter); break;
            default: WriteOpenAi(json, status, code, message); break;
        }

        json.WriteEndObject();
    }

    private static void WriteOpenAi(Utf8JsonWriter json, int status, string code, string message)
    {
        json.WriteStartObject("error"u8);
        json.WriteString("message"u8, message);
        json.WriteString("type"u8, status switch
        {
            401 => "authentication_error",
            403 => "permission_error",
            429 => "rate_limit_error",
            >= 500 => "server_error",
            _ => "invalid_request_error",
        });
        json.WriteNull("param"u8);
        json.WriteString("code"u8, code);
        json.WriteEndObject();
    }

    /// <summary>As documented, and with the error as an object too: only that makes the clients throw.</summary>
    private static void WriteResponsesEvent(Utf8JsonWriter json, int status, string code, string message)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "error"u8);
        json.WriteNumber("sequence_number"u8, 0);
        json.WriteString("code"u8, code);
        json.WriteString("message"u8, message);
        json.WriteNull("param"u8);
        WriteOpenAi(json, status, code, message);
        json.WriteEndObject();
    }

    private static void WriteAnthropic(Utf8JsonWriter json, int status, string message, string? reference)
    {
        json.WriteString("type"u8, "error"u8);
        json.WriteStartObject("error"u8);
        json.WriteString("type"u8, status switch
        {
            401 => "authentication_error",
            403 => "permission_error",
            404 => "not_found_error",
            413 => "request_too_large",
            429 => "rate_limit_error",
            408 or 504 => "timeout_error",
            503 or 529 => "overloaded_error",
            >= 500 => "api_error",
            _ => "invalid_request_error",
        });
        json.WriteString("message"u8, message);
        json.WriteEndObject();
        if (reference is not null)
            json.WriteString("request_id"u8, reference);
    }

    private static void WriteGemini(Utf8JsonWriter json, int status, string code, string message, string? reference, TimeSpan? retryAfter)
    {
        json.WriteStartObject("error"u8);
        json.WriteNumber("code"u8, status);
        json.WriteString("message"u8, message);
        json.WriteString("status"u8, status switch
        {
            401 => "UNAUTHENTICATED",
            403 => "PERMISSION_DENIED",
            404 => "NOT_FOUND",
            408 or 504 => "DEADLINE_EXCEEDED",
            429 => "RESOURCE_EXHAUSTED",
            500 => "INTERNAL",
            501 => "UNIMPLEMENTED",
            >= 500 => "UNAVAILABLE",
            _ => "INVALID_ARGUMENT",
        });
        json.WriteStartArray("details"u8);
        json.WriteStartObject();
        json.WriteString("@type"u8, "type.googleapis.com/google.rpc.ErrorInfo"u8);
        json.WriteString("reason"u8, code.ToUpperInvariant());
        json.WriteString("domain"u8, "weir"u8);
        if (reference is not null)
        {
            json.WriteStartObject("metadata"u8);
            json.WriteString("reference"u8, reference);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        if (retryAfter is { } wait)
        {
            json.WriteStartObject();
            json.WriteString("@type"u8, "type.googleapis.com/google.rpc.RetryInfo"u8);
            json.WriteString("retryDelay"u8, Math.Max(0, Math.Ceiling(wait.TotalSeconds)).ToString("0", CultureInfo.InvariantCulture) + "s");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
