using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Weir.Traffic;
using Weir.Traffic.Dialects;

namespace Weir.Signatures.Tests.Answers;

/// <summary>An answer on the wire: its bytes, where it came from, and how its text is read back out of them.</summary>
internal sealed record MadeAnswer(Endpoint Endpoint, AnswerForm Form, byte[] Bytes, Func<string, string> TextOf)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static readonly string[] Kinds = ["chat", "chat whole", "completions", "completions whole", "responses", "responses whole", "anthropic", "anthropic whole", "gemini", "gemini array", "gemini whole"];

    public static MadeAnswer Of(string kind, string text, int seed)
    {
        var random = new Random(seed);
        var crlf = seed % 5 == 0 ? "\r\n" : "\n";
        // Some servers escape everything beyond ASCII, some nothing.
        var write = (object value) => JsonSerializer.Serialize(value, seed % 2 == 0 ? Plain : null);
        var pieces = Cut(text, random).ToArray();
        return kind switch
        {
            "chat" => new(Post("/v1/chat/completions"), AnswerForm.Sse, Sse(crlf,
            [
                (null, write(new { id = "a", choices = new object[] { new { index = 0, delta = new { role = "assistant", content = "" } } } })),
                .. pieces.Select(piece => ((string?)null, write(new { id = "a", choices = new object[] { new { index = 0, delta = new { content = piece }, finish_reason = (string?)null } } }))),
                (null, write(new { id = "a", choices = new object[] { new { index = 0, delta = new { }, finish_reason = "stop" } } })),
                (null, write(new { id = "a", choices = Array.Empty<object>(), usage = new { prompt_tokens = 3, completion_tokens = 9 } })),
                (null, "[DONE]"),
            ]), static wire => Joined(wire, static json => Walk(json, "choices", 0, "delta", "content"))),
            "chat whole" => new(Post("/v1/chat/completions"), AnswerForm.Json, Utf8(write(new { id = "a", choices = new object[] { new { index = 0, message = new { role = "assistant", content = text }, finish_reason = "stop" } }, usage = new { prompt_tokens = 3 } })),
                static wire => Walk(JsonDocument.Parse(wire).RootElement, "choices", 0, "message", "content")!),
            "completions" => new(Post("/v1/completions"), AnswerForm.Sse, Sse(crlf,
            [
                .. pieces.Select(piece => ((string?)null, write(new { id = "a", choices = new object[] { new { text = piece, index = 0, logprobs = (object?)null, finish_reason = (string?)null } } }))),
                (null, write(new { id = "a", choices = new object[] { new { text = "", index = 0, finish_reason = "stop" } } })),
                (null, "[DONE]"),
            ]), static wire => Joined(wire, static json => Walk(json, "choices", 0, "text"))),
            "completions whole" => new(Post("/v1/completions"), AnswerForm.Json, Utf8(write(new { id = "a", choices = new object[] { new { text, index = 0, finish_reason = "stop" } } })),
                static wire => Walk(JsonDocument.Parse(wire).RootElement, "choices", 0, "text")!),
            "responses" => new(Post("/v1/responses"), AnswerForm.Sse, Sse(crlf,
            [
                ("response.created", write(new { type = "response.created", response = new { id = "r", output = Array.Empty<object>() } })),
                .. pieces.Select(piece => ((string?)"response.output_text.delta", write(new { type = "response.output_text.delta", output_index = 0, content_index = 0, delta = piece }))),
                ("response.output_text.done", write(new { type = "response.output_text.done", output_index = 0, content_index = 0, text })),
                ("response.content_part.done", write(new { type = "response.content_part.done", output_index = 0, content_index = 0, part = new { type = "output_text", text, annotations = Array.Empty<object>() } })),
                ("response.output_item.done", write(new { type = "response.output_item.done", output_index = 0, item = Message(text) })),
                ("response.completed", write(new { type = "response.completed", response = new { id = "r", output = new[] { Message(text) }, usage = new { input_tokens = 3 } } })),
            ]), static wire =>
            {
                var streamed = Joined(wire, static json => json.GetProperty("type").GetString() is "response.output_text.delta" ? json.GetProperty("delta").GetString() : null);
                var repeats = Data(wire).Select(static json => json.GetProperty("type").GetString() switch
                {
                    "response.output_text.done" => json.GetProperty("text").GetString(),
                    "response.content_part.done" => Walk(json, "part", "text"),
                    "response.output_item.done" => Walk(json, "item", "content", 0, "text"),
                    "response.completed" => Walk(json, "response", "output", 0, "content", 0, "text"),
                    _ => null,
                }).OfType<string>().ToArray();
                return repeats.Length == 4 && repeats.All(repeat => repeat == streamed) ? streamed : "the repeats differ from what was streamed";
            }),
            "responses whole" => new(Post("/v1/responses"), AnswerForm.Json, Utf8(write(new { id = "r", output = new object[] { new { type = "reasoning", summary = Array.Empty<object>() }, Message(text) } })),
                static wire => Walk(JsonDocument.Parse(wire).RootElement, "output", 1, "content", 0, "text")!),
            "anthropic" => new(Post("/v1/messages"), AnswerForm.Sse, Sse(crlf,
            [
                ("message_start", write(new { type = "message_start", message = new { id = "m", content = Array.Empty<object>(), usage = new { input_tokens = 3 } } })),
                ("content_block_start", write(new { type = "content_block_start", index = 0, content_block = new { type = "thinking", thinking = "", signature = "" } })),
                ("content_block_delta", write(new { type = "content_block_delta", index = 0, delta = new { type = "thinking_delta", thinking = Texts.Opening + "It is a good idea, for example." } })),
                ("content_block_stop", write(new { type = "content_block_stop", index = 0 })),
                ("content_block_start", write(new { type = "content_block_start", index = 1, content_block = new { type = "text", text = "" } })),
                ("ping", write(new { type = "ping" })),
                .. pieces.Select(piece => ((string?)"content_block_delta", write(new { type = "content_block_delta", index = 1, delta = new { type = "text_delta", text = piece } }))),
                ("content_block_stop", write(new { type = "content_block_stop", index = 1 })),
                ("message_delta", write(new { type = "message_delta", delta = new { stop_reason = "end_turn" }, usage = new { output_tokens = 9 } })),
                ("message_stop", write(new { type = "message_stop" })),
            ]), static wire => Joined(wire, static json => json.TryGetProperty("delta", out var delta) && delta.TryGetProperty("text", out var text) ? text.GetString() : null)),
            "anthropic whole" => new(Post("/v1/messages"), AnswerForm.Json, Utf8(write(new { id = "m", type = "message", content = new object[] { new { type = "thinking", thinking = Texts.Opening + "It is a good one.", signature = "s" }, new { type = "text", text } }, stop_reason = "end_turn" })),
                static wire => Walk(JsonDocument.Parse(wire).RootElement, "content", 1, "text")!),
            "gemini" => new(Post("/v1beta/models/g:streamGenerateContent?alt=sse"), AnswerForm.Sse, Sse(crlf, [.. pieces.Select((piece, at) => ((string?)null, write(Candidate(piece, at == pieces.Length - 1))))]),
                static wire => Joined(wire, static json => Walk(json, "candidates", 0, "content", "parts", 0, "text"))),
            "gemini array" => new(Post("/v1beta/models/g:streamGenerateContent"), AnswerForm.JsonArray, Utf8("[" + string.Join(",\r\n", pieces.Select((piece, at) => write(Candidate(piece, at == pieces.Length - 1)))) + "]"),
                static wire => string.Concat(JsonDocument.Parse(wire).RootElement.EnumerateArray().Select(static json => Walk(json, "candidates", 0, "content", "parts", 0, "text")))),
            _ => new(Post("/v1beta/models/g:generateContent"), AnswerForm.Json, Utf8(write(Candidate(text, true))), static wire => Walk(JsonDocument.Parse(wire).RootElement, "candidates", 0, "content", "parts", 0, "text")!),
        };
    }

    private static object Message(string text) => new { type = "message", role = "assistant", content = new object[] { new { type = "output_text", text, annotations = Array.Empty<object>() } } };

    private static object Candidate(string text, bool last) => new { candidates = new object[] { new { index = 0, content = new { role = "model", parts = new object[] { new { text } } }, finishReason = last ? "STOP" : null } }, usageMetadata = new { promptTokenCount = 3 } };

    private static Endpoint Post(string path) => Endpoints.Recognize("POST", path, path.EndsWith("messages", StringComparison.Ordinal));

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Sse(string end, (string? Name, string Data)[] events)
    {
        var wire = new StringBuilder();
        foreach (var (name, data) in events)
            wire.Append(name is null ? "" : $"event: {name}{end}").Append($"data: {data}{end}{end}");
        return Utf8(wire.ToString());
    }

    private static IEnumerable<string> Cut(string text, Random random)
    {
        for (var at = 0; at < text.Length;)
        {
            var length = Math.Min(random.Next(1, 14), text.Length - at);
            // A tool that writes JSON cannot write half of a pair; servers that escape can, and that has a test of its own.
            if (at + length < text.Length && char.IsHighSurrogate(text[at + length - 1]))
                length++;
            yield return text.Substring(at, Math.Min(length, text.Length - at));
            at += length;
        }
    }

    private static IEnumerable<JsonElement> Data(string wire) =>
        wire.Split('\n').Select(static line => line.TrimEnd('\r')).Where(static line => line.StartsWith("data: {", StringComparison.Ordinal)).Select(static line => JsonDocument.Parse(line[6..]).RootElement);

    private static string Joined(string wire, Func<JsonElement, string?> text) => string.Concat(Data(wire).Select(text));

    private static string? Walk(JsonElement json, params object[] path)
    {
        foreach (var step in path)
        {
            if (step is int position)
            {
                if (json.GetArrayLength() <= position)
                    return null;
                json = json[position];
            }
            else if (!json.TryGetProperty((string)step, out json))
            {
                return null;
            }
        }

        return json.GetString();
    }
}
