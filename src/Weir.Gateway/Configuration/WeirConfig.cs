using Weir.Ledger.Witnesses;
using Weir.Traffic;

namespace Weir.Gateway.Configuration;

/// <summary>
/// Everything that an operator writes, validated and immutable. A request takes one at entry and keeps it, so that
/// no request sees half a reload.
/// </summary>
public sealed record WeirConfig
{
    public required Uri Listen { get; init; }
    public required Uri Admin { get; init; }
    /// <summary>What a call to the admin port must carry, health aside. Null is possible on a loopback address only.</summary>
    public Secret? AdminToken { get; init; }
    public required string DataFolder { get; init; }
    public IdentityConfig Identity { get; init; } = new();
    public IReadOnlyList<UpstreamConfig> Upstreams { get; init; } = [];
    public NetworkConfig Network { get; init; } = new();
    public BodyConfig Bodies { get; init; } = new();
    public LimitsConfig Limits { get; init; } = new();
    public JournalConfig Journal { get; init; } = new();
    public LedgerConfig Ledger { get; init; } = new();
    public Signing.SignatureConfig Signatures { get; init; } = new();
    public TlsConfig? Tls { get; init; }
    public TelemetryConfig Telemetry { get; init; } = new();
    /// <summary>What the operator knows of accounts, as JSON Lines; read again when it changes.</summary>
    public string? AccountsFile { get; init; }
    /// <summary>What is usual here, as `weir calibrate` found it.</summary>
    public string? CalibrationFile { get; init; }
    /// <summary>What findings lead to; null: nobody is moved. Read again when it changes.</summary>
    public string? PolicyFile { get; init; }
    /// <summary>Persons and services who may use the admin port, each with a token of their own.</summary>
    public IReadOnlyList<OperatorConfig> Operators { get; init; } = [];
    public NoticesConfig Notices { get; init; } = new();
    /// <summary>Made traffic may be started from the console. On loopback addresses only.</summary>
    public bool Drills { get; init; }
    /// <summary>Unknown paths: relayed and metered, or refused.</summary>
    public bool RefuseOther { get; init; }
    /// <summary>What happens to calls when they cannot be recorded: served (open) or refused (closed).</summary>
    public bool FailClosed { get; init; }
    /// <summary>How long running answers may go on after SIGTERM.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(30);
}

public enum IdentityKind { Keys, Header, Bearer }

/// <summary>What a person or a service may do on the admin port.</summary>
public enum OperatorRole
{
    /// <summary>Look.</summary>
    Viewer,
    /// <summary>Besides: decide about accounts.</summary>
    Analyst,
    /// <summary>Everything, licences and facts among it.</summary>
    Admin,
    /// <summary>Nothing but to confirm who an account is: for the operator's own verification service.</summary>
    Verifier,
}

public sealed record OperatorConfig
{
    public string Name { get; init; } = "";
    public OperatorRole Role { get; init; }
    public Secret? Token { get; init; }
}

/// <summary>Who is told of decisions.</summary>
public sealed record NoticesConfig
{
    public IReadOnlyList<WebhookConfig> Webhooks { get; init; } = [];
    /// <summary>Detection findings for a SIEM, as OCSF in JSON Lines.</summary>
    public string? OcsfFile { get; init; }
}

public sealed record WebhookConfig
{
    public string Name { get; init; } = "";
    public Uri? Url { get; init; }
    /// <summary>Signs each message.</summary>
    public Secret? Secret { get; init; }
    /// <summary>Addresses inside the network are refused without it.</summary>
    public bool AllowPrivate { get; init; }
}

public sealed record IdentityConfig
{
    public IdentityKind Kind { get; init; } = IdentityKind.Keys;
    /// <summary>For <see cref="IdentityKind.Header"/>: headers that a trusted proxy sets; taken off before the upstream sees them.</summary>
    public string AccountHeader { get; init; } = "X-Weir-Account";
    public string? OrganizationHeader { get; init; }
    public string? KeyHeader { get; init; }
    /// <summary>Failed attempts a minute that one address may make before it has to wait.</summary>
    public int FailuresPerMinute { get; init; } = 30;
}

public sealed record NetworkConfig
{
    /// <summary>Addresses and blocks (CIDR) of proxies whose forwarded headers are believed.</summary>
    public IReadOnlyList<System.Net.IPNetwork> TrustedProxies { get; init; } = [];
    /// <summary>Header in which the TLS terminator in front reports the client's fingerprint (JA4); believed from trusted proxies only.</summary>
    public string? TlsFingerprintHeader { get; init; }
    /// <summary>Origins whose pages may call from a browser; <c>*</c> is all of them.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];
}

public sealed record TlsConfig(string CertificateFile, string KeyFile);

