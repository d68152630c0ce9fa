using Microsoft.Extensions.Logging;
using Weir.Gateway.Admin;
using Weir.Gateway.Admission;
using Weir.Gateway.Configuration;
using Weir.Gateway.Door;
using Weir.Gateway.Enforcement;
using Weir.Gateway.Enforcement.Notices;
using Weir.Gateway.Findings;
using Weir.Gateway.Ledger;
using Weir.Gateway.Limits;
using Weir.Gateway.Signing;
using Weir.Gateway.Storage;
using Weir.Gateway.Support;
using Weir.Gateway.Telemetry;
using Weir.Gateway.Watch;

namespace Weir.Gateway;

/// <summary>What the gateway is made of, by name. Written out rather than resolved: this is the list to read.</summary>
public sealed class GatewayParts : IAsyncDisposable
{
    private GatewayParts(ConfigSource config, DataFolder data, TimeProvider time, ILoggerFactory loggers)
    {
        Config = config;
        Data = data;
        Time = time;
        Loggers = loggers;
        // First of all: what is to go must not be read once more.
        Erasures = new ErasureRequests(data, loggers.CreateLogger<ErasureRequests>());
        Erasures.RunAsync(config.Current.Ledger, time).GetAwaiter().GetResult();
        Ledger = new GatewayLedger(config, data, time, loggers.CreateLogger<GatewayLedger>());
        // What is missing is made again before anything reads it.
        new LedgerRestore(data, loggers.CreateLogger<LedgerRestore>()).RunAsync().GetAwaiter().GetResult();
        Keys = new KeyRing(data.Path, time, loggers.CreateLogger<KeyRing>());
        Admitter = new Admitter(data.Hasher, Keys, time);
        Limits = new LimitBook(time);
        Witnesses = new LedgerWitnesses(Ledger, config, time, loggers.CreateLogger<LedgerWitnesses>());
        Watch = WatchWorker.Over(data, config, time, loggers);
        Intake = new LedgerIntake(Ledger, Watch.Keeper, data, config, time, loggers.CreateLogger<LedgerIntake>());
        Policy = new PolicyDesk(config, data, Ledger, time, loggers);
        Operators = new OperatorGate(config, time, loggers.CreateLogger<OperatorGate>());
        Notices = new NoticeDesk(Policy, config, data, time, loggers.CreateLogger<NoticeDesk>());
        Acts = new OperatorActs(Policy, Notices, Ledger);
        Signing = new SigningDesk(config, data, Ledger, time, loggers.CreateLogger<SigningDesk>());
        Path = new GatewayPath(config, Admitter, Limits, new Enforcer(Policy, data.Hasher, time), Signing, Watch.Queue, time, loggers.CreateLogger<GatewayPath>());
        Door = new CustomerDoor(Policy, Admitter, Path.Refusals, config, time);
        References = new ReferenceSearch(data, Policy, Ledger, Path.Refusals);
        Calibration = CalibrationFile.Read(config.Current.CalibrationFile);
        Detection = new LiveDetection(Watch, data, config, Calibration, now => Path.Running.NoneBefore(now), time, loggers.CreateLogger<LiveDetection>());
        Intake.Listing = () => Detection.Listing;
        Detection.Taken = (exchanges, analysis) =>
        {
            Policy.Taken(exchanges, analysis);
            History.Taken(exchanges, analysis);
        };
        Detection.Ticked = Policy.Ticked;
        Metrics = new MetricStore();
        Gauges = new GatewayGauges(Watch, Detection, Ledger, Policy, Notices, () => Path.Snapshot.Upstreams, time);
        Readiness = new Readiness();
        Readiness.Add("upstreams", () => Path.Snapshot.Upstreams.All.All(static upstream => upstream.Health.TakesNoCalls) ? "every upstream rests after failures" : null);
    }

    public ConfigSource Config { get; }
    public DataFolder Data { get; }
    public TimeProvider Time { get; }
    public ILoggerFactory Loggers { get; }
    public GatewayLedger Ledger { get; }
    internal ErasureRequests Erasures { get; }
    internal LedgerIntake Intake { get; }
    internal LedgerWitnesses Witnesses { get; }
    public KeyRing Keys { get; }
    public Admitter Admitter { get; }
    public LimitBook Limits { get; }
    public WatchWorker Watch { get; }
    public PolicyDesk Policy { get; }
    public OperatorGate Operators { get; }
    public NoticeDesk Notices { get; }
    public OperatorActs Acts { get; }
    public CustomerDoor Door { get; }
    internal SigningDesk Signing { get; }
    public GatewayPath Path { get; }
    public ReferenceSearch References { get; }
    public CalibrationFile Calibration { get; }
    public LiveDetection Detection { get; }
    public TrafficHistory History { get; } = new();
    public MetricStore Metrics { get; }
    public GatewayGauges Gauges { get; }
    public Readiness Readiness { get; }
    /// <summary>Where the configuration can be read again: set before the start, null in tests and the demo.</summary>
    public ConfigReload? Reload { get; set; }

    /// <summary>For drills, whose hours pass in moments: what was seen until now is judged and in force when this returns.</summary>
    internal async Task DecideNowAsync()
    {
        Policy.CatchUp();
        await Detection.AskAsync(state =>
        {
            Policy.Ticked(state.Analysis, link: true);
            return state;
        }, CancellationToken.None);
        // What stops somebody is in force once it is kept.
        await Policy.Log.AppendAsync([]);
        Policy.PublishNow();
    }

    /// <param name="loggers">Belongs to the parts from here on.</param>
    public static GatewayParts Of(ConfigSource config, DataFolder data, TimeProvider time, ILoggerFactory loggers) => new(config, data, time, loggers);

    public void Start()
    {
        Calibration.Tell(Loggers.CreateLogger<LiveDetection>());
        Ledger.Start();
        Witnesses.Start();
        Policy.Start();
        Signing.Start();
        Detection.Start();
        Watch.Start();
    }

    /// <summary>Watch first: what it still records is taken in before detection ends. The ledger last: it records the end.</summary>
    public async Task StopAsync(CancellationToken cancel)
    {
        await Watch.StopAsync(cancel);
        await Detection.StopAsync(cancel);
        await Policy.DisposeAsync();
        await Notices.DisposeAsync();
        await Intake.StopAsync();
        await Ledger.StopAsync(cancel);
    }

    public async ValueTask DisposeAsync()
    {
        Reload?.Dispose();
        Gauges.Dispose();
        Metrics.Dispose();
        await Watch.DisposeAsync();
        await Detection.DisposeAsync();
        await Policy.DisposeAsync();
        await Signing.DisposeAsync();
        await Notices.DisposeAsync();
        Intake.Dispose();
        await Witnesses.DisposeAsync();
        await Ledger.DisposeAsync();
        Limits.Dispose();
        Keys.Dispose();
        Loggers.Dispose();
    }
}
