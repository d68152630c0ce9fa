using System.Text.Json;
using Weir.Drill.Model.Text;
using Weir.Traffic;

namespace Weir.Drill.Model.Wire;

/// <summary>The output items of a response: reasoning, if there is any, then a message or calls of functions.</summary>
internal sealed class ResponsesItems(ModelRequest request, Completion completion, WireStamp stamp, Vocabulary vocabulary)
{
    private readonly int _reasoning = completion.Reasoning.Count > 0 ? 1 : 0;

    public int Count => _reasoning + Math.Max(completion.Calls.Count, HasMessage ? 1 : 0);

    /// <summary>Thinking that used up every token leaves no message.</summary>
    private bool HasMessage => completion.Calls.Count == 0 && (completion.Text.Count > 0 || completion.Finish != Finish.Length || _reasoning == 0);

    public string KindOf(int item) => item < _reasoning ? "reasoning" : completion.Calls.Count > 0 ? "function_call" : "message";

    public ToolCall CallOf(int item) => completion.Calls[item - _reasoning];

    public TokenText TextOf(int item) => KindOf(item) switch
    {
        "reasoning" => completion.Reasoning,
        "function_call" => CallOf(item).Arguments,
        _ => completion.Text,
    };

    public string IdOf(int item) => KindOf(item) switch
    {
        "reasoning" => "rs_",
        "function_call" => "fc_",
        _ => "msg_",
    } + stamp.Id["resp_".Length..] + item;

    public void Write(Utf8JsonWriter json, int item, bool done)
    {
        var kind = KindOf(item);
        json.WriteStartObject();
        json.WriteString("id"u8, IdOf(item));
        json.WriteString("type"u8, kind);
        switch (kind)
        {
            case "reasoning":
                json.WriteStartArray("summary"u8);
                if (done)
                    WritePart(json, item, done: true);
                json.WriteEndArray();
                break;
            case "function_call":
                json.WriteString("status"u8, Status(done));
                json.WriteString("arguments"u8, done ? CallOf(item).Arguments.Text : "");
                json.WriteString("call_id"u8, "call_" + stamp.Id["resp_".Length..] + item);
                json.WriteString("name"u8, CallOf(item).Name);
                break;
            default:
                json.WriteString("status"u8, Status(done));
                json.WriteStartArray("content"u8);
                if (done)
                    WritePart(json, item, done: true);
                json.WriteEndArray();
                json.WriteString("role"u8, "assistant"u8);
                break;
        }

        json.WriteEndObject();
    }

    public void WritePart(Utf8JsonWriter json, int item, bool done)
    {
        var text = done ? TextOf(item).Text : "";
        json.WriteStartObject();
        if (KindOf(item) is "reasoning")
        {
            json.WriteString("type"u8, "summary_text"u8);
            json.WriteString("text"u8, text);
        }
        else if (completion.Refused)
        {
            json.WriteString("type"u8, "refusal"u8);
            json.WriteString("refusal"u8, text);
        }
        else
        {
            json.WriteString("type"u8, "output_text"u8);
            json.WriteStartArray("annotations"u8);
            json.WriteEndArray();
            WriteLogprobs(json, 0, done ? completion.Text.Count : 0);
            json.WriteString("text"u8, text);
        }

        json.WriteEndObject();
    }

    public void WriteLogprobs(Utf8JsonWriter json, int from, int to)
    {
        json.WriteStartArray("logprobs"u8);
        for (var t = from; request.Logprobs && t < to; t++)
            OpenAiLogprobs.Write(json, completion.Text, t, vocabulary);
        json.WriteEndArray();
    }

    private string Status(bool done) => !done ? "in_progress" : completion.Finish == Finish.Length ? "incomplete" : "completed";
}
