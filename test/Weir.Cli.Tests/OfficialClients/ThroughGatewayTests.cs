using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Weir.Cli.Demo;
using Weir.Gateway;
using Weir.Gateway.Configuration;
using Weir.Gateway.Storage;
using Weir.TestKit;
using Weir.Traffic;
using Xunit;

namespace Weir.Cli.Tests.OfficialClients;

/// <summary>
/// The official clients through the gateway in front of the built-in model, with identity <c>bearer</c>: each credential
/// that the model accepts is an account. The same suites run against the model itself.
/// </summary>
public sealed class ThroughGatewayTests : IAsyncLifetime
{
    private const string Key = "sk-through-gateway";
    private readonly TempFolder _folder = new();
    private readonly ConcurrentQueue<Exchange> _seen = new();
    private BuiltInModelServer _model = null!;
    private DataFolder _data = null!;
    private GatewayApp _gateway = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        // Paced, so that a caller who leaves half way leaves before everything was sent.
        _model = await BuiltInModelServer.StartAsync(new BuiltInModelOptions { Credentials = [Key], TokensPerSecond = 1000 }, Cancel);
        Assert.True(DataFolder.TryOpen(Path.Combine(_folder.Path, "data"), out var data, out var fault), fault?.ToString());
        _data = data;
        var config = new WeirConfig
        {
            Listen = new Uri("http://127.0.0.1:0"),
            Admin = new Uri("http://127.0.0.1:0"),
            DataFolder = data.Path,
            Identity = new IdentityConfig { Kind = IdentityKind.Bearer },
            Upstreams = [new UpstreamConfig { Name = "model", Url = _model.Address, Retries = 0 }],
        };
        _gateway = GatewayApp.Build(new ConfigSource(config), data, TimeProvider.System, static logging => logging.SetMinimumLevel(LogLevel.None));
        _gateway.Parts.Watch.Listen(_seen.Enqueue);
        await _gateway.StartAsync(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        _data.Dispose();
        _folder.Dispose();
        await _model.DisposeAsync();
    }

    [Fact]
    public async Task The_OpenAI_client_chats_and_embeds()
    {
        await new OpenAiClientSuite(_gateway.PublicAddress, Key).RunAllAsync(Cancel);
        await _gateway.StopAsync(Cancel);
        var chats = _seen.Where(e => e.Dialect == Dialect.OpenAiChat).ToArray();
        Assert.Single(chats.Select(e => e.Account).Distinct(StringComparer.Ordinal));
        Assert.Contains(chats, e => e is { Outcome: Outcome.Completed, Stream: true, Usage.OutputTokens: > 0, Usage.Estimated: false });
        Assert.Contains(chats, e => e is { Outcome: Outcome.CallerLeft, Usage.OutputTokens: > 0 });
    }

    [Fact]
    public Task The_OpenAI_client_uses_responses() => new OpenAiResponsesSuite(_gateway.PublicAddress, Key).RunAllAsync(Cancel);

    [Fact]
    public Task The_Anthropic_client_sends_messages() => new AnthropicClientSuite(_gateway.PublicAddress, Key).RunAllAsync(Cancel);

    [Fact]
    public Task The_npm_clients_of_all_three_providers_work() => NodeClientSuite.RunAsync(_gateway.PublicAddress, Key, [], Cancel);
}
