using Microsoft.Extensions.Logging;
using Weir.Gateway.Admission;
using Weir.Gateway.Configuration;
using Weir.Gateway.Storage;
using Weir.TestKit;
using Xunit;

namespace Weir.Gateway.Tests;

/// <summary>The real gateway on loopback ports of its own, in front of whatever upstreams a test names.</summary>
internal sealed class RunningGateway : IAsyncDisposable
{
    private readonly TempFolder _folder;
    private readonly DataFolder _data;

    private RunningGateway(TempFolder folder, DataFolder data, GatewayApp app, ConfigSource config)
    {
        _folder = folder;
        _data = data;
        App = app;
        Config = config;
        Client = new HttpClient { BaseAddress = app.PublicAddress, Timeout = TimeSpan.FromSeconds(60) };
        Client.DefaultRequestHeaders.Add("X-Weir-Account", "tester");
    }

    public GatewayApp App { get; }
    public ConfigSource Config { get; }
    /// <summary>Calls as the account <c>tester</c>, named by a header as from a proxy in front.</summary>
    public HttpClient Client { get; }
    public string DataPath => _data.Path;
    /// <summary>The secrets of the keys that the test asked for, in its order.</summary>
    public IReadOnlyList<string> Keys { get; private init; } = [];

    /// <summary>Exchanges as Watch made them, in order.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<Traffic.Exchange> Seen { get; } = new();

    public static Task<RunningGateway> StartAsync(Uri upstream, Func<WeirConfig, WeirConfig>? change = null, TimeProvider? time = null) =>
        StartAsync([new UpstreamConfig { Name = "main", Url = upstream, Retries = 0 }], change, time);

    public static async Task<RunningGateway> StartAsync(UpstreamConfig[] upstreams, Func<WeirConfig, WeirConfig>? change = null, TimeProvider? time = null, NewKey[]? keys = null)
    {
        var folder = new TempFolder();
        Assert.True(DataFolder.TryOpen(Path.Combine(folder.Path, "data"), out var data, out var fault), fault?.ToString());
        var secrets = new List<string>();
        foreach (var key in keys ?? [])
            secrets.Add((await new KeyFile(data.Path, TimeProvider.System).CreateAsync(key, CancellationToken.None)).Key!);
        var config = new WeirConfig
        {
            Listen = new Uri("http://127.0.0.1:0"),
            Admin = new Uri("http://127.0.0.1:0"),
            DataFolder = data.Path,
            Identity = new IdentityConfig { Kind = keys is null ? IdentityKind.Header : IdentityKind.Keys },
            Network = new NetworkConfig { TrustedProxies = [System.Net.IPNetwork.Parse("127.0.0.0/8")] },
            Upstreams = upstreams,
        };
        var source = new ConfigSource(change?.Invoke(config) ?? config);
        var app = GatewayApp.Build(source, data, time ?? TimeProvider.System, static logging => logging.SetMinimumLevel(LogLevel.None));
        var running = new RunningGateway(folder, data, app, source) { Keys = secrets };
        app.Parts.Watch.Listen(running.Seen.Enqueue);
        await app.StartAsync(CancellationToken.None);
        running.Client.BaseAddress = app.PublicAddress;
        return running;
    }

    /// <summary>Stops the gateway, so that everything that was queued has been written and seen.</summary>
    public async Task<IReadOnlyList<Traffic.Exchange>> StopAsync()
    {
        await App.StopAsync(CancellationToken.None);
        return [.. Seen];
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.DisposeAsync();
        _data.Dispose();
        _folder.Dispose();
    }
}