public sealed record UpstreamConfig
{
    public required string Name { get; init; }
    public required Uri Url { get; init; }
    /// <summary>Providers this upstream speaks; empty means all.</summary>
    public IReadOnlyList<Provider> Dialects { get; init; } = [];
    /// <summary>Model names or patterns with <c>*</c> that go here; empty means all.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];
    /// <summary>Name that callers use → name that the upstream knows.</summary>
    public IReadOnlyDictionary<string, string> Aliases { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
    /// <summary>The credential itself, resolved from environment or file at load. Null: the caller's own passes.</summary>
    public Secret? Credential { get; init; }
    public IReadOnlyList<string> Fallback { get; init; } = [];
    public int MaxConnections { get; init; } = 1024;
    /// <summary>Ask for usage in streams whose callers did not. Off for upstreams that refuse <c>stream_options</c>.</summary>
    public bool AskUsage { get; init; } = true;
    public UpstreamTimeouts Timeouts { get; init; } = new();
    /// <summary>Tries after the first, only while no byte of an answer has reached the caller.</summary>
    public int Retries { get; init; } = 1;
    /// <summary>Consecutive failures after which an upstream rests, and for how long.</summary>
    public int FailuresBeforeRest { get; init; } = 5;
    public TimeSpan Rest { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>A credential or token, taken from the environment or a file and never written in a configuration.</summary>
public sealed class Secret(string value)
{
    public string Value { get; } = value;
    /// <summary>Never prints itself: configurations end up in logs.</summary>
    public override string ToString() => "(secret)";
}

public sealed record UpstreamTimeouts
{
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(5);
    /// <summary>From the last byte of the request to the first of the answer.</summary>
    public TimeSpan FirstByte { get; init; } = TimeSpan.FromSeconds(300);
    /// <summary>Between two pieces of an answer.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(120);
    public TimeSpan Total { get; init; } = TimeSpan.FromMinutes(60);
}

public sealed record BodyConfig
{
    /// <summary>The largest request body that is read as an exchange; 413 above it.</summary>
    public long MaxBytes { get; init; } = 32L << 20;
    /// <summary>The largest upload on other paths (files, audio), which stream through.</summary>
    public long MaxOtherBytes { get; init; } = 1L << 30;
    /// <summary>Request bodies held in memory at once by all calls; beyond it callers are asked to come back.</summary>
    public long MaxHeldBytes { get; init; } = 512L << 20;
    /// <summary>A sender must keep up with this after a grace of five seconds.</summary>
    public int MinBytesPerSecond { get; init; } = 240;
    public TimeSpan ReceiveTimeout { get; init; } = TimeSpan.FromSeconds(60);
}

/// <summary>Numbers of one scope; null means no such limit.</summary>
public sealed record LimitSet
{
    public long? RequestsPerMinute { get; init; }
    public long? TokensPerMinute { get; init; }
    public long? TokensPerDay { get; init; }
    public int? Concurrency { get; init; }
    public bool IsEmpty => RequestsPerMinute is null && TokensPerMinute is null && TokensPerDay is null && Concurrency is null;
}

public sealed record LimitsConfig
{
    public LimitSet Key { get; init; } = new();
    public LimitSet Account { get; init; } = new() { RequestsPerMinute = 6000, TokensPerMinute = 4_000_000, Concurrency = 512 };
    public LimitSet Organization { get; init; } = new();
    public LimitSet Model { get; init; } = new();
    public LimitSet Everyone { get; init; } = new();
    /// <summary>Numbers for single accounts, organizations or models in place of the general ones.</summary>
    public IReadOnlyDictionary<string, LimitSet> Accounts { get; init; } = new Dictionary<string, LimitSet>(StringComparer.Ordinal);
    public IReadOnlyDictionary<string, LimitSet> Organizations { get; init; } = new Dictionary<string, LimitSet>(StringComparer.Ordinal);
    public IReadOnlyDictionary<string, LimitSet> Models { get; init; } = new Dictionary<string, LimitSet>(StringComparer.Ordinal);
}

public sealed record JournalConfig
{
    public bool Enabled { get; init; } = true;
    /// <summary>Keep the texts of prompts and answers. Off unless the operator says so.</summary>
    public bool Content { get; init; }
    /// <summary>Segments older than this are deleted; null keeps them.</summary>
    public TimeSpan? KeepFor { get; init; } = TimeSpan.FromDays(30);
    /// <summary>Exchanges waiting to be written, and bytes of text held for them, before records are dropped.</summary>
    public int QueueLength { get; init; } = 65_536;
    public long QueueBytes { get; init; } = 64L << 20;
}

public sealed record LedgerConfig
{
    public bool Enabled { get; init; } = true;
    /// <summary>What a new ledger is called. One that exists keeps its name.</summary>
    public string? Name { get; init; }
    /// <summary>Where everybody may read checkpoint and tiles; null: on the admin port only.</summary>
    public Uri? Listen { get; init; }
    /// <summary>The terms that callers are held to.</summary>
    public string? TermsFile { get; init; }
    public IReadOnlyList<Witness> Witnesses { get; init; } = [];
    /// <summary>Entries that may wait for the disk. No key of the file: a test fills it.</summary>
    internal int MostWaiting { get; init; } = 65_536;
}

public enum LogFormat { Plain, Json }

public sealed record TelemetryConfig
{
    /// <summary>OTLP endpoint; null sends nothing.</summary>
    public Uri? Otlp { get; init; }
    /// <summary>Share of calls that become traces, 0 to 1.</summary>
    public double TraceShare { get; init; } = 0.01;
    public LogFormat Logs { get; init; } = LogFormat.Plain;
    public Microsoft.Extensions.Logging.LogLevel LogLevel { get; init; } = Microsoft.Extensions.Logging.LogLevel.Information;
}
