using System.CommandLine;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Weir.Cli.Config;
using Weir.Cli.Drills;
using Weir.Cli.EvidencePacks;
using Weir.Console;
using Weir.Gateway;
using Weir.Gateway.Configuration;
using Weir.Gateway.Storage;
using Weir.Gateway.Telemetry;

namespace Weir.Cli.Serve;

/// <summary>`weir serve`: the gateway, from its configuration to its last drained answer.</summary>
internal static partial class ServeCommand
{
    public static Command Create(Terminal terminal)
    {
        var flags = new ServeFlags();
        var command = new WeirCommand("serve", "Serve a model API through Weir.")
        {
            Examples =
            [
                "weir serve --upstream http://127.0.0.1:8000",
                "weir serve --config weir.yaml",
                "weir serve --config weir.yaml --listen http://0.0.0.0:8080 --set limits.account.concurrency=32",
            ],
        };
        flags.AddTo(command);
        command.SetAction((parsed, stop) => RunAsync(terminal, flags.Read(parsed), stop));
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, ConfigInput input, CancellationToken stop)
    {
        var reading = ConfigLoader.Load(input);
        if (reading.Config is not { } config)
        {
            if (input.File is null && File.Exists("weir.yaml"))
                terminal.Error.WriteLine("weir: there is a weir.yaml here; --config weir.yaml would read it");
            return terminal.Refuse(reading.Faults);
        }

        if (!DataFolder.TryOpen(config.DataFolder, out var data, out var fault))
            return terminal.Fail(fault.ToString());
        using (data)
        {
            await using var output = new LogOutput(config.Telemetry.Logs, terminal.Error, terminal.Time);
            using var export = OtlpExport.Start(config.Telemetry);
            var source = new ConfigSource(config);
            await using var ground = config.Drills ? new DrillGround(terminal.Time) : null;
            await using var app = GatewayApp.Build(source, data, terminal.Time, logging => Log(logging, output, config.Telemetry), (admin, parts) => WebConsole.Map(admin, parts, ground, ConsolePacks.MakeAsync));
            var log = app.Parts.Loggers.CreateLogger("Weir.Cli.Serve.Gateway");
            using var reload = app.Parts.Reload = new ConfigReload(input, source, terminal.Time, app.Parts.Loggers.CreateLogger<ConfigReload>());
            if (await StartAsync(terminal, app) is { } failed)
                return failed;
            ground?.Open(app, clock: null);
            LogServing(log, app.PublicAddress, app.AdminAddress, config.DataFolder, config.Identity.Kind.ToString().ToLowerInvariant(), string.Join(", ", config.Upstreams.Select(static upstream => upstream.Name)));
            if (config.Identity.Kind == IdentityKind.Keys && app.Parts.Keys.Book.All.Count == 0)
                LogNoKeys(log, config.DataFolder);
            reload.Start();
            using var hangUp = OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
            {
                context.Cancel = true;
                reload.Now();
            });
            await UntilAsync(stop);
            LogDraining(log, DurationText.Write(source.Current.Drain));
            if (ground is not null)
                await ground.DisposeAsync();
            await app.StopAsync(terminal.Hurry);
            LogStopped(log);
        }

        return ExitCodes.Ok;
    }

    public static void Log(ILoggingBuilder logging, LogOutput output, TelemetryConfig telemetry) => logging
        .SetMinimumLevel(telemetry.LogLevel)
        // The server's own lines repeat ours, request by request where one looks closer.
        .AddFilter("Microsoft", telemetry.LogLevel > LogLevel.Warning ? telemetry.LogLevel : LogLevel.Warning)
        // A start that fails is told by whoever asked for it.
        .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None)
        .AddProvider(output);

    /// <summary>Null when it runs; otherwise the exit code.</summary>
    public static async Task<int?> StartAsync(Terminal terminal, GatewayApp app)
    {
        try
        {
            await app.StartAsync(CancellationToken.None);
            return null;
        }
        catch (Exception exception) when (exception is IOException or SocketException or AddressInUseException)
        {
            var config = app.Parts.Config.Current;
            return terminal.Fail($"Cannot listen on {config.Listen.GetLeftPart(UriPartial.Authority)} and {config.Admin.GetLeftPart(UriPartial.Authority)}: {exception.Message} Name other ones with --listen and --admin.");
        }
    }

    private static async Task UntilAsync(CancellationToken stop)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = stop.Register(stopped.SetResult);
        await stopped.Task;
    }

    [LoggerMessage(7201, LogLevel.Information, "Serving {Listen}, admin {Admin}, data {Data}, identity {Identity}, upstreams: {Upstreams}")]
    private static partial void LogServing(ILogger log, Uri listen, Uri admin, string data, string identity, string upstreams);

    [LoggerMessage(7202, LogLevel.Warning, "There is no key yet, so nobody can call: weir keys create --data {Data} --account NAME")]
    private static partial void LogNoKeys(ILogger log, string data);

    [LoggerMessage(7203, LogLevel.Information, "Stopping: no new calls; running answers have {Drain}, a second signal ends them now")]
    private static partial void LogDraining(ILogger log, string drain);

    [LoggerMessage(7204, LogLevel.Information, "Stopped")]
    private static partial void LogStopped(ILogger log);
}
