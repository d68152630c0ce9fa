using System.Text;
using System.Text.Json;
using Weir.Drill.Model.Text;

namespace Weir.Drill.Model.Wire;

internal static class OpenAiLogprobs
{
    /// <summary>One position: the token, its log-probability, its bytes, and the likeliest ones in its place.</summary>
    public static void Write(Utf8JsonWriter json, TokenText text, int token, Vocabulary vocabulary)
    {
        json.WriteStartObject();
        WriteToken(json, text.Piece(token).ToString(), text.Logprobs[token]);
        json.WriteStartArray("top_logprobs"u8);
        foreach (var (other, logprob) in text.Top[token])
        {
            json.WriteStartObject();
            WriteToken(json, Name(vocabulary, other), logprob);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static string Name(Vocabulary vocabulary, int token) => token == Vocabulary.End ? "<|end|>" : vocabulary.Text(token);

    private static void WriteToken(Utf8JsonWriter json, string token, double logprob)
    {
        json.WriteString("token"u8, token);
        json.WriteNumber("logprob"u8, logprob);
        json.WriteStartArray("bytes"u8);
        foreach (var b in Encoding.UTF8.GetBytes(token))
            json.WriteNumberValue(b);
        json.WriteEndArray();
    }
}
