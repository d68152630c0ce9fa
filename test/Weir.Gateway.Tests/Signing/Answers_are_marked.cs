using System.Text;
using System.Text.Json;
using Weir.Gateway.Configuration;
using Weir.Gateway.Signing;
using Weir.Policy;
using Weir.Signatures.Marking;
using Weir.TestKit;
using Xunit;

namespace Weir.Gateway.Tests.Signing;

public sealed class Answers_are_marked
{
    private const string Text =
        "The two of them were in the shade of the trees for most of the day. It is a good idea to keep the door of the shed shut, and they do not know what is in it. "
        + "For example, the price of the house is based on the size of the land. Furthermore, you will need to be there, although it is often cold. There is no way to tell. "
        + "In the end it is important to see that they are able to go, and that is a start. We cannot know, and it will not be the last of them.";

    private const string Ask = """{"model":"m","messages":[{"role":"user","content":"Tell me about sheds."}]}""";
    private const string AskStream = """{"model":"m","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"Tell me about sheds."}]}""";

    private static string Body(string text) => $$$"""{"id":"1","choices":[{"index":0,"message":{"role":"assistant","content":"{{{text}}}"},"finish_reason":"stop"}],"usage":{"prompt_tokens":5,"completion_tokens":90,"total_tokens":95}}""";

    private static Func<WeirConfig, WeirConfig> On(Func<SignatureConfig, SignatureConfig>? more = null) =>
        config => config with { Signatures = (more ?? (static signatures => signatures))(new SignatureConfig { Mode = SignatureMode.Owner, Strength = 1 }) };

    [Fact]
    public async Task Off_is_the_default_and_changes_nothing()
    {
        await using var upstream = ScriptedUpstream.AnsweringJson(Body(Text));
        await using var gateway = await RunningGateway.StartAsync(upstream.Address);
        await gateway.App.Parts.Signing.LookAsync();
        Assert.Null(gateway.App.Parts.Signing.Signing);
        Assert.Equal(Body(Text), await AskAsync(gateway, Ask));
        Assert.False(File.Exists(Path.Combine(gateway.DataPath, SignatureMaster.Name)));
    }

    [Fact]
    public async Task A_whole_answer_carries_the_mark_and_nothing_else_changes()
    {
        await using var upstream = ScriptedUpstream.AnsweringJson(Body(Text));
        await using var gateway = await RunningGateway.StartAsync(upstream.Address, On());
        var key = await ReadyAsync(gateway);
        var marked = new Embedder(new Signature(key, null, 1)).Apply(Text);
        Assert.NotEqual(Text, marked);
        Assert.Equal(Body(marked), await AskAsync(gateway, Ask));
        var exchange = Assert.Single(await gateway.StopAsync());
        Assert.Equal(90, exchange.Usage.OutputTokens);
    }

