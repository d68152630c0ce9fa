using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Weir.Cli.Demo;
using Weir.Gateway;
using Weir.Gateway.Admission;
using Weir.Gateway.Configuration;
using Weir.Gateway.Storage;
using Weir.TestKit;
using Weir.Traffic;

namespace Weir.Cli.Tests.OfficialClients;

/// <summary>The built-in model, and the real gateway in front of it, with one key of Weir's own.</summary>
internal sealed class ModelBehindGateway : IAsyncDisposable
{
    /// <summary>What the model accepts: the callers' own credential with identity <c>bearer</c>, otherwise the gateway's.</summary>
    public const string ModelCredential = "sk-the-model-accepts-this";

    private readonly TempFolder _folder;
    private readonly BuiltInModelServer _model;
    private readonly DataFolder _data;
    private readonly GatewayApp _gateway;

    private ModelBehindGateway(TempFolder folder, BuiltInModelServer model, DataFolder data, GatewayApp gateway, string key)
    {
        (_folder, _model, _data, _gateway, Key) = (folder, model, data, gateway, key);
        gateway.Parts.Watch.Listen(Seen.Enqueue);
    }

    public Uri Address => _gateway.PublicAddress;

    /// <summary>A key of Weir's own for the account <c>client</c>.</summary>
    public string Key { get; }

    /// <summary>Exchanges as Watch made them, in order.</summary>
    public ConcurrentQueue<Exchange> Seen { get; } = new();

    public static async Task<ModelBehindGateway> StartAsync(IdentityKind identity, CancellationToken cancel, LimitSet? limits = null)
    {
        var folder = new TempFolder();
        // Paced, so that a caller who leaves half way leaves before everything was sent.
        var model = await BuiltInModelServer.StartAsync(new BuiltInModelOptions { Credentials = [ModelCredential], TokensPerSecond = 1000 }, cancel);
        if (!DataFolder.TryOpen(folder.File("data"), out var data, out var fault))
            throw new InvalidOperationException(fault.ToString());
        var key = await new KeyFile(data.Path, TimeProvider.System).CreateAsync(new NewKey("client"), cancel);
        var config = new WeirConfig
        {
            Listen = new Uri("http://127.0.0.1:0"),
            Admin = new Uri("http://127.0.0.1:0"),
            DataFolder = data.Path,
            Identity = new IdentityConfig { Kind = identity },
            Limits = limits is null ? new LimitsConfig() : new LimitsConfig { Account = limits },
            Upstreams = [new UpstreamConfig { Name = "model", Url = model.Address, Retries = 0, Credential = identity == IdentityKind.Bearer ? null : new Secret(ModelCredential) }],
        };
        var gateway = GatewayApp.Build(new ConfigSource(config), data, TimeProvider.System, static logging => logging.SetMinimumLevel(LogLevel.None));
        var both = new ModelBehindGateway(folder, model, data, gateway, key.Key!);
        await gateway.StartAsync(cancel);
        return both;
    }

    /// <summary>Stops the gateway, so that everything that was queued has been written and seen.</summary>
    public async Task<IReadOnlyList<Exchange>> StopAsync(CancellationToken cancel)
    {
        await _gateway.StopAsync(cancel);
        return [.. Seen];
    }

    /// <summary>The journal as it lies on disk.</summary>
    public async Task<string[]> JournalAsync(CancellationToken cancel)
    {
        var lines = new List<string>();
        foreach (var segment in Directory.GetFiles(Path.Combine(_data.Path, "journal"), "*.jsonl").Order(StringComparer.Ordinal))
            lines.AddRange(await File.ReadAllLinesAsync(segment, cancel));
        return [.. lines];
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        _data.Dispose();
        await _model.DisposeAsync();
        _folder.Dispose();
    }
}
