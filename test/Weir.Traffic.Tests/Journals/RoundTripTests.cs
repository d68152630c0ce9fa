using System.Buffers;
using FsCheck;
using FsCheck.Fluent;
using Weir.Traffic.Journals;
using Weir.Traffic.Text;
using Xunit;

namespace Weir.Traffic.Tests.Journals;

public sealed class RoundTripTests
{
    [Fact]
    public async Task A_full_exchange_comes_back_as_it_was()
    {
        var buffer = new ArrayBufferWriter<byte>();
        ExchangeJson.Write(Samples.Full, buffer);
        var read = await Logs.ReadAsync(buffer.WrittenSpan.ToArray());
        Assert.Empty(read.Faults.Kept);
        Assert.Equal(Samples.Full, Assert.Single(read.Exchanges));
    }

    [Fact]
    public void Any_exchange_comes_back_as_it_was() =>
        Prop.ForAll(Arbitrary.Seeds, seed =>
        {
            var random = new Random(seed);
            var exchanges = Enumerable.Range(0, 20).Select(_ => Arbitrary.Exchange(random)).ToList();
            var buffer = new ArrayBufferWriter<byte>();
            exchanges.ForEach(exchange => ExchangeJson.Write(exchange, buffer));
            var read = Logs.ReadAsync(buffer.WrittenSpan.ToArray(), new LogReadingOptions { KeepTexts = true, BlockBytes = 100 + random.Next(3000), Threads = 3 }).GetAwaiter().GetResult();
            Assert.Equal(0, read.Faults.LinesSkipped);
            Assert.Equal(exchanges, read.Exchanges);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Broken_bytes_never_throw_and_every_line_is_accounted_for() =>
        Prop.ForAll(Arbitrary.Seeds, seed =>
        {
            var random = new Random(seed);
            var buffer = new ArrayBufferWriter<byte>();
            for (var i = 0; i < 5; i++)
                ExchangeJson.Write(Arbitrary.Exchange(random), buffer);
            buffer.Write(System.Text.Encoding.UTF8.GetBytes(Logs.Short("a") + Arbitrary.ForeignLines));
            var bytes = buffer.WrittenSpan.ToArray();
            for (var i = random.Next(1, 30); i > 0; i--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var cut = bytes[..random.Next(1, bytes.Length)];
            var read = Logs.ReadAsync(cut, new LogReadingOptions { BlockBytes = 64 + random.Next(4000), LongestLine = 1 << random.Next(8, 16) }).GetAwaiter().GetResult();
            var lines = cut.AsSpan().Count((byte)'\n') + (cut[^1] == '\n' ? 0 : 1);
            Assert.Equal(lines, read.Reading.Lines);
            Assert.True(read.Exchanges.Count + read.Faults.LinesSkipped <= lines + 2);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task Replay_goes_on_where_it_stopped_and_leaves_a_torn_line()
    {
        var random = new Random(7);
        var exchanges = Enumerable.Range(0, 3000).Select(_ => Arbitrary.Exchange(random) with { PromptText = null, AnswerText = null }).ToList();
        var buffer = new ArrayBufferWriter<byte>();
        exchanges.ForEach(exchange => ExchangeJson.Write(exchange, buffer));
        var bytes = buffer.WrittenSpan.ToArray();

        var first = await ReplayAsync(bytes[..700_000], 0);
        Assert.InRange(first.Exchanges.Count, 500, 2999);
        Assert.Equal((byte)'\n', bytes[first.Offset - 1]);
        var second = await ReplayAsync(bytes, first.Offset);
        Assert.Equal(exchanges, first.Exchanges.Concat(second.Exchanges));
        Assert.Equal(bytes.Length, second.Offset);
    }

    private static async Task<(List<Exchange> Exchanges, int Offset)> ReplayAsync(byte[] segment, int offset)
    {
        var exchanges = new List<Exchange>();
        long next = offset;
        await foreach (var run in JournalReplay.ReadAsync(new MemoryStream(segment, offset, segment.Length - offset), "segment", offset, Logs.Hasher, CancellationToken.None))
        {
            exchanges.AddRange(run.Exchanges);
            next = run.NextOffset;
        }

        return (exchanges, (int)next);
    }
}

internal static class Arbitrary
{
    public static Arbitrary<int> Seeds => ArbMap.Default.ArbFor<int>();

    public const string ForeignLines =
        """
        {"call_type":"completion","startTime":1770884130,"metadata":{"user_api_key_user_id":"lite"},"messages":[{"role":"user","content":"x"}],"response":{"choices":[{"message":{"content":"y"}}]}}
        {"resourceSpans":[{"resource":{"attributes":[]},"scopeSpans":[{"spans":[{"startTimeUnixNano":"1770884130250000000","attributes":[{"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},{"key":"user.id","value":{"stringValue":"u"}},{"key":"gen_ai.input.messages","value":{"stringValue":"[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"Hello\"}]}]"}}]}]}]}]}
        {"time":"2026-02-12T08:15:30Z","account":"a","request":"{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}","response":[{"choices":[{"delta":{"content":"y"}}]}]}

        """;

    public static Exchange Exchange(Random random) => new()
    {
        Time = new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(random.NextInt64(TimeSpan.TicksPerDay)),
        Account = Text(random), Id = Maybe(random, Text), Organization = Maybe(random, Text), Key = Maybe(random, Text),
        EndUser = Hash(random), Address = Hash(random), Network = Hash(random), UserAgent = Maybe(random, Text), Tls = Maybe(random, Text),
        Dialect = Any<Dialect>(random), Via = Any<Via>(random), Model = Maybe(random, Text), Upstream = Maybe(random, Text), Stream = Coin(random),
        Outcome = Any<Outcome>(random), Status = Count(random), Refused = Coin(random) ? new Refused(Text(random), Text(random), Maybe(random, Text)) : null, LatencyMs = Count(random), FirstByteMs = Count(random),
        BytesIn = random.NextInt64(1L << 40), BytesOut = Count(random),
        Usage = new Usage(Count(random), Count(random), Count(random), Count(random), Coin(random)),
        Ask = new AskFacts
        {
            MaxTokens = Coin(random) ? Count(random) : null, Temperature = Coin(random) ? random.NextDouble() : null, TopP = Coin(random) ? random.NextDouble() : null,
            Choices = Count(random), Seeded = Coin(random), Logprobs = Coin(random), TopLogprobs = Count(random), BiasedTokens = Count(random),
            BiasBeyondBans = Coin(random), Echo = Coin(random), Format = Any<AnswerFormat>(random), Reasoning = Coin(random), Tools = Count(random),
            Messages = Count(random), UserMessages = Count(random), AssistantMessages = Count(random), ToolResults = Count(random), Images = Count(random),
            OtherMedia = Count(random), Prefilled = Coin(random), SystemChars = Count(random), PromptChars = Count(random), TotalChars = Count(random),
        },
        Answer = new AnswerFacts
        {
            Finish = Any<Finish>(random), Choices = Count(random), Chars = Count(random), ReasoningChars = Count(random), ToolCalls = Count(random),
            LogprobTokens = Count(random), Images = Count(random), Events = Count(random), UnreadEvents = Count(random), Hash = Hash(random),
        },
        Prompt = Coin(random) ? PromptFeatures.Compute(Text(random), Text(random), Text(random), AskFacts.None, Logs.Hasher) : null,
        PromptText = Maybe(random, Text), AnswerText = Maybe(random, Text),
    };

    private static string Text(Random random)
    {
        const string letters = "abc \"\\\n\t\0\u001b\u007f\u0085é你мع\u2028,:{}[]/";
        var text = string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => letters[random.Next(letters.Length)]));
        return Coin(random) ? text + "\U0001F600" : text;
    }

    private static T Any<T>(Random random) where T : struct, Enum => Enum.GetValues<T>()[random.Next(Enum.GetValues<T>().Length)];
    private static string? Maybe(Random random, Func<Random, string> make) => Coin(random) ? make(random) : null;
    private static KeyedHash Hash(Random random) => Coin(random) ? new KeyedHash((ulong)random.NextInt64()) : KeyedHash.None;
    private static int Count(Random random) => Coin(random) ? 0 : random.Next();
    private static bool Coin(Random random) => random.Next(2) == 0;
}
