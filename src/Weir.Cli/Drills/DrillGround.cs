using System.Globalization;
using Weir.Console.Drills;
using Weir.Drill.Model;
using Weir.Drill.Scenarios;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Wire;
using Weir.Gateway;
using Weir.Gateway.Admission;
using Weir.Gateway.Configuration;

namespace Weir.Cli.Drills;

/// <summary>
/// Drills that are started from the console, one at a time: against the gateway of this process and no other. What is true of the made accounts stays here.
/// </summary>
/// <param name="speed">How much faster than the real days those of a drill may pass; a machine that does not keep up takes longer.</param>
internal sealed class DrillGround(TimeProvider time, double speed = 5_000) : IDrillGround, IAsyncDisposable
{
    private const int Width = 16;
    /// <summary>Calls that detection may be behind.</summary>
    private const long MostWaiting = 100;
    private const int MostAccounts = 5_000;
    private const long MostExchanges = 400_000;
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(20);
    private static readonly Demonstration Small = new();

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _over = new();
    private GatewayApp? _app;
    private Demo.DrillClock? _clock;
    private DrillRun? _run;
    private Task _playing = Task.CompletedTask;
    private bool _ended;

    public IReadOnlyList<DrillScenario> Scenarios { get; } = [.. ScenarioList.All.Prepend(Small).Select(static one => new DrillScenario(one.Name, one.Summary, one.Label == Label.Extraction, one.Size.Accounts, one.Size.Exchanges))];

    public DrillState State => _run?.State ?? DrillState.None;

    public string? Warning => _clock is not null ? null
        : "This gateway judges by its own clock. A drill's days pass in moments here, so what asks for hours or days of taking is not reached; weir demo has a clock that follows the traffic. What is sent stays in journal and ledger.";

    /// <summary>Before this nothing can be started.</summary>
    /// <param name="clock">The gateway's, where it follows made traffic.</param>
    public void Open(GatewayApp app, Demo.DrillClock? clock) => (_app, _clock) = (app, clock);

    /// <summary>Something else plays here, such as the demo's own story: it is shown, and until it is over nothing else begins.</summary>
    public DrillRun Begin(DrillWish wish, double days, IReadOnlyList<Account> accounts, CancellationToken cancel)
    {
        lock (_gate)
            return _run = new DrillRun(wish, days, cancel).With(accounts);
    }

    public string? Start(DrillWish wish)
    {
        if (_app is not { } app)
            return "The gateway is not up yet.";
        if (Scenarios.FirstOrDefault(one => string.Equals(one.Name, wish.Scenario, StringComparison.Ordinal)) is not { } scenario)
            return "There is no such scenario.";
        if (wish.Scale is not (>= 0.0001 and <= 1))
            return "The scale is a number from 0.0001 to 1.";
        if (scenario.Exchanges * wish.Scale > MostExchanges)
            return string.Create(CultureInfo.InvariantCulture, $"That would be {scenario.Exchanges * wish.Scale:N0} calls, and a page plays up to {MostExchanges:N0}: take a smaller scale, or weir drill run.");
        lock (_gate)
        {
            if (State.IsOn)
                return "A drill is on already.";
            var run = _run = new DrillRun(wish, 0, _over.Token);
            _playing = Task.Run(() => PlayAsync(app, run), CancellationToken.None);
            return null;
        }
    }

    public void Stop() => _run?.Stop();

    private async Task PlayAsync(GatewayApp app, DrillRun run)
    {
        try
        {
            var plan = Plan(run.State.Wish!);
            var accounts = plan.Accounts();
            if (accounts.Count > MostAccounts)
            {
                run.End(DrillPhase.Failed, string.Create(CultureInfo.InvariantCulture, $"That would be {accounts.Count:N0} accounts, and a page plays up to {MostAccounts:N0}: take a smaller scale."));
                return;
            }

            run.With(accounts, plan.Days);
            var config = app.Parts.Config.Current;
            var keys = await KeysAsync(app, config, accounts, run.Cancel);
            if (await DrillFacts.TellAsync(accounts, app.AdminAddress, run.Cancel, config.AdminToken?.Value) is { } fault)
                throw new IOException($"the admin port {fault}");
            using var sender = new DrillSender(app.PublicAddress, config.Identity.Kind switch { IdentityKind.Keys => DrillIdentity.Keys, IdentityKind.Bearer => DrillIdentity.Bearer, _ => DrillIdentity.Header }, keys, Width, time)
            {
                Clock = _clock is { } clock ? at => clock.Lead(app, at) : null, Sending = made => run.Called(made.By), Hold = cancel => HoldAsync(app, cancel),
            };
            run.Follow(sender);
            // The demo's model knows the made names; whoever serves a model of their own here has it under its own.
            await sender.RunAsync(new TrafficFlow(plan, accounts), new RequestMaker(_clock is null ? ModelTraits.Tiny.Name : null), 0, long.MaxValue, speed, null, run.Cancel);
            run.Cancel.ThrowIfCancellationRequested();
            run.End(DrillPhase.Done);
        }
        catch (OperationCanceledException)
        {
            run.End(DrillPhase.Stopped);
        }
        catch (Exception refused) when (refused is IOException or HttpRequestException or InvalidOperationException)
        {
            run.End(DrillPhase.Failed, refused.Message);
        }
    }

    private TrafficPlan Plan(DrillWish wish)
    {
        var plan = string.Equals(wish.Scenario, Small.Name, StringComparison.Ordinal) ? Small.Story(wish.Seed) : ScenarioList.Named(wish.Scenario)!.Plan(wish.Seed, wish.Scale);
        // Never back: what follows the traffic begins where it stands, at the next midnight.
        return _clock is null ? plan : plan with { Start = new DateTimeOffset(_clock.GetUtcNow().UtcDateTime.Date.AddDays(1), TimeSpan.Zero) };
    }

    private static async Task<IReadOnlyDictionary<string, string>> KeysAsync(GatewayApp app, WeirConfig config, List<Account> accounts, CancellationToken cancel)
    {
        var keys = new Dictionary<string, string>(StringComparer.Ordinal);
        if (config.Identity.Kind != IdentityKind.Keys)
            return keys;
        var file = new KeyFile(app.Parts.Data.Path, app.Parts.Time);
        foreach (var account in accounts)
        {
            var change = await file.CreateAsync(new NewKey(account.Who.Account) { Name = "drill", ExpiresIn = TimeSpan.FromDays(60) }, cancel);
            keys[account.Who.Account] = change.Key ?? throw new IOException("a key for a made account could not be written");
        }

        return keys;
    }

    /// <summary>The days wait for detection, so that what is found does not depend on how busy the machine is.</summary>
    private async ValueTask HoldAsync(GatewayApp app, CancellationToken cancel)
    {
        while (app.Parts.Detection.Waiting > MostWaiting)
            await Task.Delay(Moment, time, cancel);
    }

    /// <summary>Before the gateway ends: nothing is sent after this returns.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_ended)
            return;
        _ended = true;
        await _over.CancelAsync();
        await _playing;
        _over.Dispose();
    }
}
