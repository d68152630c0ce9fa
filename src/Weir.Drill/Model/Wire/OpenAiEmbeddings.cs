using System.Buffers.Binary;
using System.Text.Json;
using Weir.Drill.Model.Text;

namespace Weir.Drill.Model.Wire;

/// <summary><c>POST /v1/embeddings</c>, with numbers or with base64 (which the official clients ask for).</summary>
internal static class OpenAiEmbeddings
{
    public static WireReply Reply(WireCall call, JsonElement root, ModelCatalog models)
    {
        var fields = new RequestFields(root);
        var name = fields.Required("model");
        var texts = fields.Texts("input");
        var dimensions = fields.Int("dimensions", 1, Embedding.MostDimensions) ?? Embedding.UsualDimensions;
        var base64 = fields.Text("encoding_format") is "base64";
        if (texts.Count == 0)
            fields.Wrong("input", "'input' must be a string or a non-empty array of strings.");
        if (fields.Fault is { } fault)
            return OpenAiWire.Error(fault);
        if (models.Find(name) is not { } model)
            return OpenAiWire.Error(OpenAiWire.UnknownModel(name));

        using var frames = new FrameWriter();
        var json = frames.Json;
        json.WriteStartObject();
        json.WriteString("object"u8, "list"u8);
        json.WriteStartArray("data"u8);
        for (var i = 0; i < texts.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("object"u8, "embedding"u8);
            json.WriteNumber("index"u8, i);
            Write(json, Embedding.Of(texts[i], dimensions), base64);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("model"u8, name);
        WriteUsage(json, call, texts.Sum(t => model.Vocabulary.CountTokens(t)));
        json.WriteEndObject();
        return WireReply.Json(frames.Take(0).Bytes.ToArray());
    }

    private static void WriteUsage(Utf8JsonWriter json, WireCall call, int tokens)
    {
        if (!call.WithUsage)
            return;
        json.WriteStartObject("usage"u8);
        json.WriteNumber("prompt_tokens"u8, tokens);
        json.WriteNumber("total_tokens"u8, tokens);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, float[] vector, bool base64)
    {
        if (base64)
        {
            var bytes = new byte[vector.Length * sizeof(float)];
            for (var i = 0; i < vector.Length; i++)
                BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), vector[i]);
            json.WriteBase64String("embedding"u8, bytes);
            return;
        }

        json.WriteStartArray("embedding"u8);
        foreach (var value in vector)
            json.WriteNumberValue(value);
        json.WriteEndArray();
    }
}
