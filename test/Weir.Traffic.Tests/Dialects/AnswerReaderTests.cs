using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Weir.Traffic.Dialects;
using Xunit;

namespace Weir.Traffic.Tests.Dialects;

public sealed class AnswerReaderTests
{
    public static TheoryData<string> Names => [.. WireSamples.All.Select(sample => sample.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_answer_is_read_as_documented(string name)
    {
        var sample = WireSamples.All.Single(sample => sample.Name == name);
        var reader = Read(sample, Encoding.UTF8.GetBytes(sample.Wire), int.MaxValue);
        Assert.Equal(sample.Facts, reader.Facts());
        Assert.Equal(sample.Text, reader.Text.ToString());
        Assert.Equal(sample.Usage, reader.ReportedUsage);
        Assert.Equal(sample.Model, reader.Model);
    }

    [Fact]
    public void Any_chunking_of_any_stream_gives_the_same_facts()
    {
        var cases =
            from sample in Gen.Elements(WireSamples.All.ToArray())
            from sizes in Gen.NonEmptyListOf(Gen.Frequency((4, Gen.Choose(1, 4)), (4, Gen.Choose(1, 60)), (1, Gen.Choose(200, 2000))))
            select (sample, sizes.ToArray());
        Prop.ForAll(cases.ToArbitrary(), test =>
        {
            var bytes = Encoding.UTF8.GetBytes(test.sample.Wire);
            var whole = Read(test.sample, bytes, int.MaxValue);
            var pieces = Read(test.sample, bytes, test.Item2);
            Assert.Equal(whole.Facts(), pieces.Facts());
            Assert.Equal(whole.Text.ToString(), pieces.Text.ToString());
            Assert.Equal(whole.UsageOrEstimate(3), pieces.UsageOrEstimate(3));
            Assert.Equal(whole.Model, pieces.Model);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }

    [Fact]
    public void Whoever_hangs_up_half_way_is_billed_for_what_was_produced()
    {
        foreach (var sample in WireSamples.All.Where(sample => sample.Form != AnswerForm.Json && sample.Usage is not null))
        {
            var bytes = Encoding.UTF8.GetBytes(sample.Wire);
            var before = 0;
            for (var length = 1; length < bytes.Length; length += 7)
            {
                var reader = Read(sample, bytes.AsSpan(0, length), int.MaxValue);
                var usage = reader.UsageOrEstimate(11);
                Assert.True(usage.Estimated || usage == sample.Usage, sample.Name);
                Assert.True(reader.Facts().Chars + reader.Facts().ReasoningChars == 0 || usage.OutputTokens > 0, sample.Name);
                Assert.True(reader.Text.Length >= before || reader.Text.Length == 0, sample.Name);
                before = reader.Text.Length;
            }
        }
    }

    [Fact]
    public void A_provisional_count_is_kept_for_the_input_and_the_output_is_estimated_from_the_text()
    {
        var wire = WireSamples.Named(
            """{"type":"message_start","message":{"model":"m","content":[],"stop_reason":null,"usage":{"input_tokens":25,"cache_read_input_tokens":75,"output_tokens":1}}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Water boils at a hundred degrees where the air is as dense as at the sea."}}""");
        var reader = new AnswerReader(Paths.Messages, AnswerForm.Sse, 0);
        reader.Feed(Encoding.UTF8.GetBytes(wire));
        reader.Finish();
        var usage = reader.UsageOrEstimate(1);
        Assert.True(usage.Estimated);
        Assert.Equal(100, usage.InputTokens);
        Assert.Equal(75, usage.CachedTokens);
        Assert.InRange(usage.OutputTokens, 12, 24);
        Assert.Null(reader.ReportedUsage);
    }

    [Fact]
    public void A_count_of_zero_for_an_answer_that_has_text_is_not_believed()
    {
        var reader = new AnswerReader(Paths.Chat, AnswerForm.Json, 0);
        reader.Feed("""{"choices":[{"index":0,"message":{"content":"a b c d e f"},"finish_reason":"stop"}],"usage":{"prompt_tokens":0,"completion_tokens":0,"total_tokens":0}}"""u8);
        reader.Finish();
        Assert.True(reader.UsageOrEstimate(5) is { Estimated: true, InputTokens: 5, OutputTokens: > 0 });
    }

    [Fact]
    public void An_error_alone_costs_nothing()
    {
        foreach (var sample in WireSamples.All.Where(sample => sample.Facts is { Finish: Finish.Error, Chars: 0 }))
            Assert.Equal(default, Read(sample, Encoding.UTF8.GetBytes(sample.Wire), int.MaxValue).UsageOrEstimate(50));
    }

    [Fact]
    public void An_event_too_large_to_keep_loses_nothing_that_stands_before_or_behind_it()
    {
        var reader = new AnswerReader(Paths.Chat, AnswerForm.Sse, 100);
        reader.Feed(Encoding.UTF8.GetBytes(WireSamples.Sse("""{"model":"m","choices":[{"index":0,"delta":{"content":"before"}}]}""") + "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\""));
        var chunk = Encoding.ASCII.GetBytes(new string('x', 100_000));
        for (var i = 0; i < 200; i++)
            reader.Feed(chunk);
        reader.Feed(Encoding.UTF8.GetBytes("\"}}]}\n\n" + WireSamples.Sse("""{"choices":[{"index":0,"delta":{"content":" behind"},"finish_reason":"stop"}]}""")));
        reader.Finish();
        Assert.Equal("before behind", reader.Text.ToString());
        Assert.Equal(1, reader.Facts().UnreadEvents);
        Assert.Equal(3, reader.Facts().Events);
        Assert.True(reader.UsageOrEstimate(1) is { Estimated: true, OutputTokens: > 4_900_000 });
    }

    [Fact]
    public void The_last_event_of_a_responses_stream_may_be_too_large_without_being_counted_twice()
    {
        var reader = new AnswerReader(Paths.Responses, AnswerForm.Sse, 0);
        var delta = Encoding.UTF8.GetBytes("event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"delta\":\"" + new string('x', 1000) + "\"}\n\n");
        for (var i = 0; i < 1500; i++)
            reader.Feed(delta);
        reader.Feed(Encoding.UTF8.GetBytes("event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":{\"output\":[{\"content\":[{\"text\":\"" + new string('x', 1_500_000) + "\"}]}]}}\n\n"));
        reader.Finish();
        Assert.Equal(1_500_000, reader.Facts().Chars);
        Assert.InRange(reader.UsageOrEstimate(0).OutputTokens, 300_000, 400_000);
    }

    [Fact]
    public void A_body_too_large_to_keep_still_tells_its_usage_at_the_end()
    {
        var reader = new AnswerReader(Paths.Embeddings, AnswerForm.Json, 0);
        reader.Feed("{\"object\":\"list\",\"data\":["u8);
        var vector = Encoding.ASCII.GetBytes("{\"embedding\":[" + string.Join(',', Enumerable.Repeat("0.0123456789", 1000)) + "]},");
        for (var i = 0; i < 1000; i++)
            reader.Feed(vector);
        reader.Feed("{}],\"model\":\"m\",\"usage\":{\"prompt_tokens\":4321,\"total_tokens\":4321}}"u8);
        reader.Finish();
        Assert.Equal(new Usage(4321, 0), reader.ReportedUsage);
        Assert.Equal(1, reader.Facts().UnreadEvents);
    }

    [Fact]
    public void Text_is_kept_up_to_the_limit_and_counted_beyond()
    {
        var reader = new AnswerReader(Paths.Chat, AnswerForm.Sse, 10);
        for (var i = 0; i < 100; i++)
            reader.Feed(Encoding.UTF8.GetBytes(WireSamples.Sse("""{"choices":[{"index":0,"delta":{"content":"abc\n"}}]}""")));
        Assert.Equal("abc\nabc\nab", reader.Text.ToString());
        Assert.Equal(400, reader.Facts().Chars);
    }

    [Fact]
    public void Events_announced_as_json_are_read_as_events_and_the_other_way_round()
    {
        foreach (var sample in WireSamples.All.Where(sample => sample.Form == AnswerForm.Sse && !sample.Wire.StartsWith('\uFEFF')))
            Assert.Equal(sample.Facts, Read(sample with { Form = AnswerForm.Json }, Encoding.UTF8.GetBytes(sample.Wire), int.MaxValue).Facts());
        foreach (var sample in WireSamples.All.Where(sample => sample.Form == AnswerForm.Json && sample.Wire.StartsWith('{')))
            Assert.Equal(sample.Facts, Read(sample with { Form = AnswerForm.Sse }, Encoding.UTF8.GetBytes(sample.Wire), int.MaxValue).Facts());
    }

    [Theory]
    [InlineData("text/event-stream; charset=utf-8", AnswerForm.Sse)]
    [InlineData("application/json", AnswerForm.Json)]
    [InlineData("", AnswerForm.Json)]
    [InlineData("application/x-ndjson", AnswerForm.JsonLines)]
    public void The_form_is_what_the_content_type_says(string type, AnswerForm form) => Assert.Equal(form, AnswerForms.Of(Paths.Chat, type));

    [Fact]
    public void A_gemini_stream_is_an_array_unless_events_were_asked_for()
    {
        Assert.Equal(AnswerForm.JsonArray, AnswerForms.Of(Paths.StreamArray, "application/json"));
        Assert.Equal(AnswerForm.Sse, AnswerForms.Of(Paths.StreamSse, "text/event-stream"));
        Assert.Equal(AnswerForm.Opaque, AnswerForms.Of(new Endpoint(Dialect.Other, Provider.OpenAi), "audio/mpeg"));
    }

    private static AnswerReader Read(WireSample sample, ReadOnlySpan<byte> bytes, params int[] sizes)
    {
        var reader = new AnswerReader(sample.Endpoint, sample.Form, 1 << 16);
        for (var (at, turn) = (0, 0); at < bytes.Length; turn++)
        {
            var size = Math.Min(sizes[turn % sizes.Length], bytes.Length - at);
            reader.Feed(bytes.Slice(at, size));
            at += size;
        }

        reader.Finish();
        reader.Finish();
        return reader;
    }
}
