using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Weir.Traffic.Dialects;
using Xunit;

namespace Weir.Traffic.Tests.Dialects;

public sealed class UsageChunkRemoverTests
{
    private const string Chunk = """data: {"model":"m","choices":[{"index":0,"delta":{"content":"a"},"finish_reason":null}],"usage":null}""";
    private const string Extra = """data: {"id":"c","choices": [ ],"usage":{"prompt_tokens":1,"completion_tokens":2}}""";
    private const string Filter = """data: {"choices":[],"prompt_filter_results":[],"usage":null}""";

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void The_extra_chunk_goes_and_every_other_byte_stays(string end)
    {
        string Event(string text) => text + end + end;
        var before = ": hello" + end + Event(Chunk) + Event(Filter) + "event: x" + end + Event(Chunk);
        var behind = Event("data: [DONE]") + ": bye" + end;
        Assert.Equal(before + behind, Filtered(before + Event(Extra) + behind, int.MaxValue));
        Assert.Equal(before + behind, Filtered(before + Event("id: 3" + end + Extra) + behind, 1));
    }

    [Fact]
    public void An_extra_chunk_without_its_blank_line_goes_as_well() =>
        Assert.Equal(Chunk + "\n\n", Filtered(Chunk + "\n\n" + Extra + "\n", 5));

    [Fact]
    public void Any_chunking_gives_the_same_bytes()
    {
        var pieces = Gen.Elements(Chunk, Extra, Filter, "data: [DONE]", ": note", "event: a", "data: x\ndata: y", "data: {\"usage\":{", "", "\uFEFF");
        var cases =
            from parts in Gen.ListOf(pieces)
            from ends in Gen.NonEmptyListOf(Gen.Elements("\n\n", "\r\n\r\n", "\r\r", "\n", "\r", "\r\n", "\n\r\n", "\r\n\n", ""))
            from sizes in Gen.NonEmptyListOf(Gen.Choose(1, 30))
            select (string.Concat(parts.Select((part, i) => part + ends[i % ends.Count])), sizes.ToArray());
        Prop.ForAll(cases.ToArbitrary(), test =>
        {
            var whole = Filtered(test.Item1, int.MaxValue);
            Assert.Equal(whole, Filtered(test.Item1, test.Item2));
            Assert.Equal(whole, Filtered(test.Item1, 1));
            if (!test.Item1.Contains("choices\": [", StringComparison.Ordinal))
                Assert.Equal(test.Item1, whole);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }

    [Fact]
    public void A_whole_event_is_passed_on_at_once_and_a_part_of_one_is_not()
    {
        var remover = new UsageChunkRemover();
        var output = new ArrayBufferWriter<byte>();
        remover.Feed(Encoding.UTF8.GetBytes(Chunk + "\n\n" + "data: {\"cho"), output);
        Assert.Equal(Chunk + "\n\n", Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Fact]
    public void An_event_of_twenty_megabytes_passes_without_being_held()
    {
        var remover = new UsageChunkRemover();
        var output = new ArrayBufferWriter<byte>();
        var part = Encoding.ASCII.GetBytes(new string('x', 1 << 20));
        remover.Feed("data: "u8, output);
        for (var i = 0; i < 20; i++)
        {
            remover.Feed(part, output);
            if (i > 1)
                Assert.Equal(((i + 1) << 20) + 6, output.WrittenCount);
        }

        remover.Feed(Encoding.UTF8.GetBytes("\n\n" + Extra + "\n\n"), output);
        remover.Finish(output);
        Assert.Equal((20 << 20) + 8, output.WrittenCount);
        Assert.Equal(1, remover.Removed);
    }

    private static string Filtered(string wire, params int[] sizes)
    {
        var remover = new UsageChunkRemover();
        var output = new ArrayBufferWriter<byte>();
        var bytes = Encoding.UTF8.GetBytes(wire);
        for (var (at, turn) = (0, 0); at < bytes.Length; turn++)
        {
            var size = Math.Min(sizes[turn % sizes.Length], bytes.Length - at);
            remover.Feed(bytes.AsSpan(at, size), output);
            at += size;
        }

        remover.Finish(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
