using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Weir.Traffic.Dialects;
using Xunit;

namespace Weir.Traffic.Tests.Dialects;

public sealed class BatchReaderTests
{
    private const string Form = "multipart/form-data; boundary=\"--x-7\"";

    private const string UploadLines = """
        {"custom_id":"a","method":"POST","url":"/v1/chat/completions","body":{"model":"m","messages":[{"role":"user","content":"One"}]}}
        {"custom_id":"b","method":"POST","url":"/v1/embeddings","body":{"model":"e","input":["Two","Three"]}}

        {"custom_id":"broken","method":"POST","url":"/v1/chat/completions","body":{"model":5}}
        not json at all
        {"url":"/v1/responses","body":{"model":"r","input":"Four"},"custom_id":"d"}
        """;

    private static readonly string Upload = Multipart(
        ("Content-Disposition: form-data; name=\"expires_after[anchor]\"", "created_at"),
        ("content-disposition: form-data; name=\"file\"; filename=\"name=purpose.jsonl\"\r\nContent-Type: application/octet-stream", UploadLines),
        ("Content-Disposition: form-data; name=\"purpose\"", "batch"));

    private static readonly string[] UploadSeen =
    [
        "1 a OpenAiChat m One", "2 b OpenAiEmbeddings e Two,Three", "5 d OpenAiResponses r Four", "5 lines, 2 unread, for batch",
    ];

    private const string Create = """
        { "requests" : [ {"custom_id":"x","params":{"model":"c","max_tokens":5,"messages":[{"role":"user","content":"Curly } and ] and \" quote"}]}},
          {"custom_id":"broken","params":[]} , {"params":{"model":"c","messages":[]},"custom_id":"z"}] }
        """;

    private static readonly string[] CreateSeen =
    [
        "1 x AnthropicMessages c Curly } and ] and \" quote", "3 z AnthropicMessages c ", "3 lines, 1 unread, for ",
    ];

    private const string Output = """
        {"id":"1","custom_id":"a","response":{"status_code":200,"request_id":"r","body":{"id":"c","object":"chat.completion","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Uno"},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}},"error":null}
        {"id":"2","custom_id":"b","response":{"status_code":200,"body":{"object":"list","data":[{"embedding":[1]}],"model":"e","usage":{"prompt_tokens":4,"total_tokens":4}}},"error":null}
        {"id":"3","custom_id":"c","response":{"status_code":400,"body":{"error":{"message":"bad"}}},"error":null}
        {"id":"4","custom_id":"d","response":null,"error":{"code":"batch_expired","message":"late"}}
        {"id":"5","custom_id":"e","response":{"status_code":200,"body":{"object":"response","status":"completed","model":"r","output":[{"type":"message","content":[{"type":"output_text","text":"Dos"}]}],"usage":{"input_tokens":1,"output_tokens":1}}}}
        {"messages":[]}
        """;

    private static readonly string[] OutputSeen =
    [
        "1 a OpenAiChat m 200 Stop 3/2 Uno", "2 b OpenAiEmbeddings e 200 Unknown 4/0 ", "3 c OpenAiChat  400 Error 0/0 ", "4 d OpenAiChat  0 Unknown 0/0 ",
        "5 e OpenAiResponses r 200 Stop 1/1 Dos", "6 lines, 1 unread, for ",
    ];

    private const string Results = """
        {"custom_id":"x","result":{"type":"succeeded","message":{"id":"m","type":"message","role":"assistant","model":"c","content":[{"type":"text","text":"Hola"}],"stop_reason":"end_turn","usage":{"input_tokens":10,"output_tokens":4}}}}
        {"custom_id":"y","result":{"type":"errored","error":{"type":"error","error":{"type":"invalid_request_error","message":"no"}}}}
        {"custom_id":"z","result":{"type":"expired"}}
        """;

    private static readonly string[] ResultsSeen =
    [
        "1 x AnthropicMessages c 200 Stop 10/4 Hola", "2 y AnthropicMessages  500 Error 0/0 ", "3 z AnthropicMessages  0 Unknown 0/0 ", "3 lines, 0 unread, for ",
    ];

