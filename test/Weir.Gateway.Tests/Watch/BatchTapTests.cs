using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Weir.Gateway.Configuration;
using Weir.Gateway.Relay;
using Weir.Gateway.Watch;
using Weir.Traffic;
using Weir.Traffic.Dialects;
using Xunit;
using Outcome = Weir.Traffic.Outcome;

namespace Weir.Gateway.Tests.Watch;

public sealed class BatchTapTests
{
    private const string Form = "multipart/form-data; boundary=xyz";

    private readonly Drafts _drafts = new();
    private readonly KeyedHasher _hasher = KeyedHasher.Ephemeral();

    private static string Upload(string purpose, IEnumerable<string> lines) =>
        $"--xyz\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\n{purpose}\r\n"
        + "--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"b.jsonl\"\r\nContent-Type: application/jsonl\r\n\r\n"
        + string.Concat(lines.Select(line => line + "\n")) + "\r\n--xyz--\r\n";

    private static string Asked(int number) =>
        $$$"""{"custom_id":"line-{{{number}}}","method":"POST","url":"/v1/chat/completions","body":{"model":"m","messages":[{"role":"user","content":"prompt {{{number}}}"}]}}""";

    private static string Answered(int number) =>
        $$$$"""{"custom_id":"line-{{{{number}}}}","response":{"status_code":200,"body":{"object":"chat.completion","model":"m-1","choices":[{"index":0,"message":{"role":"assistant","content":"answer {{{{number}}}}"},"finish_reason":"stop"}],"usage":{"prompt_tokens":5,"completion_tokens":7}}},"error":null}""";

    private List<Exchange> Read(BatchPart part, string? contentType, string text, HeldBytes? held = null, int keptAnswer = 0, IEnumerable<int>? cuts = null, int queueLength = 1000)
    {
        held ??= _drafts.Held;
        using var queue = new WatchQueue(Drafts.Config(new JournalConfig { QueueLength = queueLength }));
        var call = _drafts.Chat("unused");
        call.Body!.Dispose();
        var tap = new BatchTap(part, call, contentType, queue, held, keptAnswer);
        var bytes = Encoding.UTF8.GetBytes(text).AsSpan();
        foreach (var cut in cuts ?? [])
        {
            var next = Math.Min(cut, bytes.Length);
            tap.Feed(bytes[..next]);
            bytes = bytes[next..];
        }

        tap.Feed(bytes);
        tap.Finish();
        var exchanges = new List<Exchange>();
        while (queue.TryTake(out var draft))
        {
            exchanges.Add(DraftReading.Read(draft, _hasher, content: keptAnswer > 0));
            draft.Body?.Dispose();
        }

        Assert.Equal(0, held.Held);
        Assert.Equal(queue.Offered, exchanges.Count + queue.Dropped);
        return exchanges;
    }

    [Fact]
    public void Each_line_of_an_upload_is_an_exchange_with_a_prompt_and_no_answer()
    {
        var exchanges = Read(BatchPart.OpenAiUpload, Form, Upload("batch", [Asked(1), Asked(2)]));

        Assert.Equal(2, exchanges.Count);
        var second = exchanges[1];
        Assert.Equal((Via.BatchRequest, Dialect.OpenAiChat, "a1", "m"), (second.Via, second.Dialect, second.Account, second.Model));
        Assert.Equal(_hasher.Hash("prompt 2"), second.Prompt!.Prompt);
        Assert.Equal(default, second.Usage);
        Assert.Equal(Drafts.Time, second.Time);
    }

    [Fact]
    public void Each_line_of_the_results_is_an_exchange_with_an_answer_and_no_prompt()
    {
        var exchange = Assert.Single(Read(BatchPart.OpenAiContent, null, Answered(1) + "\n", keptAnswer: 100));

        Assert.Equal((Via.BatchAnswer, 200, "m-1"), (exchange.Via, exchange.Status, exchange.Model));
        Assert.Equal((5, 7), (exchange.Usage.InputTokens, exchange.Usage.OutputTokens));
        Assert.Null(exchange.Prompt);
        Assert.Equal("answer 1", exchange.AnswerText);
    }

