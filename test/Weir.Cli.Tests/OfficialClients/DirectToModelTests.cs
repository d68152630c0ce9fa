using System.ClientModel;
using Weir.Cli.Demo;
using Xunit;

namespace Weir.Cli.Tests.OfficialClients;

/// <summary>The official clients against the built-in model itself; the same suites run against the gateway.</summary>
public sealed class DirectToModelTests : IAsyncLifetime
{
    private const int Bound = 120_000;
    private const string Key = "sk-model-test";
    private BuiltInModelServer _server = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _server = await BuiltInModelServer.StartAsync(new BuiltInModelOptions { Credentials = [Key] }, Cancel);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact(Timeout = Bound)]
    public Task The_OpenAI_client_chats_and_embeds() => new OpenAiClientSuite(_server.Address, Key).RunAllAsync(Cancel);

    [Fact(Timeout = Bound)]
    public Task The_OpenAI_client_uses_responses() => new OpenAiResponsesSuite(_server.Address, Key).RunAllAsync(Cancel);

    [Fact(Timeout = Bound)]
    public Task The_Anthropic_client_sends_messages() => new AnthropicClientSuite(_server.Address, Key).RunAllAsync(Cancel);

    [Fact(Timeout = Bound)]
    public Task The_npm_clients_of_all_three_providers_work() => NodeClientSuite.RunAsync(_server.Address, Key, ["--behavior"], Cancel);

    [Theory(Timeout = Bound)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public Task The_OpenAI_client_sees_an_error_of_the_upstream(int status) =>
        new OpenAiClientSuite(_server.Address, Key).CheckErrorsOnDemandAsync(status, Cancel);

    [Fact(Timeout = Bound)]
    public async Task A_wrong_credential_is_a_401_for_each_client()
    {
        var openAi = await Assert.ThrowsAsync<ClientResultException>(() => new OpenAiClientSuite(_server.Address, "wrong").Models_are_listed(Cancel));
        Assert.Equal(401, openAi.Status);
        await Assert.ThrowsAsync<Anthropic.Exceptions.AnthropicUnauthorizedException>(() => new AnthropicClientSuite(_server.Address, "wrong").Models_are_listed(Cancel));
    }
}