    private static readonly (BatchPart Part, string? Type, string Wire, string[] Seen)[] Cases =
    [
        (BatchPart.OpenAiUpload, Form, Upload, UploadSeen), (BatchPart.AnthropicCreate, null, Create, CreateSeen),
        (BatchPart.OpenAiContent, null, Output, OutputSeen), (BatchPart.AnthropicResults, null, Results, ResultsSeen),
    ];

    [Fact]
    public void A_batch_is_read_as_the_exchanges_it_holds()
    {
        foreach (var (part, type, wire, seen) in Cases)
        {
            Assert.Equal(seen, Read(part, type, Encoding.UTF8.GetBytes(wire), int.MaxValue));
            Assert.Equal(seen, Read(part, type, Encoding.UTF8.GetBytes(wire), 1));
        }
    }

    [Fact]
    public void Any_chunking_and_any_broken_byte_gives_the_same_exchanges()
    {
        var cases =
            from test in Gen.Elements(Cases)
            from wire in BrokenBytesTests.Broken([test.Wire])
            from sizes in Gen.NonEmptyListOf(Gen.Choose(1, 60))
            select (test.Part, test.Type, wire, sizes.ToArray());
        Prop.ForAll(cases.ToArbitrary(), test =>
        {
            var (part, type, wire, sizes) = test;
            Assert.Equal(Read(part, type, wire, int.MaxValue), Read(part, type, wire, sizes));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_500));
    }

    [Fact]
    public void An_upload_for_another_purpose_holds_no_exchanges()
    {
        var wire = Multipart(("Content-Disposition: form-data; name=purpose", "fine-tune"), ("Content-Disposition: form-data; name=file; filename=a", "{\"messages\":[]}\n{\"messages\":[]}\n"));
        Assert.Equal(["2 lines, 2 unread, for fine-tune"], Read(BatchPart.OpenAiUpload, Form, Encoding.UTF8.GetBytes(wire), 3));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("multipart/form-data")]
    [InlineData("application/json")]
    public void An_upload_that_is_no_form_is_not_looked_into(string? type) =>
        Assert.Equal(["0 lines, 0 unread, for "], Read(BatchPart.OpenAiUpload, type, Encoding.UTF8.GetBytes(Upload), 7));

    [Fact]
    public void A_line_too_large_to_keep_is_counted_and_the_rest_is_read()
    {
        var seen = 0;
        var reader = new BatchReader(BatchPart.AnthropicResults, null, 0, (in BatchLine line) => seen++);
        var part = new byte[1 << 20];
        part.AsSpan().Fill((byte)'x');
        for (var i = 0; i < 30; i++)
            reader.Feed(part);
        reader.Feed(Encoding.UTF8.GetBytes("\n" + Results));
        reader.Finish();
        Assert.Equal((3, 4, 1), (seen, (int)reader.Lines, (int)reader.Unread));
    }

    private static List<string> Read(BatchPart part, string? type, byte[] wire, params int[] sizes)
    {
        var seen = new List<string>();
        var reader = new BatchReader(part, type, 100, (in BatchLine line) =>
        {
            var what = $"{line.Number} {line.CustomId} {line.Endpoint.Dialect} ";
            if (line.Request is { } asked)
                what += asked.Model + " " + string.Join(',', Texts(asked, line.Body));
            if (line.Answer is { } answer)
                what += $"{answer.Model} {line.Status} {answer.Facts().Finish} {answer.UsageOrEstimate(0).InputTokens}/{answer.UsageOrEstimate(0).OutputTokens} {answer.Text}";
            seen.Add(what);
        });
        for (var (at, turn) = (0, 0); at < wire.Length; turn++)
        {
            var size = Math.Min(sizes[turn % sizes.Length], wire.Length - at);
            reader.Feed(wire.AsSpan(at, size));
            at += size;
        }

        reader.Finish();
        seen.Add($"{reader.Lines} lines, {reader.Unread} unread, for {reader.Purpose}");
        return seen;
    }

    private static string[] Texts(RequestReading reading, ReadOnlySpan<byte> body)
    {
        using var text = PromptTexts.Everything(reading, body);
        return text.Span.ToString().Split('\n');
    }

    private static string Multipart(params (string Headers, string Value)[] parts) =>
        "ignored\r\n" + string.Concat(parts.Select(part => "----x-7\r\n" + part.Headers + "\r\n\r\n" + part.Value + "\r\n")) + "----x-7--\r\nignored";
}
