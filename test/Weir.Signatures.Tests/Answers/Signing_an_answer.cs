using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Weir.Signatures.Answers;
using Weir.Signatures.Marking;
using Weir.Traffic;
using Weir.Traffic.Dialects;
using Xunit;

namespace Weir.Signatures.Tests.Answers;

public sealed class Signing_an_answer
{
    private static readonly Signature Signature = new(Texts.Keys[2], null, 1);

    [Fact]
    public void The_text_in_the_answer_becomes_the_marked_text_in_every_dialect_and_chunking() => Prop.ForAll(Seeds(), static seed =>
    {
        var text = Text(seed);
        foreach (var kind in MadeAnswer.Kinds)
        {
            var answer = MadeAnswer.Of(kind, text, seed);
            var random = new Random(seed);
            var signed = Encoding.UTF8.GetString(Sign(answer, _ => random.Next(1, 200)));
            if (answer.TextOf(signed) != new Embedder(Signature).Apply(text))
                return false;
        }

        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_chunking_gives_the_same_bytes() => Prop.ForAll(Seeds(), static seed =>
    {
        var answer = MadeAnswer.Of(MadeAnswer.Kinds[seed % MadeAnswer.Kinds.Length], Text(seed), seed);
        var random = new Random(seed);
        var whole = Sign(answer, static _ => int.MaxValue);
        return whole.SequenceEqual(Sign(answer, _ => random.Next(1, 60))) && whole.SequenceEqual(Sign(answer, static _ => 1));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Lines_without_a_change_go_through_byte_for_byte() => Prop.ForAll(Seeds(), static seed =>
    {
        var answer = MadeAnswer.Of(MadeAnswer.Kinds[seed % MadeAnswer.Kinds.Length], Text(seed), seed);
        var signer = new AnswerSigner(answer.Endpoint, answer.Form, Signature);
        var before = Encoding.Latin1.GetString(answer.Bytes).Split('\n');
        var after = Encoding.Latin1.GetString(Sign(answer, static _ => 50, signer)).Split('\n');
        var changed = before.Zip(after).Count(static pair => pair.First != pair.Second);
        // A change may lie in two deltas, and the responses dialect says everything four times more.
        return before.Length == after.Length && changed <= (2 * signer.Changes) + 4 && (signer.Changes > 0 || changed == 0);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Broken_bytes_go_through_whole_and_never_throw() => Prop.ForAll(Seeds(), static seed =>
    {
        var random = new Random(seed);
        var answer = MadeAnswer.Of(MadeAnswer.Kinds[seed % MadeAnswer.Kinds.Length], Text(seed), seed);
        var bytes = answer.Bytes;
        switch (seed % 3)
        {
            case 0:
                bytes = bytes[..random.Next(bytes.Length)];
                break;
            case 1:
                random.NextBytes(bytes.AsSpan(random.Next(bytes.Length / 2), bytes.Length / 3));
                break;
            default:
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                break;
        }

        // A signature that never acts must let every byte through, whatever the bytes are.
        var never = new AnswerSigner(answer.Endpoint, answer.Form, new Signature(Texts.Keys[2], null, 0));
        var broken = answer with { Bytes = bytes };
        Sign(broken, _ => random.Next(1, 60));
        return bytes.SequenceEqual(Sign(broken, _ => random.Next(1, 60), never));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Tool_calls_reasoning_annotated_text_and_usage_stay_to_the_byte()
    {
        const string Text = "It is a good idea to keep the door of the shed shut, and they do not know what is in the box of the house. It is a good one.";
        foreach (var body in (string[])
        [
            $$$"""{"choices":[{"index":0,"message":{"content":null,"reasoning_content":"{{{Text}}}","tool_calls":[{"function":{"name":"f","arguments":"{\"t\":\"{{{Text}}}\"}"}}]}}]}""",
            $$$"""{"choices":[{"index":0,"message":{"content":"{{{Text}}}","annotations":[{"start_index":3}]}}]}""",
            $$$"""{"output":[{"type":"function_call","arguments":"{{{Text}}}"},{"type":"message","content":[{"type":"refusal","refusal":"{{{Text}}}"},{"type":"output_text","text":"{{{Text}}}","annotations":[{"start_index":1}]}]}]}""",
            $$$"""{"content":[{"type":"thinking","thinking":"{{{Text}}}","signature":"x"},{"type":"tool_use","input":{"text":"{{{Text}}}"}},{"type":"text","text":"{{{Text}}}","citations":[{"cited_text":"x"}]}]}""",
            $$$$"""{"candidates":[{"content":{"parts":[{"text":"{{{{Text}}}}","thought":true},{"functionCall":{"args":{"text":"{{{{Text}}}}"}}}]}}]}""",
        ])
        {
            foreach (var path in (string[])["/v1/chat/completions", "/v1/responses", "/v1/messages", "/v1beta/models/g:generateContent"])
            {
                var answer = new MadeAnswer(Endpoints.Recognize("POST", path, path.EndsWith("messages", StringComparison.Ordinal)), AnswerForm.Json, Encoding.UTF8.GetBytes(body), static text => text);
                for (var key = 0; key < 12; key++)
                    Assert.Equal(body, Encoding.UTF8.GetString(Sign(answer, static _ => 40, new AnswerSigner(answer.Endpoint, answer.Form, new Signature(Texts.Keys[key], null, 1)))));
            }
        }
    }

    [Fact]
    public void The_first_token_goes_out_at_once()
    {
        foreach (var first in (string[])["It", "Therefore", "-", "1", "**", "Additionally"])
        {
            var wire = $"data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{first}\"}}}}]}}\n\n";
            using var signer = new AnswerSigner(Endpoints.Recognize("POST", "/v1/chat/completions", false), AnswerForm.Sse, Signature);
            var output = new ArrayBufferWriter<byte>();
            signer.Feed(Encoding.UTF8.GetBytes(wire), output);
            Assert.Equal(wire, Encoding.UTF8.GetString(output.WrittenSpan));
        }
    }

    [Fact]
    public void What_waits_is_let_go_unmarked_when_nothing_comes()
    {
        var start = Texts.Opening + "In the end it";
        var wire = $"data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{start}\"}}}}]}}\n\n";
        using var signer = new AnswerSigner(Endpoints.Recognize("POST", "/v1/chat/completions", false), AnswerForm.Sse, Signature);
        var output = new ArrayBufferWriter<byte>();
        signer.Feed(Encoding.UTF8.GetBytes(wire), output);
        Assert.True(signer.Holds);
        Assert.Equal(0, output.WrittenCount);
        signer.LetGo(output);
        Assert.False(signer.Holds);
        Assert.Equal(wire, Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Fact]
    public void A_pair_of_surrogates_cut_in_two_by_escapes_stays_as_it_is()
    {
        var wire = $"data: {{\"choices\":[{{\"delta\":{{\"content\":\"{Texts.Opening}\\ud83d\"}}}}]}}\n\ndata: {{\"choices\":[{{\"delta\":{{\"content\":\"\\ude00 so it\"}}}}]}}\n\ndata: {{\"choices\":[{{\"delta\":{{\"content\":\" is a\\u0020good \"}}}}]}}\n\n";
        var answer = new MadeAnswer(Endpoints.Recognize("POST", "/v1/chat/completions", false), AnswerForm.Sse, Encoding.UTF8.GetBytes(wire), static text => text);
        var seen = Enumerable.Range(0, 12).Select(key => Encoding.UTF8.GetString(Sign(answer, static _ => 7, new AnswerSigner(answer.Endpoint, answer.Form, new Signature(Texts.Keys[key], null, 1))))).Distinct().ToArray();
        Assert.Equal(2, seen.Length);
        Assert.Contains(wire, seen);
        Assert.All(seen, static text => Assert.Contains("\\ud83d\"", text));
        Assert.Contains(seen, static text => text.Contains("so it's") || text.Contains("'s a\\u0020good "));
    }

    private static byte[] Sign(MadeAnswer answer, Func<int, int> next, AnswerSigner? signer = null)
    {
        using var own = signer ?? new AnswerSigner(answer.Endpoint, answer.Form, Signature);
        var output = new ArrayBufferWriter<byte>();
        for (var at = 0; at < answer.Bytes.Length;)
        {
            var length = Math.Min(next(at), answer.Bytes.Length - at);
            own.Feed(answer.Bytes.AsSpan(at, length), output);
            at += length;
        }

        own.Finish(output);
        return output.WrittenSpan.ToArray();
    }

    private static string Text(int seed) => new MadeText(seed).Next(1 + (seed % 12)).Replace("\ud83d\ude00", "x").Replace("\ud83d", "é").Replace("\ude00", "ü");

    private static Arbitrary<int> Seeds() => Gen.Choose(0, int.MaxValue - 1).ToArbitrary();
}
