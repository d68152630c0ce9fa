using System.Buffers;
using System.Text;
using System.Text.Json;
using Weir.Traffic.Journals;
using Weir.Traffic.Text;
using Xunit;

namespace Weir.Traffic.Tests.Journals;

public sealed class ExchangeJsonTests
{
    private static readonly DateTimeOffset Morning = new(2026, 2, 12, 8, 15, 30, 123, TimeSpan.Zero);

    private static string Line(Exchange exchange)
    {
        var buffer = new ArrayBufferWriter<byte>(16);
        ExchangeJson.Write(exchange, buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    [Fact]
    public void A_plain_exchange_is_one_short_line()
    {
        var line = Line(new Exchange
        {
            Time = Morning, Account = "a1", Model = "m", Dialect = Dialect.OpenAiChat, Status = 200, LatencyMs = 812,
            Usage = new Usage(210, 934),
        });
        Assert.Equal(
            """{"weir":1,"time":"2026-02-12T08:15:30.123Z","account":"a1","dialect":"openai.chat","model":"m","outcome":"completed","status":200,"latency_ms":812,"input_tokens":210,"output_tokens":934,"asked":{"n":1},"answered":{"finish":"unknown"}}""" + "\n",
            line);
    }

    [Fact]
    public void Every_property_is_written_where_it_has_a_value()
    {
        using var json = JsonDocument.Parse(Line(Samples.Full));
        var root = json.RootElement;
        Assert.Equal("caller_left", root.GetProperty("outcome").GetString());
        Assert.Equal("batch_answer", root.GetProperty("via").GetString());
        Assert.Equal("00000000000000ab", root.GetProperty("end_user").GetString());
        Assert.Equal(0.7, root.GetProperty("asked").GetProperty("temperature").GetDouble());
        Assert.Equal("json_schema", root.GetProperty("asked").GetProperty("format").GetString());
        Assert.Equal("tool_calls", root.GetProperty("answered").GetProperty("finish").GetString());
        Assert.True(root.GetProperty("estimated").GetBoolean());
        Assert.Equal(Samples.Full.PromptText, root.GetProperty("prompt").GetString());
    }

    [Theory]
    [InlineData("quote \" backslash \\ newline \n tab \t return \r null \0 escape \u001b delete \u007f c1 \u0085")]
    [InlineData("žluťoučký 你好 مرحبا \U0001F600 \u2028")]
    public void Any_text_comes_back_as_it_was(string text)
    {
        using var json = JsonDocument.Parse(Line(new Exchange { Time = Morning, Account = text, PromptText = string.Concat(Enumerable.Repeat(text, 200)) }));
        Assert.Equal(text, json.RootElement.GetProperty("account").GetString());
        Assert.Equal(string.Concat(Enumerable.Repeat(text, 200)), json.RootElement.GetProperty("prompt").GetString());
    }

    [Fact]
    public void Half_a_surrogate_pair_becomes_the_replacement_character()
    {
        using var json = JsonDocument.Parse(Line(new Exchange { Time = Morning, Account = "a\ud83d", Model = "\ude00m" }));
        Assert.Equal("a\ufffd", json.RootElement.GetProperty("account").GetString());
        Assert.Equal("\ufffdm", json.RootElement.GetProperty("model").GetString());
    }

    [Fact]
    public void Control_characters_never_stand_raw_in_the_file()
    {
        var line = Line(new Exchange { Time = Morning, Account = "\u001b[2J\u009b31m" });
        Assert.DoesNotContain(line.TrimEnd('\n'), char.IsControl);
    }

    [Fact]
    public void A_time_keeps_its_ticks_and_leaves_its_offset()
    {
        var time = new DateTimeOffset(2026, 2, 12, 10, 0, 0, TimeSpan.FromHours(2)).AddTicks(1234567);
        Assert.Contains("\"time\":\"2026-02-12T08:00:00.1234567Z\"", Line(new Exchange { Time = time, Account = "a" }));
    }

    [Fact]
    public void Numbers_that_json_does_not_know_are_left_out()
    {
        var line = Line(new Exchange { Time = Morning, Account = "a", Ask = new AskFacts { Temperature = double.NaN, TopP = double.PositiveInfinity } });
        Assert.Contains("\"asked\":{\"n\":1}", line);
    }

    [Fact]
    public void Writing_allocates_nothing()
    {
        var buffer = new ArrayBufferWriter<byte>(1 << 16);
        ExchangeJson.Write(Samples.Full, buffer);
        buffer.ResetWrittenCount();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10; i++)
            ExchangeJson.Write(Samples.Full, buffer);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}

internal static class Samples
{
    public static Exchange Full { get; } = new()
    {
        Time = new DateTimeOffset(2026, 2, 12, 8, 15, 30, TimeSpan.Zero).AddTicks(7),
        Account = "a1", Id = "x-1", Organization = "o1", Key = "k1",
        EndUser = new KeyedHash(0xab), Address = new KeyedHash(1), Network = new KeyedHash(ulong.MaxValue),
        UserAgent = "OpenAI/Python 1.2", Tls = "t13d1516h2_8daaf6152771_b186095e22b6",
        Dialect = Dialect.AnthropicMessages, Via = Via.BatchAnswer, Model = "m", Upstream = "main", Stream = true,
        Outcome = Outcome.CallerLeft, Status = 200, Refused = new Refused("answer_withheld", "The answer was ended. See \"guidelines\".", "wr-1"), LatencyMs = 812, FirstByteMs = 90, BytesIn = 2048, BytesOut = 5_000_000_000,
        Usage = new Usage(210, 934, 100, 50, Estimated: true),
        Ask = new AskFacts
        {
            MaxTokens = 8192, Temperature = 0.7, TopP = 0.95, Choices = 2, Seeded = true, Logprobs = true, TopLogprobs = 5,
            BiasedTokens = 3, BiasBeyondBans = true, Echo = true, Format = AnswerFormat.JsonSchema, Reasoning = true, Tools = 4,
            Messages = 7, UserMessages = 3, AssistantMessages = 2, ToolResults = 1, Images = 1, OtherMedia = 2, Prefilled = true,
            SystemChars = 11, PromptChars = 12, TotalChars = 13,
        },
        Answer = new AnswerFacts
        {
            Finish = Finish.ToolCalls, Choices = 2, Chars = 1234, ReasoningChars = 99, ToolCalls = 1, LogprobTokens = 5, Images = 1,
            Events = 17, UnreadEvents = 1, Hash = new KeyedHash(0xfeed),
        },
        Prompt = new PromptFeatures { Prompt = new KeyedHash(5), System = new KeyedHash(6), Opening = new KeyedHash(7), Words = 42 },
        PromptText = "What is \"this\"?\n", AnswerText = "That.",
    };
}
