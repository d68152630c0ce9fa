using Microsoft.Extensions.Logging;
using Weir.Cli.Config;
using Weir.Gateway;
using Weir.Gateway.Admission;
using Weir.Gateway.Configuration;
using Weir.Gateway.Storage;
using Weir.Gateway.Telemetry;

namespace Weir.Cli.Demo;

/// <summary>One run of the demo: model, gateway, keys, users; then all of it away again.</summary>
internal static class Demo
{
    public static async Task<int> RunAsync(Terminal terminal, DemoWishes wanted, CancellationToken end)
    {
        var temporary = wanted.Data is null ? Directory.CreateTempSubdirectory("weir-demo-").FullName : null;
        try
        {
            // Answers come at the pace of a model, so that streams can be watched.
            await using var model = await BuiltInModelServer.StartAsync(
                new BuiltInModelOptions { Seed = (ulong)(uint)wanted.Seed, TokensPerSecond = 60, TimeToFirstToken = TimeSpan.FromMilliseconds(150), Time = terminal.Time }, CancellationToken.None);
            var reading = ConfigLoader.Load(wanted.Configuration(model.Address, temporary ?? wanted.Data!));
            if (reading.Config is not { } config)
                return terminal.Refuse(reading.Faults);
            if (!DataFolder.TryOpen(config.DataFolder, out var data, out var fault))
                return terminal.Fail(fault.ToString());
            using (data)
                return await ServeAsync(terminal, wanted, config, data, end);
        }
        finally
        {
            if (temporary is not null)
                Remove(temporary);
        }
    }

    private static async Task<int> ServeAsync(Terminal terminal, DemoWishes wanted, WeirConfig config, DataFolder data, CancellationToken end)
    {
        var keys = new KeyFile(data.Path, terminal.Time);
        if (await KeysAsync(keys) is not { } issued)
            return terminal.Fail($"No keys could be written to '{data.Path}'.");
        await using var output = new LogOutput(LogFormat.Plain, terminal.Error, terminal.Time);
        await using var app = GatewayApp.Build(new ConfigSource(config), data, terminal.Time, logging => Serve.ServeCommand.Log(logging, output, config.Telemetry with { LogLevel = LogLevel.Warning }));
        var tally = new DemoTally();
        app.Parts.Watch.Listen(tally.Add);
        if (await Serve.ServeCommand.StartAsync(terminal, app) is { } failed)
            return failed;
        DemoScreen.Show(terminal, app, issued[0], data.Path, kept: wanted.Data is not null);
        var traffic = new DemoTraffic(app.PublicAddress, terminal.Time, wanted.Seed);
        await Task.WhenAll([.. DemoUser.All.Select((user, i) => traffic.RunAsync(user, issued[i + 1], end)), DemoScreen.FollowAsync(terminal, app, tally, end)]);
        await app.StopAsync(terminal.Hurry);
        DemoScreen.Sum(terminal, app, tally);
        return ExitCodes.Ok;
    }

    /// <summary>One for whoever watches, then one for each pretend user.</summary>
    private static async Task<IReadOnlyList<string>?> KeysAsync(KeyFile keys)
    {
        var issued = new List<string>();
        foreach (var account in (IEnumerable<string>)["you", .. DemoUser.All.Select(static user => user.Account)])
        {
            var change = await keys.CreateAsync(new NewKey(account) { Name = "demo", ExpiresIn = TimeSpan.FromDays(1) }, CancellationToken.None);
            if (change.Key is not { } key)
                return null;
            issued.Add(key);
        }

        return issued;
    }

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A file is still held; the system's temporary folder is cleaned by others.
        }
    }
}