    [Fact]
    public async Task A_streamed_answer_carries_the_same_mark_as_a_whole_one()
    {
        await using var upstream = ScriptedUpstream.Answering(ScriptedUpstream.SseHead + ScriptedUpstream.Chunk(Events(Text)) + "0\r\n\r\n");
        await using var gateway = await RunningGateway.StartAsync(upstream.Address, On());
        var marked = new Embedder(new Signature(await ReadyAsync(gateway), null, 1)).Apply(Text);
        var answer = await AskAsync(gateway, AskStream);
        Assert.Equal(marked, Joined(answer));
        Assert.EndsWith("data: {\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":90}}\n\ndata: [DONE]\n\n", answer, StringComparison.Ordinal);
        Assert.Equal(90, Assert.Single(await gateway.StopAsync()).Usage.OutputTokens);
    }

    [Fact]
    public async Task Words_that_are_held_back_go_out_when_the_model_falls_silent()
    {
        var go = new SemaphoreSlim(0);
        var begin = "In the shade of the trees and of the house it";
        await using var upstream = ScriptedUpstream.Start(async talk =>
        {
            await talk.ReceiveAsync();
            await talk.SendAsync(ScriptedUpstream.SseHead + ScriptedUpstream.Chunk(Delta(begin)));
            await go.WaitAsync(talk.Stop);
            await talk.SendAsync(ScriptedUpstream.Chunk(Delta(" is a good day.") + "data: [DONE]\n\n") + "0\r\n\r\n");
        });
        await using var gateway = await RunningGateway.StartAsync(upstream.Address, On());
        await ReadyAsync(gateway);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new StringContent(AskStream, Encoding.UTF8, "application/json") };
        using var answer = await gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await answer.Content.ReadAsStreamAsync();
        var buffer = new byte[4096];
        // Comes although the upstream sends nothing more before it has come.
        Assert.Equal(Delta(begin), Encoding.UTF8.GetString(buffer, 0, await stream.ReadAsync(buffer)));
        go.Release();
        Assert.Equal(Delta(" is a good day.") + "data: [DONE]\n\n", await new StreamReader(stream).ReadToEndAsync());
    }

    [Fact]
    public async Task What_is_excluded_or_must_stay_as_it_is_stays_as_it_is()
    {
        await using var upstream = ScriptedUpstream.AnsweringJson(Body(Text));
        await using var gateway = await RunningGateway.StartAsync(upstream.Address, On(static signatures => signatures with { ExceptModels = ["code-*"], ExceptAccounts = ["friend"], ExceptEndpoints = [SignedEndpoint.Generate] }));
        await ReadyAsync(gateway);
        foreach (var ask in (string[])
        [
            Ask.Replace("\"m\"", "\"code-1\"", StringComparison.Ordinal),
            Ask.Replace("\"model\"", "\"logprobs\":true,\"model\"", StringComparison.Ordinal),
            Ask.Replace("\"model\"", "\"response_format\":{\"type\":\"json_object\"},\"model\"", StringComparison.Ordinal),
            Ask.Replace("Tell me", "Use no contractions and tell me", StringComparison.Ordinal),
            Ask.Replace("\"}]", "\"},{\"role\":\"assistant\",\"content\":\"The shed\"}]", StringComparison.Ordinal),
        ])
            Assert.Equal(Body(Text), await AskAsync(gateway, ask));
        Assert.Equal(Body(Text), await AskAsync(gateway, Ask, "friend"));
        Assert.NotEqual(Body(Text), await AskAsync(gateway, Ask));
    }

    [Fact]
    public async Task A_completion_is_marked_where_its_prompt_tells_what_it_goes_on_from()
    {
        var body = $$$"""{"id":"1","choices":[{"index":0,"text":" {{{Text}}}","finish_reason":"stop"}]}""";
        await using var upstream = ScriptedUpstream.AnsweringJson(body);
        await using var gateway = await RunningGateway.StartAsync(upstream.Address, On());
        await ReadyAsync(gateway);
        Assert.NotEqual(body, await AskAsync(gateway, "{\"model\":\"m\",\"prompt\":\"This is what I know.\"}", path: "/v1/completions"));
        foreach (var more in (string[])["\"prompt\":\"It is `\"", "\"prompt\":[\"a\",\"b\"]", "\"prompt\":[1,2,3]", "\"prompt\":\"a\",\"suffix\":\"b\"", "\"prompt\":\"a\",\"echo\":true", "\"prompt\":\"a\",\"logprobs\":0", "\"n\":1"])
            Assert.Equal(body, await AskAsync(gateway, $"{{\"model\":\"m\",{more}}}", path: "/v1/completions"));
    }

    [Fact]
    public async Task The_worse_an_account_stands_the_more_places_of_its_answers_are_marked()
    {
        var text = string.Join(' ', Enumerable.Repeat(Text, 4));
        await using var upstream = ScriptedUpstream.AnsweringJson(Body(text));
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "policy.yaml");
        await File.WriteAllTextAsync(file, "mode: enforce\nterms: { url: \"https://example.com/terms\", clauses: { c: { title: T, says: S } } }\n", TestContext.Current.CancellationToken);
        var on = On(static signatures => signatures with { Strength = 0.2, Strengths = new SignatureStrengths { Watch = 0.5, Slow = 0.75, Narrow = 1 } });
        await using var gateway = await RunningGateway.StartAsync(upstream.Address, config => on(config) with { PolicyFile = file });
        var key = await ReadyAsync(gateway);
        var changes = new List<int>();
        foreach (var (posture, strength) in ((Posture, double)[])[(Posture.Open, 0.2), (Posture.Watch, 0.5), (Posture.Slow, 0.75), (Posture.Narrow, 1)])
        {
            var policy = gateway.App.Parts.Policy;
            if (posture != Posture.Open)
            {
                Assert.True(await policy.ActAsync(PolicyEntry.For(EntryKind.PostureSet, References.New(policy.Now), policy.Now, new Subject(SubjectKind.Account, "tester")) with
                {
                    Posture = posture, Until = policy.Now.AddDays(1), Actor = "anna", Reason = "test",
                }));
            }

            var embedder = new Embedder(new Signature(key, null, strength));
            Assert.Equal(Body(embedder.Apply(text)), await AskAsync(gateway, Ask));
            changes.Add(embedder.Edits.Count);
        }

        Assert.True(changes.SequenceEqual(changes.Distinct().Order()), string.Join(' ', changes));
    }

    [Fact]
    public async Task The_commitment_stands_in_the_ledger_before_the_first_marked_answer()
    {
        await using var upstream = ScriptedUpstream.AnsweringJson(Body(Text));
        await using var gateway = await RunningGateway.StartAsync(upstream.Address, On(static signatures => signatures with { Mode = SignatureMode.OwnerAndCampaign, Campaigns = new Dictionary<string, IReadOnlyList<string>> { ["harvest"] = ["tester"] } }));
        await ReadyAsync(gateway);
        var keys = new SignatureKeyFile(gateway.DataPath, TimeProvider.System).Read();
        Assert.Equal(["main", "harvest"], keys.Select(static key => key.Name));
        Assert.All(keys, key => Assert.True(key.LedgerIndex < gateway.App.Parts.Ledger.Writer!.Checkpoint!.Size));
        Assert.NotEqual(Body(Text), await AskAsync(gateway, Ask));
    }

    [Fact]
    public async Task Without_a_ledger_nothing_is_marked()
    {
        await using var upstream = ScriptedUpstream.AnsweringJson(Body(Text));
        await using var gateway = await RunningGateway.StartAsync(upstream.Address, config => On()(config) with { Ledger = new LedgerConfig { Enabled = false } });
        await gateway.App.Parts.Signing.LookAsync();
        Assert.Equal(Body(Text), await AskAsync(gateway, Ask));
    }

    [Fact]
    public async Task A_reload_turns_marks_off_at_once()
    {
        await using var upstream = ScriptedUpstream.AnsweringJson(Body(Text));
        await using var gateway = await RunningGateway.StartAsync(upstream.Address, On());
        await ReadyAsync(gateway);
        gateway.Config.Swap(gateway.Config.Current with { Signatures = new SignatureConfig() });
        Assert.Equal(Body(Text), await AskAsync(gateway, Ask));
    }

    private static async Task<SignatureKey> ReadyAsync(RunningGateway gateway)
    {
        while (gateway.App.Parts.Signing.Signing is null)
        {
            await gateway.App.Parts.Signing.LookAsync();
            await Task.Yield();
        }

        var file = new SignatureKeyFile(gateway.DataPath, TimeProvider.System);
        Assert.True(SignatureMaster.TryRead(gateway.DataPath, null, make: false, out var master, out _));
        return SignatureKeyFile.Derive(file.Find("main")!, master)!;
    }

    private static async Task<string> AskAsync(RunningGateway gateway, string ask, string? account = null, string path = "/v1/chat/completions")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(ask, Encoding.UTF8, "application/json") };
        if (account is not null)
        {
            gateway.Client.DefaultRequestHeaders.Remove("X-Weir-Account");
            request.Headers.Add("X-Weir-Account", account);
        }

        using var answer = await gateway.Client.SendAsync(request);
        if (account is not null)
            gateway.Client.DefaultRequestHeaders.Add("X-Weir-Account", "tester");
        return await answer.Content.ReadAsStringAsync();
    }

    private static string Delta(string text) => $"data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{text}\"}}}}]}}\n\n";

    private static string Events(string text)
    {
        var events = new StringBuilder();
        for (var at = 0; at < text.Length; at += 7)
            events.Append(Delta(text.Substring(at, Math.Min(7, text.Length - at))));
        return events.Append("data: {\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":90}}\n\ndata: [DONE]\n\n").ToString();
    }

    private static string Joined(string wire) => string.Concat(wire.Split('\n')
        .Where(static line => line.StartsWith("data: {", StringComparison.Ordinal))
        .Select(static line => JsonDocument.Parse(line[6..]).RootElement.GetProperty("choices"))
        .Where(static choices => choices.GetArrayLength() > 0)
        .Select(static choices => choices[0].GetProperty("delta").GetProperty("content").GetString()));
}
