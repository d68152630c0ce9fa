using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Weir.Traffic.Dialects;
using Xunit;

namespace Weir.Traffic.Tests.Dialects;

/// <summary>Every parser on bytes that nobody documented: none throws, and chunking still changes nothing.</summary>
public sealed class BrokenBytesTests
{
    private static readonly Endpoint[] AllEndpoints =
    [
        Paths.Chat, Paths.Completions, Paths.Responses, Paths.Embeddings, Paths.Messages, Paths.CountTokens, Paths.Generate, Paths.StreamArray,
        Paths.StreamSse, Paths.GeminiCount, Paths.GeminiEmbed, Paths.GeminiBatchEmbed, new(Dialect.Other, Provider.OpenAi), new(Dialect.OpenAiModels, Provider.OpenAi),
    ];

    private static readonly string[] Bodies =
    [
        """{"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"a\n\u00e9"}]}],"tools":[{}],"logit_bias":{"1":1},"stream":true,"stream_options":{"x":1}}""",
        """{"model":"m","system":[{"text":"s"}],"messages":[{"role":"user","content":[{"type":"tool_result","content":[{"type":"text","text":"x"}]}]}],"thinking":{"type":"enabled"},"metadata":{"user_id":"u"}}""",
        """{"contents":[{"parts":[{"text":"a"},{"inlineData":{"mimeType":"image/png"}}]}],"generationConfig":{"thinkingConfig":{"thinkingBudget":1}},"requests":[{"content":{"parts":[{"text":"z"}]}}]}""",
        """{"input":[{"type":"function_call_output","output":"o"},"s",[1,2]],"prompt":[[1],"p"],"instructions":"i","text":{"format":{"type":"json_schema"}}}""",
    ];

    [Fact]
    public void No_broken_request_makes_its_reader_throw()
    {
        var cases = Gen.Zip(Gen.Elements(AllEndpoints), Broken(Bodies));
        Prop.ForAll(cases.ToArbitrary(), test =>
        {
            var (endpoint, body) = test;
            if (!RequestReader.TryRead(endpoint, body, out var reading, out var fault))
            {
                Assert.NotEmpty(fault.Message);
                return;
            }

            var output = new ArrayBufferWriter<byte>();
            if (RequestEdits.AskForUsage(reading!, body) is { } edit)
                RequestEdits.Apply(body, [edit], output);
            if (RequestEdits.RenameModel(reading!, "x") is { } rename)
                RequestEdits.Apply(body, [rename], output);
            using var text = PromptTexts.Everything(reading!, body);
            using var last = PromptTexts.LastUser(reading!, body);
            Assert.True(last.Span.Length <= body.Length);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(8_000));
    }

    [Fact]
    public void No_broken_answer_makes_its_reader_throw_and_chunking_changes_nothing()
    {
        var cases =
            from endpoint in Gen.Elements(AllEndpoints)
            from form in Gen.Elements(Enum.GetValues<AnswerForm>())
            from wire in Broken(WireSamples.All.Select(sample => sample.Wire).ToArray())
            from size in Gen.Choose(1, 40)
            select (endpoint, form, wire, size);
        Prop.ForAll(cases.ToArbitrary(), test =>
        {
            var whole = Read(test.endpoint, test.form, test.wire, test.wire.Length);
            var pieces = Read(test.endpoint, test.form, test.wire, test.size);
            Assert.Equal(whole.Facts(), pieces.Facts());
            Assert.Equal(whole.UsageOrEstimate(1), pieces.UsageOrEstimate(1));
            Assert.Equal(whole.Text.ToString(), pieces.Text.ToString());
            Assert.True(whole.UsageOrEstimate(1).OutputTokens >= 0);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(4_000));
    }

    [Fact]
    public void No_broken_stream_loses_a_byte_in_the_remover()
    {
        var streams = WireSamples.All.Where(sample => sample.Form == AnswerForm.Sse).Select(sample => sample.Wire).ToArray();
        Prop.ForAll(Gen.Zip(Broken(streams), Gen.Choose(1, 40)).ToArbitrary(), test =>
        {
            var (wire, size) = test;
            var remover = new UsageChunkRemover();
            var output = new ArrayBufferWriter<byte>();
            foreach (var chunk in wire.Chunk(size))
                remover.Feed(chunk, output);
            remover.Finish(output);
            if (remover.Removed == 0)
                Assert.Equal(wire, output.WrittenSpan.ToArray());
            else
                Assert.True(output.WrittenCount < wire.Length);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }

    /// <summary>Sound bytes with some of them changed, doubled, dropped, or cut off.</summary>
    internal static Gen<byte[]> Broken(string[] seeds) =>
        from seed in Gen.Elements(seeds)
        from edits in Gen.ListOf(Gen.Zip(Gen.Zip(Gen.Choose(0, 100_000), Gen.Choose(0, 4)), Gen.Choose(0, 255)))
        from cut in Gen.Frequency((3, Gen.Constant(1.0)), (1, Gen.Select(Gen.Choose(0, 100), percent => percent / 100.0)))
        select Mutate(Encoding.UTF8.GetBytes(seed), edits, cut);

    private static byte[] Mutate(byte[] bytes, IEnumerable<((int At, int Kind) Place, int With)> edits, double cut)
    {
        var list = bytes.ToList();
        foreach (var ((place, kind), with) in edits)
        {
            var at = place % list.Count;
            switch (kind)
            {
                case 0: list[at] = (byte)with; break;
                case 1: list.Insert(at, (byte)with); break;
                case 2: list[at] = (byte)"{}[]\",:\\\r\n"[with % 10]; break;
                case 3 when list.Count > 1: list.RemoveAt(at); break;
                default: list.InsertRange(at, list.GetRange(at, Math.Min(with, list.Count - at))); break;
            }
        }

        return [.. list.Take((int)(list.Count * cut))];
    }

    private static AnswerReader Read(in Endpoint endpoint, AnswerForm form, byte[] wire, int size)
    {
        var reader = new AnswerReader(endpoint, form, 100);
        for (var at = 0; at < wire.Length; at += size)
            reader.Feed(wire.AsSpan(at, Math.Min(size, wire.Length - at)));
        reader.Finish();
        return reader;
    }
}
