using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Logs;

/// <summary>How much of an exchange a line of the log shows.</summary>
public enum LogForm : byte
{
    /// <summary><c>prompt</c> and <c>answer</c>, and the shape of the request under <c>asked</c>.</summary>
    Short,
    /// <summary>The same without answers.</summary>
    ShortNoAnswers,
    /// <summary><c>request</c> and <c>response</c> as OpenAI chat bodies with the whole conversation.</summary>
    Bodies,
}

/// <summary>Made traffic as files: the exchange log, the accounts file and the truth file, all JSON Lines.</summary>
public sealed class TrafficLog : IDisposable
{
    private const int FlushAt = 1 << 20;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly Stream _to;
    private readonly LogForm _form;
    private readonly int _mostAnswer;
    private readonly ArrayBufferWriter<byte> _bytes = new(FlushAt + (1 << 17));
    private readonly Utf8JsonWriter _json;
    private readonly TextBuffer _text = new();

    /// <param name="mostAnswer">Answers are cut to so many characters, for logs of a wanted size.</param>
    public TrafficLog(Stream to, LogForm form, int mostAnswer = int.MaxValue)
    {
        (_to, _form, _mostAnswer) = (to, form, mostAnswer);
        _json = new Utf8JsonWriter(_bytes, Options);
    }

    /// <summary>Writes three files for a plan; returns the number of exchanges.</summary>
    public static long Write(TrafficPlan plan, Stream log, Stream accounts, Stream truth, LogForm form = LogForm.Short, long most = long.MaxValue, int mostAnswer = int.MaxValue)
    {
        var everybody = plan.Accounts();
        AccountFiles.WriteAccounts(everybody, accounts);
        AccountFiles.WriteTruth(everybody, truth);
        var flow = new TrafficFlow(plan, everybody);
        using var lines = new TrafficLog(log, form, mostAnswer);
        var count = 0L;
        for (; count < most && flow.Read() is { } made; count++)
            lines.Add(made);
        return count;
    }

    public void Add(MadeExchange made)
    {
        _json.WriteStartObject();
        _json.WriteString("time"u8, made.Time.UtcDateTime);
        _json.WriteString("account"u8, made.By.Who.Account);
        if (made.By.Who.Facts.Organization is { } organization)
            _json.WriteString("organization"u8, organization);
        _json.WriteString("key"u8, made.Key);
        if (made.EndUser is not null)
            _json.WriteString("end_user"u8, made.EndUser);
        _json.WriteString("ip"u8, made.Place.Address);
        _json.WriteString("user_agent"u8, made.Client.UserAgent);
        _json.WriteString("tls"u8, made.Client.Tls);
        _json.WriteString("model"u8, made.Model);
        if (_form == LogForm.Bodies && !made.Embedding)
            Bodies(made);
        else
            Short(made);
        _json.WriteNumber("status"u8, made.Status);
        _json.WriteNumber("latency_ms"u8, made.LatencyMs);
        _json.WriteNumber("input_tokens"u8, made.InputTokens);
        _json.WriteNumber("output_tokens"u8, made.OutputTokens);
        _json.WriteBoolean("stream"u8, made.Shape.Stream);
        _json.WriteEndObject();
        _json.Flush();
        _json.Reset();
        _bytes.Write("\n"u8);
        if (_bytes.WrittenCount >= FlushAt)
            Flush();
    }

    public void Flush()
    {
        _to.Write(_bytes.WrittenSpan);
        _bytes.ResetWrittenCount();
    }

    public void Dispose()
    {
        Flush();
        _json.Dispose();
    }

    private void Short(MadeExchange made)
    {
        _json.WriteString("dialect"u8, Weir.Traffic.DialectNames.Name(made.Shape.Dialect));
        AskedJson.Write(_json, ExchangeMaker.Ask(made));
        _json.WriteString("prompt"u8, made.Prompt.Span);
        if (_form == LogForm.ShortNoAnswers || made.AnswerChars == 0)
            return;
        made.WriteAnswer(_text, _mostAnswer);
        _json.WriteString("answer"u8, _text.Span);
    }

    private void Bodies(MadeExchange made)
    {
        _json.WriteString("dialect"u8, "openai.chat"u8);
        ChatBodies.WriteRequest(_json, made, _text);
        if (made.Status == 200)
            ChatBodies.WriteResponse(_json, made, _text);
    }
}
