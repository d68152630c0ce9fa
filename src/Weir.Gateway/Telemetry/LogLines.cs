using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Weir.Gateway.Telemetry;

/// <summary>One event, one line: for people, or one JSON object.</summary>
internal static class LogLines
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Plain(DateTimeOffset time, LogLevel level, string area, string message, Exception? exception)
    {
        var line = new StringBuilder(128);
        line.Append(Stamp(time)).Append(' ').Append(Word(level).PadRight(7)).Append(' ').Append(area).Append(": ").Append(OneLine(message));
        if (exception is not null)
            line.Append(" | ").Append(OneLine(exception.ToString()));
        return line.ToString();
    }

    public static string Json(DateTimeOffset time, LogLevel level, string area, int id, string message, IReadOnlyList<KeyValuePair<string, object?>>? fields, Exception? exception)
    {
        var bytes = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(bytes, Readable))
        {
            json.WriteStartObject();
            json.WriteString("time"u8, Stamp(time));
            json.WriteString("level"u8, Word(level));
            json.WriteString("area"u8, area);
            if (id != 0)
                json.WriteNumber("id"u8, id);
            json.WriteString("message"u8, message);
            foreach (var (name, value) in fields ?? [])
            {
                if (name is not "{OriginalFormat}")
                    json.WriteString(JsonNamingPolicy.SnakeCaseLower.ConvertName(name), Convert.ToString(value, CultureInfo.InvariantCulture));
            }

            if (exception is not null)
                json.WriteString("error"u8, exception.ToString());
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    private static string Stamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warning",
        _ => "error",
    };

    /// <summary>Nothing that is logged can make a second line, or reach a terminal as a command.</summary>
    private static string OneLine(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\0', '\x1f') && !text.Contains('\x7f'))
            return text;
        return string.Create(text.Length, text, static (span, from) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = char.IsControl(from[i]) ? ' ' : from[i];
        });
    }
}
