using System.Net;
using System.Text;
using Weir.Gateway.Configuration;
using Weir.TestKit;
using Weir.Traffic;
using Xunit;
using static Weir.Gateway.Tests.Relay.Bodies_pass_byte_for_byte;

namespace Weir.Gateway.Tests.Relay;

public sealed class Batches_become_exchanges
{
    private const int Lines = 400;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_OpenAI_upload_and_its_results()
    {
        var requests = string.Concat(Enumerable.Range(0, Lines).Select(static i =>
            $$$"""{"custom_id":"c-{{{i}}}","method":"POST","url":"/v1/chat/completions","body":{"model":"m","messages":[{"role":"user","content":"question {{{i}}}"}]}}""" + "\n"));
        var results = string.Concat(Enumerable.Range(0, Lines).Select(static i =>
            $$$$"""{"id":"r","custom_id":"c-{{{{i}}}}","response":{"status_code":200,"body":{"object":"chat.completion","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"answer {{{{i}}}}"},"finish_reason":"stop"}],"usage":{"prompt_tokens":5,"completion_tokens":7}}},"error":null}""" + "\n"));
        await using var upstream = Serving(("POST /v1/files", "{\"id\":\"file-1\"}", "application/json"), ("GET /v1/files/file-2/content", results, "application/octet-stream"));
        await using var gateway = await RunningGateway.StartAsync(upstream.Address);
        using var form = new MultipartFormDataContent("a-boundary")
        {
            { new StringContent("batch"), "purpose" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes(requests)), "file", "batch.jsonl" },
        };
        var sent = await form.ReadAsByteArrayAsync(Cancel);
        using (var uploaded = await gateway.Client.PostAsync("/v1/files", form, Cancel))
            Assert.Equal("{\"id\":\"file-1\"}", await uploaded.Content.ReadAsStringAsync(Cancel));
        Assert.True(upstream.Requests.TryDequeue(out var seen));
        Assert.Equal(sent, seen.Body);
        Assert.Equal(results, await gateway.Client.GetStringAsync("/v1/files/file-2/content", Cancel));

        var exchanges = await gateway.StopAsync();
        var asked = exchanges.Where(static e => e.Via == Via.BatchRequest).ToArray();
        var answered = exchanges.Where(static e => e.Via == Via.BatchAnswer).ToArray();
        Assert.Equal((Lines, Lines, 2), (asked.Length, answered.Length, exchanges.Count(static e => e.Via == Via.Call)));
        Assert.All(asked, static e => Assert.True(e is { Account: "tester", Dialect: Dialect.OpenAiChat, Model: "m", Upstream: "main", Prompt: not null, Usage.Total: 0 }, e.ToString()));
        Assert.All(answered, static e => Assert.True(e is { Account: "tester", Dialect: Dialect.OpenAiChat, Usage: { InputTokens: 5, OutputTokens: 7 }, Answer.Finish: Finish.Stop }, e.ToString()));
        Assert.Equal(asked.Select(static e => e.Id).Order(), answered.Select(static e => e.Id).Order());
    }

    [Fact]
    public async Task An_Anthropic_batch_and_its_results()
    {
        var batch = "{\"requests\":[" + string.Join(",\n", Enumerable.Range(0, Lines).Select(static i =>
            $$$"""{"custom_id":"c-{{{i}}}","params":{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"question {{{i}}}"}]}}""")) + "]}";
        var results = string.Concat(Enumerable.Range(0, Lines).Select(static i =>
            $$$$$"""{"custom_id":"c-{{{{{i}}}}}","result":{"type":"succeeded","message":{"id":"msg","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"answer {{{{{i}}}}}"}],"stop_reason":"end_turn","usage":{"input_tokens":5,"output_tokens":7}}}}""" + "\n"));
        await using var upstream = Serving(("POST /v1/messages/batches", "{\"id\":\"msgbatch_1\"}", "application/json"), ("GET /v1/messages/batches/msgbatch_1/results", results, "application/x-jsonl"));
        await using var gateway = await RunningGateway.StartAsync(upstream.Address);
        gateway.Client.DefaultRequestHeaders.Add("anthropic-version", "2023-06-01");
        using (var created = await gateway.Client.PostAsync("/v1/messages/batches", Json(batch), Cancel))
            Assert.Equal(HttpStatusCode.OK, created.StatusCode);
        Assert.Equal(results, await gateway.Client.GetStringAsync("/v1/messages/batches/msgbatch_1/results", Cancel));

        var exchanges = await gateway.StopAsync();
        Assert.Equal(Lines, exchanges.Count(static e => e is { Via: Via.BatchRequest, Dialect: Dialect.AnthropicMessages, Model: "m", Prompt: not null }));
        Assert.Equal(Lines, exchanges.Count(static e => e is { Via: Via.BatchAnswer, Dialect: Dialect.AnthropicMessages, Usage: { InputTokens: 5, OutputTokens: 7 } }));
    }

    [Fact]
    public async Task A_credential_that_nobody_has_accepted_fills_no_journal_and_its_first_accepted_batch_makes_it_known()
    {
        var status = 401;
        await using var upstream = ScriptedUpstream.Start(async talk =>
        {
            while (await talk.ReceiveAsync() is not null)
                await talk.SendAsync(ScriptedUpstream.Json("{}", status));
        });
        await using var gateway = await RunningGateway.StartAsync(upstream.Address, static config => config with { Identity = new IdentityConfig { Kind = IdentityKind.Bearer } });
        const string batch = """{"requests":[{"custom_id":"c","params":{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"question"}]}}]}""";
        foreach (var next in (int[])[401, 200, 200])
        {
            status = next;
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/messages/batches") { Content = Json(batch) };
            request.Headers.Add("x-api-key", "sk-somebody");
            using var answer = await gateway.Client.SendAsync(request, Cancel);
            Assert.Equal(next, (int)answer.StatusCode);
        }

        Assert.Equal([Via.Call, Via.BatchRequest, Via.Call], (await gateway.StopAsync()).Select(static e => e.Via));
    }

    private static ScriptedUpstream Serving(params (string Line, string Body, string Type)[] answers) => ScriptedUpstream.Start(async talk =>
    {
        while (await talk.ReceiveAsync() is { } request)
        {
            var (_, body, type) = answers.Single(answer => request.Line == answer.Line + " HTTP/1.1");
            await talk.SendAsync($"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
        }
    });
}
