using Weir.Gateway.Configuration;
using Weir.Traffic;
using Xunit;

namespace Weir.Cli.Tests.OfficialClients;

/// <summary>
/// The official clients of .NET through the gateway in front of the built-in model, with Weir's own keys and with the
/// callers' own credentials. The same suites run against the model itself.
/// </summary>
public sealed class ThroughGatewayTests
{
    private const int Bound = 120_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory(Timeout = Bound)]
    [InlineData(IdentityKind.Bearer)]
    [InlineData(IdentityKind.Keys)]
    public async Task The_OpenAI_client_chats_and_embeds(IdentityKind identity)
    {
        await using var served = await ModelBehindGateway.StartAsync(identity, Cancel);
        await new OpenAiClientSuite(served.Address, Credential(served, identity)).RunAllAsync(Cancel);
        var seen = await served.StopAsync(Cancel);
        var chats = seen.Where(static e => e.Dialect == Dialect.OpenAiChat).ToArray();
        var account = Assert.Single(chats.Select(static e => e.Account).Distinct(StringComparer.Ordinal));
        Assert.Equal(identity == IdentityKind.Keys, account == "client");
        Assert.Contains(chats, static e => e is { Outcome: Outcome.Completed, Stream: true, Usage.OutputTokens: > 0, Usage.Estimated: false });
        Assert.Contains(chats, static e => e is { Outcome: Outcome.CallerLeft, Stream: true, Usage: { OutputTokens: > 0, Estimated: true } });
        Assert.Contains(seen, static e => e is { Dialect: Dialect.OpenAiEmbeddings, Usage: { InputTokens: > 0, OutputTokens: 0 } });
        Assert.Contains(await served.JournalAsync(Cancel), static line => line.Contains("\"outcome\":\"caller_left\"", StringComparison.Ordinal));
    }

    [Fact(Timeout = Bound)]
    public async Task The_OpenAI_client_uses_responses()
    {
        await using var served = await ModelBehindGateway.StartAsync(IdentityKind.Keys, Cancel);
        await new OpenAiResponsesSuite(served.Address, served.Key).RunAllAsync(Cancel);
        Assert.All(await served.StopAsync(Cancel), static e => Assert.True(e is { Dialect: Dialect.OpenAiResponses, Usage: { OutputTokens: > 0, Estimated: false } }, e.ToString()));
    }

    [Theory(Timeout = Bound)]
    [InlineData(IdentityKind.Bearer)]
    [InlineData(IdentityKind.Keys)]
    public async Task The_Anthropic_client_sends_messages(IdentityKind identity)
    {
        await using var served = await ModelBehindGateway.StartAsync(identity, Cancel);
        await new AnthropicClientSuite(served.Address, Credential(served, identity)).RunAllAsync(Cancel);
        var seen = await served.StopAsync(Cancel);
        Assert.Contains(seen, static e => e is { Dialect: Dialect.AnthropicMessages, Outcome: Outcome.Completed, Stream: true, Usage: { OutputTokens: > 0, Estimated: false } });
        Assert.Contains(seen, static e => e is { Dialect: Dialect.AnthropicMessages, Outcome: Outcome.CallerLeft, Usage.OutputTokens: > 0 });
        Assert.Contains(seen, static e => e is { Dialect: Dialect.AnthropicCountTokens, Outcome: Outcome.Completed });
    }

    [Theory(Timeout = Bound)]
    [InlineData(IdentityKind.Bearer)]
    [InlineData(IdentityKind.Keys)]
    public async Task The_npm_clients_of_all_three_providers_work(IdentityKind identity)
    {
        await using var served = await ModelBehindGateway.StartAsync(identity, Cancel);
        await NodeClientSuite.RunAsync(served.Address, Credential(served, identity), ["--behavior"], Cancel);
        var seen = await served.StopAsync(Cancel);
        foreach (var dialect in (Dialect[])[Dialect.OpenAiChat, Dialect.AnthropicMessages, Dialect.GeminiGenerate])
        {
            var calls = seen.Where(e => e.Dialect == dialect).ToArray();
            Assert.Contains(calls, static e => e is { Outcome: Outcome.Completed, Stream: true, Usage: { OutputTokens: > 0, Estimated: false } });
            Assert.Contains(calls, static e => e is { Outcome: Outcome.CallerLeft, Stream: true, Usage.OutputTokens: > 0 });
            Assert.Contains(calls, static e => e is { Outcome: Outcome.Rejected, Status: 404 });
        }

        Assert.Single(seen.Select(static e => e.Account).Distinct(StringComparer.Ordinal));
    }

    [Fact(Timeout = Bound)]
    public async Task A_limit_of_Weir_is_a_rate_limit_error_in_each_npm_client()
    {
        await using var served = await ModelBehindGateway.StartAsync(IdentityKind.Keys, Cancel, new LimitSet { RequestsPerMinute = 1 });
        await new OpenAiResponsesSuite(served.Address, served.Key).Responses_answer_with_text_and_usage(Cancel);
        await NodeClientSuite.RunAsync(served.Address, served.Key, ["--limited"], Cancel);
        Assert.All((await served.StopAsync(Cancel)).Skip(1), static e => Assert.Equal((429, Outcome.Refused), (e.Status, e.Outcome)));
    }

    /// <summary>Weir's own refusal, not the model's: the limit stands in the gateway's configuration.</summary>
    [Fact(Timeout = Bound)]
    public async Task A_limit_of_Weir_is_a_rate_limit_error_in_each_client()
    {
        await using var served = await ModelBehindGateway.StartAsync(IdentityKind.Keys, Cancel, new LimitSet { RequestsPerMinute = 1 });
        await new OpenAiResponsesSuite(served.Address, served.Key).Responses_answer_with_text_and_usage(Cancel);
        await new OpenAiClientSuite(served.Address, served.Key).CheckRateLimitAsync(Cancel);
        await new OpenAiResponsesSuite(served.Address, served.Key).CheckRateLimitAsync(Cancel);
        await new AnthropicClientSuite(served.Address, served.Key).CheckRateLimitAsync(Cancel);
        Assert.Equal([200, 429, 429, 429, 429], (await served.StopAsync(Cancel)).Select(static e => e.Status));
    }

    [Fact(Timeout = Bound)]
    public async Task A_wrong_key_is_a_401_of_each_client_and_leaves_no_record()
    {
        await using var served = await ModelBehindGateway.StartAsync(IdentityKind.Keys, Cancel);
        var openAi = await Assert.ThrowsAsync<System.ClientModel.ClientResultException>(() => new OpenAiClientSuite(served.Address, "wrong").Models_are_listed(Cancel));
        Assert.Equal(401, openAi.Status);
        await Assert.ThrowsAsync<Anthropic.Exceptions.AnthropicUnauthorizedException>(() => new AnthropicClientSuite(served.Address, "wrong").Models_are_listed(Cancel));
        Assert.Empty(await served.StopAsync(Cancel));
    }

    private static string Credential(ModelBehindGateway served, IdentityKind identity) =>
        identity == IdentityKind.Keys ? served.Key : ModelBehindGateway.ModelCredential;
}
