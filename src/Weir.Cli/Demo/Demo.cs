using Microsoft.Extensions.Logging;
using Weir.Cli.Config;
using Weir.Cli.Drills;
using Weir.Cli.EvidencePacks;
using Weir.Console;
using Weir.Console.Drills;
using Weir.Drill.Scenarios;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Wire;
using Weir.Gateway;
using Weir.Gateway.Admission;
using Weir.Gateway.Configuration;
using Weir.Gateway.Enforcement;
using Weir.Gateway.Storage;
using Weir.Gateway.Telemetry;

namespace Weir.Cli.Demo;

/// <summary>One run of the demo: model, gateway, keys, a drill with a campaign in it; then all of it away again.</summary>
internal sealed class Demo(Terminal terminal, DemoWishes wanted)
{
    /// <summary>The days of the story pass in about three quarters of a minute, on a machine that keeps up.</summary>
    private const double Speed = 5_000;
    private const int Width = 16;
    /// <summary>Calls that detection may be behind.</summary>
    private const long MostWaiting = 100;
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(20);

    private readonly Demonstration _scenario = new();

    public static async Task<int> RunAsync(Terminal terminal, DemoWishes wanted, CancellationToken end)
    {
        var temporary = wanted.Data is null ? Directory.CreateTempSubdirectory("weir-demo-").FullName : null;
        try
        {
            await using var model = await BuiltInModelServer.StartAsync(
                new BuiltInModelOptions { Seed = (ulong)(uint)wanted.Seed, Aliases = Models.Menu, Time = terminal.Time }, CancellationToken.None);
            var reading = ConfigLoader.Load(wanted.Configuration(model.Address, temporary ?? wanted.Data!));
            if (reading.Config is not { } config)
                return terminal.Refuse(reading.Faults);
            if (!DataFolder.TryOpen(config.DataFolder, out var data, out var fault))
                return terminal.Fail(fault.ToString());
            using (data)
                return await new Demo(terminal, wanted).ServeAsync(DemoPolicy.In(config, data), data, end);
        }
        finally
        {
            if (temporary is not null)
                Remove(temporary);
        }
    }

    private async Task<int> ServeAsync(WeirConfig config, DataFolder data, CancellationToken end)
    {
        var plan = _scenario.Story((ulong)(uint)wanted.Seed);
        var accounts = plan.Accounts();
        var clock = new DrillClock(terminal.Time, plan.Start);
        if (await KeysAsync(new KeyFile(data.Path, clock), accounts) is not { } keys)
            return terminal.Fail($"No keys could be written to '{data.Path}'.");
        await using var ground = new DrillGround(terminal.Time);
        await using var output = new LogOutput(LogFormat.Plain, terminal.Error, terminal.Time);
        await using var app = GatewayApp.Build(new ConfigSource(config), data, clock, logging => Log(logging, output, config.Telemetry), (admin, parts) => WebConsole.Map(admin, parts, ground, ConsolePacks.MakeAsync));
        var tally = new DemoTally();
        app.Parts.Watch.Listen(tally.Add);
        if (await Serve.ServeCommand.StartAsync(terminal, app) is { } failed)
            return failed;
        var story = new DemoStory(terminal, app.AdminAddress, accounts, plan.Start, clock, tally);
        story.Open(app, keys[DemoStory.You], data.Path, kept: wanted.Data is not null);
        ground.Open(app, clock);
        var run = ground.Begin(new DrillWish(_scenario.Name, 1, (ulong)(uint)wanted.Seed), plan.Days, accounts, end);
        await PlayAsync(plan, accounts, keys, app, clock, story, run, end);
        await ground.DisposeAsync();
        // Its days pass in seconds: what is kept of them can be proved (weir evidence) up to the hour in which it ends.
        if (wanted.Data is not null)
            app.Parts.Watch.FinishHours();
        await app.StopAsync(terminal.Hurry);
        story.Sum(app);
        return ExitCodes.Ok;
    }

    /// <summary>Until the token ends it; the drill may be over before.</summary>
    private async Task PlayAsync(TrafficPlan plan, List<Account> accounts, IReadOnlyDictionary<string, string> keys, GatewayApp app, DrillClock clock, DemoStory story, DrillRun run, CancellationToken end)
    {
        try
        {
            if (await DrillFacts.TellAsync(accounts, app.AdminAddress, end) is { } fault)
                terminal.Fail($"the admin port {fault}");
            using var sender = new DrillSender(Reach(app.PublicAddress), DrillIdentity.Keys, keys, Width, terminal.Time) { Clock = at => clock.Lead(app, at), Sending = made => run.Called(made.By), Hold = cancel => DetectionAsync(app, MostWaiting, cancel) };
            // On a thread of its own: to make the traffic is work, and the screen shall not wait for it.
            run.Follow(sender);
            var playing = Task.Run(() => SendAsync(sender, plan, accounts, run), end);
            await story.FollowAsync(playing, () => DetectionAsync(app, 0, end), end);
            await Task.Delay(Timeout.InfiniteTimeSpan, terminal.Time, end);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The demo ends.
        }
    }

    /// <summary>A made population has no calibration of its own; that warning is for those who serve customers.</summary>
    private static void Log(ILoggingBuilder logging, LogOutput output, TelemetryConfig telemetry) =>
        Serve.ServeCommand.Log(logging.AddFilter(typeof(PolicyFile).FullName, LogLevel.Error), output, telemetry with { LogLevel = LogLevel.Warning });

    /// <summary>Whoever looks at the console may end the story there.</summary>
    private static async Task SendAsync(DrillSender sender, TrafficPlan plan, List<Account> accounts, DrillRun run)
    {
        try
        {
            await sender.RunAsync(new TrafficFlow(plan, accounts), new RequestMaker(), 0, long.MaxValue, Speed, null, run.Cancel);
            run.End(run.Cancel.IsCancellationRequested ? DrillPhase.Stopped : DrillPhase.Done);
        }
        catch (OperationCanceledException)
        {
            run.End(DrillPhase.Stopped);
        }
    }

    /// <summary>Detection works at the lowest priority. On a machine that is busy the days wait for it, so that the story is the same.</summary>
    private async ValueTask DetectionAsync(GatewayApp app, long waiting, CancellationToken end)
    {
        while (app.Parts.Detection.Waiting > waiting)
            await Task.Delay(Moment, terminal.Time, end);
    }

    /// <summary>An address to listen on is not always one to call.</summary>
    private static Uri Reach(Uri listen) => listen.Host is "0.0.0.0" or "[::]" ? new UriBuilder(listen) { Host = "127.0.0.1" }.Uri : listen;

    /// <summary>One for whoever watches, and one for each made account. They outlast the days of the story, and an evening.</summary>
    private static async Task<IReadOnlyDictionary<string, string>?> KeysAsync(KeyFile file, List<Account> accounts)
    {
        var keys = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var account in accounts.Select(static account => account.Who.Account).Prepend(DemoStory.You))
        {
            var change = await file.CreateAsync(new NewKey(account) { Name = "demo", ExpiresIn = TimeSpan.FromDays(30) }, CancellationToken.None);
            if (change.Key is not { } key)
                return null;
            keys.Add(account, key);
        }

        return keys;
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
