using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Weir.Drill.Model.Wire;

/// <summary>One JSON writer and its buffer, used again for every frame of a stream.</summary>
internal sealed class FrameWriter : IDisposable
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly ArrayBufferWriter<byte> _buffer = new(512);

    public FrameWriter() => Json = new Utf8JsonWriter(_buffer, Options);

    public Utf8JsonWriter Json { get; }

    /// <summary>Starts a server-sent event; the JSON written next is its data.</summary>
    public Utf8JsonWriter Event(string? name = null)
    {
        if (name is not null)
        {
            _buffer.Write("event: "u8);
            Encoding.UTF8.GetBytes(name, _buffer);
            _buffer.Write("\n"u8);
        }

        _buffer.Write("data: "u8);
        return Json;
    }

    public void Raw(ReadOnlySpan<byte> bytes)
    {
        Json.Flush();
        Json.Reset();
        _buffer.Write(bytes);
    }

    public WireFrame EndEvent(int tokens = 0)
    {
        Raw("\n\n"u8);
        return Take(tokens);
    }

    public WireFrame Take(int tokens)
    {
        Json.Flush();
        Json.Reset();
        var bytes = _buffer.WrittenSpan.ToArray();
        _buffer.ResetWrittenCount();
        return new WireFrame(bytes, tokens);
    }

    public void Dispose() => Json.Dispose();
}
