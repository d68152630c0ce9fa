using Microsoft.Extensions.Logging;
using Weir.Console.Campaigns.Evidence;
using Weir.Console.Drills;
using Weir.Gateway;
using Weir.Gateway.Admin;
using Weir.Gateway.Configuration;
using Weir.Gateway.Storage;
using Weir.TestKit;
using Xunit;

namespace Weir.Console.Tests.Running;

/// <summary>A real gateway with its console, on ports of its own, over a folder of its own.</summary>
internal sealed class RunningConsole : IAsyncDisposable
{
    private readonly TempFolder _folder;
    private readonly DataFolder _data;

    private RunningConsole(TempFolder folder, DataFolder data, GatewayApp app, ConfigSource config)
    {
        (_folder, _data, App, Config) = (folder, data, app, config);
        Address = app.AdminAddress.ToString().TrimEnd('/');
    }

    public GatewayApp App { get; }
    public ConfigSource Config { get; }
    public string Address { get; }
    public GatewayParts Parts => App.Parts;

    /// <param name="past">With the days of the demonstration behind it; otherwise it knows nobody.</param>
    /// <param name="time">Null: the real one, or that of its past.</param>
    public static async Task<RunningConsole> StartAsync(bool past, Func<WeirConfig, WeirConfig>? change = null, IDrillGround? drills = null, MakePack? packs = null, TimeProvider? time = null)
    {
        var folder = new TempFolder();
        Assert.True(DataFolder.TryOpen(Path.Combine(folder.Path, "data"), out var data, out var fault), fault?.ToString());
        if (past)
            await MadeJournal.WriteAsync(data.JournalPath, data.Hasher);
        var config = new WeirConfig
        {
            Listen = new Uri("http://127.0.0.1:0"),
            Admin = new Uri("http://127.0.0.1:0"),
            DataFolder = data.Path,
            Identity = new IdentityConfig { Kind = IdentityKind.Header },
            Network = new NetworkConfig { TrustedProxies = [System.Net.IPNetwork.Parse("127.0.0.0/8")] },
            Upstreams = [new UpstreamConfig { Name = "main", Url = new Uri("http://127.0.0.1:9"), Retries = 0 }],
        };
        var source = new ConfigSource(change?.Invoke(config) ?? config);
        // The past lies in spring; what is shown of it is the same on every day that tests run.
        var app = GatewayApp.Build(source, data, time ?? (past ? new ShiftedTime(MadeJournal.End) : TimeProvider.System), static logging => logging.SetMinimumLevel(LogLevel.None), (admin, parts) => WebConsole.Map(admin, parts, drills, packs));
        await app.StartAsync(CancellationToken.None);
        var running = new RunningConsole(folder, data, app, source);
        if (past)
            await running.CaughtUpAsync();
        return running;
    }

    public async Task<ActOutcome> ActAsync(ActRequest asked)
    {
        var outcome = await Parts.Acts.ActAsync(asked, Operator.Local);
        Assert.True(outcome.Done, outcome.Fault);
        return outcome;
    }

    private async Task CaughtUpAsync()
    {
        while (!Parts.Detection.IsFollowing || await Parts.Detection.LookAsync(static analysis => analysis.Campaigns(mostAccounts: 1), CancellationToken.None) is not { Count: > 0 })
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await App.StopAsync(CancellationToken.None);
        await App.DisposeAsync();
        _data.Dispose();
        _folder.Dispose();
    }

    /// <summary>A clock that runs as the real one does, from another moment on.</summary>
    private sealed class ShiftedTime(DateTimeOffset from) : TimeProvider
    {
        private readonly long _began = System.GetTimestamp();

        public override DateTimeOffset GetUtcNow() => from + System.GetElapsedTime(_began);
    }
}
