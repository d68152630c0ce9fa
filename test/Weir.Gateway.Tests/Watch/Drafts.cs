using System.Net;
using System.Text;
using Weir.Gateway.Admission;
using Weir.Gateway.Configuration;
using Weir.Gateway.Relay;
using Weir.Gateway.Watch;
using Weir.Traffic;
using Weir.Traffic.Dialects;

namespace Weir.Gateway.Tests.Watch;

/// <summary>Makes drafts as the path does, and keeps the account of what their bodies hold.</summary>
internal sealed class Drafts
{
    public static readonly DateTimeOffset Time = new(2026, 11, 20, 9, 15, 0, TimeSpan.Zero);

    /// <summary>Bytes that bodies hold which nobody has given back; below zero, one was given back twice.</summary>
    public HeldBytes Held { get; } = new(long.MaxValue);

    public ExchangeDraft Chat(string prompt, string account = "a1", string? endUser = null, string? answer = null)
    {
        var json = $$"""{"model":"m"{{(endUser is null ? "" : $",\"user\":\"{endUser}\"")}},"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"{{prompt}}"}]}""";
        var endpoint = Endpoints.Recognize("POST", "/v1/chat/completions", anthropicHeaders: false);
        var body = new HeldBody(Held);
        var bytes = Encoding.UTF8.GetBytes(json);
        body.TryReserve(bytes.Length);
        bytes.CopyTo(body.Free);
        body.Advance(bytes.Length);
        RequestReader.TryRead(endpoint, body.Span, out var reading, out _);
        return new ExchangeDraft
        {
            Time = Time, Identified = true, Endpoint = endpoint, Model = "m", Upstream = "u", Status = 200, LatencyMs = 12, FirstByteMs = 3,
            Caller = new Caller { Account = account, Key = "k1", Ip = IPAddress.Loopback, Address = new KeyedHash(7), Network = new KeyedHash(8), UserAgent = "curl/8" },
            BytesIn = bytes.Length, BytesOut = 100, Usage = new Usage(5, 6), AnswerText = answer,
            Answer = new AnswerFacts { Finish = Finish.Stop, Choices = 1, Chars = answer?.Length ?? 0, Events = 1 },
            Reading = reading, Body = body,
        };
    }

    public static ConfigSource Config(JournalConfig journal) => new(new WeirConfig
    {
        Listen = new Uri("http://127.0.0.1:0"),
        Admin = new Uri("http://127.0.0.1:0"),
        DataFolder = "unused",
        Journal = journal,
    });
}