    [Fact]
    public void A_line_s_request_and_answer_share_an_id_that_tells_nothing()
    {
        var asked = Assert.Single(Read(BatchPart.OpenAiUpload, Form, Upload("batch", [Asked(7)])));
        var answered = Assert.Single(Read(BatchPart.OpenAiContent, null, Answered(7)));

        Assert.Equal(asked.Id, answered.Id);
        Assert.DoesNotContain("line", asked.Id!, StringComparison.Ordinal);
    }

    [Fact]
    public void Anthropic_batches_are_read_both_ways()
    {
        var asked = Assert.Single(Read(BatchPart.AnthropicCreate, "application/json", """{"requests":[{"custom_id":"x","params":{"model":"c","max_tokens":9,"messages":[{"role":"user","content":"hello"}]}}]}"""));
        var answered = Assert.Single(Read(BatchPart.AnthropicResults, null, """{"custom_id":"x","result":{"type":"succeeded","message":{"type":"message","role":"assistant","model":"c","content":[{"type":"text","text":"hi"}],"stop_reason":"end_turn","usage":{"input_tokens":3,"output_tokens":2}}}}"""));

        Assert.Equal((Dialect.AnthropicMessages, _hasher.Hash("hello")), (asked.Dialect, asked.Prompt!.Prompt));
        Assert.Equal((Finish.Stop, 2, asked.Id), (answered.Answer.Finish, answered.Usage.OutputTokens, answered.Id));
    }

    [Fact]
    public void An_upload_whose_lines_are_no_requests_holds_no_exchange() =>
        Assert.Empty(Read(BatchPart.OpenAiUpload, Form, Upload("fine-tune", ["""{"messages":[{"role":"user","content":"p"}]}""", "text"])));

    [Fact]
    public void Requests_are_recorded_whatever_purpose_their_upload_declares() =>
        Assert.Single(Read(BatchPart.OpenAiUpload, Form, Upload("user_data", [Asked(1)])));

    [Fact]
    public void A_line_that_failed_is_recorded_as_rejected()
    {
        var exchange = Assert.Single(Read(BatchPart.OpenAiContent, null, """{"custom_id":"x","response":{"status_code":400,"body":{"error":{"message":"no"}}}}""" + "\n"));

        Assert.Equal((Outcome.Rejected, 400), (exchange.Outcome, exchange.Status));
    }

    [Fact]
    public void Lines_that_there_is_no_room_for_are_dropped_and_counted()
    {
        var lines = Enumerable.Range(0, 50).Select(Asked).ToArray();

        Assert.Equal(10, Read(BatchPart.OpenAiUpload, Form, Upload("batch", lines), queueLength: 10).Count);
        Assert.Empty(Read(BatchPart.OpenAiUpload, Form, Upload("batch", lines), held: new HeldBytes(16)));
    }

    [Fact]
    public void Any_chunking_gives_the_same_exchanges()
    {
        var text = Upload("batch", Enumerable.Range(0, 5).Select(Asked));
        var whole = Read(BatchPart.OpenAiUpload, Form, text);
        Prop.ForAll(Gen.Choose(0, 90).Select(cut => cut * cut / 20).ListOf(30).ToArbitrary(), cuts =>
            Read(BatchPart.OpenAiUpload, Form, text, cuts: cuts).SequenceEqual(whole)).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Prompts_of_lines_are_read_from_their_own_bytes()
    {
        var exchanges = Read(BatchPart.OpenAiUpload, Form, Upload("batch", Enumerable.Range(0, 40).Select(Asked)));

        Assert.Equal(
            Enumerable.Range(0, 40).Select(number => _hasher.Hash(string.Create(CultureInfo.InvariantCulture, $"prompt {number}"))),
            exchanges.Select(exchange => exchange.Prompt!.Prompt));
    }
}
