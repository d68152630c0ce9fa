using System.Buffers;
using System.Text.Json;
using Weir.Drill.Traffic.Logs;
using Weir.Drill.Traffic.Wording;
using Weir.Traffic;

namespace Weir.Drill.Traffic.Wire;

/// <summary>A call as it goes over the wire: path and body. Who sends it is not in it.</summary>
public readonly record struct MadeRequest(Dialect Dialect, string Path, byte[] Body);

/// <summary>Made exchanges as requests in the dialect that the account's program speaks.</summary>
/// <param name="model">The name to ask for in place of the made ones; null keeps them.</param>
public sealed class RequestMaker(string? model = null)
{
    private readonly ArrayBufferWriter<byte> _bytes = new(1 << 14);
    private readonly TextBuffer _text = new();

    public MadeRequest Make(MadeExchange made)
    {
        _bytes.ResetWrittenCount();
        var name = model ?? made.Model;
        var dialect = made.Embedding ? Dialect.OpenAiEmbeddings : made.Shape.Dialect is Dialect.OpenAiResponses or Dialect.AnthropicMessages or Dialect.GeminiGenerate ? made.Shape.Dialect : Dialect.OpenAiChat;
        string path;
        using (var json = new Utf8JsonWriter(_bytes))
            path = Write(json, made, dialect, name);
        return new MadeRequest(dialect, path, _bytes.WrittenSpan.ToArray());
    }

    private string Write(Utf8JsonWriter json, MadeExchange made, Dialect dialect, string name)
    {
        switch (dialect)
        {
            case Dialect.OpenAiEmbeddings:
                json.WriteStartObject();
                json.WriteString("model"u8, name);
                json.WriteString("input"u8, made.Prompt.Span);
                json.WriteEndObject();
                return "/v1/embeddings";
            case Dialect.OpenAiResponses:
                ResponsesBodies.Write(json, made, Conversation.Of(made, _text), name);
                return "/v1/responses";
            case Dialect.AnthropicMessages:
                AnthropicBodies.Write(json, made, Conversation.Of(made, _text), name);
                return "/v1/messages";
            case Dialect.GeminiGenerate:
                GeminiBodies.Write(json, made, Conversation.Of(made, _text));
                return $"/v1beta/models/{Uri.EscapeDataString(name)}:{(made.Shape.Stream ? "streamGenerateContent?alt=sse" : "generateContent")}";
            default:
                ChatBodies.WriteBody(json, made, _text, name);
                return "/v1/chat/completions";
        }
    }
}
