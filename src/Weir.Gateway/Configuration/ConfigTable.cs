using Microsoft.Extensions.Logging;
using Weir.Gateway.Configuration.Reading;
using Weir.Gateway.Signing;
using Weir.Ledger.Witnesses;
using Weir.Traffic;

namespace Weir.Gateway.Configuration;

/// <summary>
/// Every key that an operator may write: name, kind, where it goes, what it means. Reading, <c>docs/configuration.md</c>,
/// <c>samples/weir.yaml</c>, the schema for editors and the list of what needs a restart all come from here. A default
/// is what the record in WeirConfig.cs holds, so it is declared once.
/// </summary>
internal static class ConfigTable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private static readonly TrueOrFalse YesNo = new();
    private static readonly ListOf<string> ModelNames = new(new Text("a model name", "model name, or a pattern with `*`", "gpt-*"), static name => name);

    private static readonly Section<IdentityConfig> Identity = new(
        new IdentityConfig(),
        new Setting<IdentityConfig, IdentityKind>("kind",
            new OneOf<IdentityKind>(("keys", IdentityKind.Keys), ("header", IdentityKind.Header), ("bearer", IdentityKind.Bearer)),
            static c => c.Kind, static (c, v) => c with { Kind = v },
            "How callers are known: by Weir's own keys (`weir keys create`), by a header that a trusted proxy in front sets, or by the credential that the upstream itself checks."),
        new Setting<IdentityConfig, string>("account_header", new HeaderName("X-Weir-Account"), static c => c.AccountHeader, static (c, v) => c with { AccountHeader = v },
            "With `kind: header`: the header that names the account. The upstream does not see it."),
        new Setting<IdentityConfig, string>("organization_header", new HeaderName("X-Weir-Organization"), static c => c.OrganizationHeader, static (c, v) => c with { OrganizationHeader = v },
            "With `kind: header`: the header that names the account's organization."),
        new Setting<IdentityConfig, string>("key_header", new HeaderName("X-Weir-Key"), static c => c.KeyHeader, static (c, v) => c with { KeyHeader = v },
            "With `kind: header`: the header that names which of the account's keys was used."),
        new Setting<IdentityConfig, int>("failures_per_minute", new Whole<int>(1, 100_000, "30"), static c => c.FailuresPerMinute, static (c, v) => c with { FailuresPerMinute = v },
            "Failed attempts that one address may make in a minute before it has to wait."));

    private static readonly Section<UpstreamTimeouts> Timeouts = new(
        new UpstreamTimeouts(),
        new Setting<UpstreamTimeouts, TimeSpan>("connect", new Duration(TimeSpan.FromMilliseconds(50), TimeSpan.FromMinutes(5), "5s"), static c => c.Connect, static (c, v) => c with { Connect = v },
            "To open a connection, TLS included."),
        new Setting<UpstreamTimeouts, TimeSpan>("first_byte", new Duration(TimeSpan.FromMilliseconds(100), Day, "5m"), static c => c.FirstByte, static (c, v) => c with { FirstByte = v },
            "From the last byte of the request to the first of the answer. A model that thinks long needs it long."),
        new Setting<UpstreamTimeouts, TimeSpan>("idle", new Duration(TimeSpan.FromMilliseconds(100), Day, "2m"), static c => c.Idle, static (c, v) => c with { Idle = v },
            "Between two pieces of an answer."),
        new Setting<UpstreamTimeouts, TimeSpan>("total", new Duration(Second, 7 * Day, "1h"), static c => c.Total, static (c, v) => c with { Total = v },
            "From the first byte of the request to the last of the answer."));

    private static readonly Section<UpstreamConfig> Upstream = new(
        new UpstreamConfig { Name = "", Url = new Uri("http://unset.invalid") },
        new Setting<UpstreamConfig, string>("name", new Name(), static c => c.Name, static (c, v) => c with { Name = v },
            "Stands in metrics, logs and the journal, and in other upstreams' `fallback`.") { Required = true },
        new Setting<UpstreamConfig, Uri>("url", new CallUrl("http://127.0.0.1:8000"), static c => c.Url, static (c, v) => c with { Url = v },
            "Where the model is served. The caller's path is put behind it.") { Required = true },
        new Setting<UpstreamConfig, IReadOnlyList<Provider>>("dialects",
            new ListOf<Provider>(new OneOf<Provider>(("openai", Provider.OpenAi), ("anthropic", Provider.Anthropic), ("gemini", Provider.Gemini)), static provider => provider.ToString().ToLowerInvariant()),
            static c => c.Dialects, static (c, v) => c with { Dialects = v },
            "Wire formats that it speaks. Empty means all."),
        new Setting<UpstreamConfig, IReadOnlyList<string>>("models", ModelNames, static c => c.Models, static (c, v) => c with { Models = v },
            "Models that go here. Empty means all. The first upstream that fits is taken."),
        new Setting<UpstreamConfig, IReadOnlyDictionary<string, string>>("aliases",
            new MapOf<string>(new Text("a model name", "the model name that the upstream knows", "llama-3.3-70b-instruct"), "house-model"),
            static c => c.Aliases, static (c, v) => c with { Aliases = v },
            "Name that callers use, and the name that the upstream knows it by."),
        new Setting<UpstreamConfig, Secret>("credential", new SecretSource("OPENAI_API_KEY"), static c => c.Credential, static (c, v) => c with { Credential = v },
            "Sent to the upstream in place of the caller's own. Without it the caller's own credential passes."),
        new Setting<UpstreamConfig, IReadOnlyList<string>>("fallback", new ListOf<string>(new Name(), static name => name), static c => c.Fallback, static (c, v) => c with { Fallback = v },
            "Upstreams to try when this one fails or rests, in order, before the caller has seen a byte."),
        new Setting<UpstreamConfig, int>("max_connections", new Whole<int>(1, 65_535, "1024"), static c => c.MaxConnections, static (c, v) => c with { MaxConnections = v },
            "Connections open to it at once."),
        new Setting<UpstreamConfig, int>("retries", new Whole<int>(0, 10, "1"), static c => c.Retries, static (c, v) => c with { Retries = v },
            "Tries after the first, only while no byte of an answer has reached the caller."),
        new Setting<UpstreamConfig, int>("failures_before_rest", new Whole<int>(1, 1000, "5"), static c => c.FailuresBeforeRest, static (c, v) => c with { FailuresBeforeRest = v },
            "Failures in a row after which it gets no calls for a while."),
        new Setting<UpstreamConfig, TimeSpan>("rest", new Duration(TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1), "10s"), static c => c.Rest, static (c, v) => c with { Rest = v },
            "How long that while is."),
        new Setting<UpstreamConfig, UpstreamTimeouts>("timeouts", Timeouts, static c => c.Timeouts, static (c, v) => c with { Timeouts = v },
            "How long each phase of a call may take."));

    private static readonly Section<NetworkConfig> Network = new(
        new NetworkConfig(),
        new Setting<NetworkConfig, IReadOnlyList<System.Net.IPNetwork>>("trusted_proxies", new ListOf<System.Net.IPNetwork>(new Network(), static block => block.ToString()),
            static c => c.TrustedProxies, static (c, v) => c with { TrustedProxies = v },
            "Proxies in front whose `X-Forwarded-For`, identity and fingerprint headers are believed. Nobody else's are."),
        new Setting<NetworkConfig, string>("tls_fingerprint_header", new HeaderName("X-JA4"), static c => c.TlsFingerprintHeader, static (c, v) => c with { TlsFingerprintHeader = v },
            "Header in which the proxy in front reports the client's TLS fingerprint (JA4)."),
        new Setting<NetworkConfig, IReadOnlyList<string>>("origins", new ListOf<string>(new Origin(), static origin => origin), static c => c.Origins, static (c, v) => c with { Origins = v },
            "Origins whose pages may call from a browser (CORS). Empty: what a page may do is left to the upstream, and a browser's question before a call is a call like any other."));

    private static readonly Section<BodyConfig> Bodies = new(
        new BodyConfig(),
        new Setting<BodyConfig, long>("max", new Size(1024, 1L << 30, "32MiB"), static c => c.MaxBytes, static (c, v) => c with { MaxBytes = v },
            "The largest request to a model. Above it the answer is 413."),
        new Setting<BodyConfig, long>("max_other", new Size(1024, 1L << 40, "1GiB"), static c => c.MaxOtherBytes, static (c, v) => c with { MaxOtherBytes = v },
            "The largest upload on other paths (files, audio). Those stream through and are not held."),
        new Setting<BodyConfig, long>("max_held", new Size(1L << 20, 1L << 40, "512MiB"), static c => c.MaxHeldBytes, static (c, v) => c with { MaxHeldBytes = v },
            "Memory that the requests in flight may hold together. Beyond it callers are asked to come back.") { Restart = true },
        new Setting<BodyConfig, int>("min_bytes_per_second", new Whole<int>(0, 1 << 20, "240"), static c => c.MinBytesPerSecond, static (c, v) => c with { MinBytesPerSecond = v },
            "A caller that sends its request slower than this, after five seconds of grace, is cut off with 408.") { Restart = true },
        new Setting<BodyConfig, TimeSpan>("receive_timeout", new Duration(Second, TimeSpan.FromHours(1), "60s"), static c => c.ReceiveTimeout, static (c, v) => c with { ReceiveTimeout = v },
            "A request to a model must have arrived whole within this time."));

    private static readonly Section<LimitsConfig> Limits = new(
        new LimitsConfig(),
        Limit("key", static c => c.Key, static (c, v) => c with { Key = v }, "For each key."),
        Limit("account", static c => c.Account, static (c, v) => c with { Account = v }, "For each account."),
        Limit("organization", static c => c.Organization, static (c, v) => c with { Organization = v }, "For each organization, all its accounts together."),
        Limit("model", static c => c.Model, static (c, v) => c with { Model = v }, "For each model, all callers together."),
        Limit("everyone", static c => c.Everyone, static (c, v) => c with { Everyone = v }, "For all calls together."),
        LimitByName("accounts", "team-a", static c => c.Accounts, static (c, v) => c with { Accounts = v }, static c => c.Account, "Other numbers for single accounts. What is left out is as for each account."),
        LimitByName("organizations", "acme", static c => c.Organizations, static (c, v) => c with { Organizations = v }, static c => c.Organization, "Other numbers for single organizations."),
        LimitByName("models", "gpt-large", static c => c.Models, static (c, v) => c with { Models = v }, static c => c.Model, "Other numbers for single models."));

    private static readonly Section<JournalConfig> Journal = new(
        new JournalConfig(),
        new Setting<JournalConfig, bool>("enabled", YesNo, static c => c.Enabled, static (c, v) => c with { Enabled = v },
            "Write every exchange to the journal in the data folder."),
        new Setting<JournalConfig, bool>("content", YesNo, static c => c.Content, static (c, v) => c with { Content = v },
            "Keep the texts of prompts and answers. Without it only features and keyed hashes are kept."),
        new Setting<JournalConfig, TimeSpan?>("keep_for", new OrWord<TimeSpan>(new Duration(TimeSpan.FromHours(1), 3650 * Day, "30d"), "forever"), static c => c.KeepFor, static (c, v) => c with { KeepFor = v },
            "Segments older than this are deleted."),
        new Setting<JournalConfig, int>("queue_length", new Whole<int>(64, 1 << 24, "65536"), static c => c.QueueLength, static (c, v) => c with { QueueLength = v },
            "Exchanges that may wait to be written. Beyond it records are dropped and counted."),
        new Setting<JournalConfig, long>("queue_bytes", new Size(1L << 20, 1L << 36, "64MiB"), static c => c.QueueBytes, static (c, v) => c with { QueueBytes = v },
            "Memory that waiting exchanges may hold."));

    private static readonly Section<LedgerConfig> Ledger = new(
        new LedgerConfig(),
        new Setting<LedgerConfig, bool>("enabled", YesNo, static c => c.Enabled, static (c, v) => c with { Enabled = v },
            "Keep a tamper-evident ledger of decisions and changes in the data folder.") { Restart = true },
        new Setting<LedgerConfig, string>("name", new LedgerName(), static c => c.Name, static (c, v) => c with { Name = v },
            "What a new ledger is called: a host of yours and a path, so that nobody else has the name. One that exists keeps its name.") { Restart = true },
        new Setting<LedgerConfig, Uri>("listen", new ListenUrl("http://127.0.0.1:8082", tls: false), static c => c.Listen, static (c, v) => c with { Listen = v },
            "A port of its own at which everybody may read checkpoint and tiles. Without it they are read at the admin port.") { Restart = true },
        new Setting<LedgerConfig, string>("terms", new ReadableFile("terms.md"), static c => c.TermsFile, static (c, v) => c with { TermsFile = v },
            "The terms that callers are held to. Each version is recorded in full."),
        new Setting<LedgerConfig, IReadOnlyList<Witness>>("witnesses", new ListOf<Witness>(new WitnessWord(), static witness => witness.Key.Text), static c => c.Witnesses, static (c, v) => c with { Witnesses = v },
            "Witnesses that are asked to sign each checkpoint: their key and the address that takes checkpoints.") { Restart = true });

    private static readonly Section<TlsConfig> Tls = new(
        new TlsConfig("", ""),
        new Setting<TlsConfig, string>("certificate", new ReadableFile("/etc/weir/tls/fullchain.pem"), static c => c.CertificateFile, static (c, v) => c with { CertificateFile = v },
            "PEM file with the certificate and, behind it, the chain up to the root. A renewed one is taken up at the next reload.") { Required = true },
        new Setting<TlsConfig, string>("key", new ReadableFile("/etc/weir/tls/privkey.pem"), static c => c.KeyFile, static (c, v) => c with { KeyFile = v },
            "PEM file with its private key, not encrypted.") { Required = true });

    private static readonly Section<TelemetryConfig> Telemetry = new(
        new TelemetryConfig(),
        new Setting<TelemetryConfig, Uri>("otlp", new CallUrl("http://127.0.0.1:4317"), static c => c.Otlp, static (c, v) => c with { Otlp = v },
            "Collector that metrics and traces are sent to. Nothing is sent without it.") { Restart = true },
        new Setting<TelemetryConfig, double>("trace_share", new Share(), static c => c.TraceShare, static (c, v) => c with { TraceShare = v },
            "Share of calls that become a trace.") { Restart = true },
        new Setting<TelemetryConfig, LogFormat>("logs", new OneOf<LogFormat>(("plain", LogFormat.Plain), ("json", LogFormat.Json)), static c => c.Logs, static (c, v) => c with { Logs = v },
            "Log lines for people, or one JSON object a line.") { Restart = true },
        new Setting<TelemetryConfig, LogLevel>("log_level",
            new OneOf<LogLevel>(("debug", LogLevel.Debug), ("info", LogLevel.Information), ("warning", LogLevel.Warning), ("error", LogLevel.Error)),
            static c => c.LogLevel, static (c, v) => c with { LogLevel = v },
            "The least that is logged. No level logs prompts, answers or keys.") { Restart = true });

    private static readonly Section<OperatorConfig> Operator = new(
        new OperatorConfig(),
        new Setting<OperatorConfig, string>("name", new Name(), static c => c.Name, static (c, v) => c with { Name = v },
            "Stands in everything that is done with the token.") { Required = true },
        new Setting<OperatorConfig, OperatorRole>("role",
            new OneOf<OperatorRole>(("viewer", OperatorRole.Viewer), ("analyst", OperatorRole.Analyst), ("admin", OperatorRole.Admin), ("verifier", OperatorRole.Verifier)),
            static c => c.Role, static (c, v) => c with { Role = v },
            "`viewer` looks, `analyst` decides about accounts, `admin` does everything, `verifier` confirms who an account is and nothing else, by calls that it signs."),
        new Setting<OperatorConfig, Secret>("token", new SecretSource("WEIR_TOKEN_ANNA"), static c => c.Token, static (c, v) => c with { Token = v },
            "What its calls carry as `Authorization: Bearer`, or what a verifier signs its calls with and never sends; at least 16 characters.") { Required = true });

    private static readonly Section<WebhookConfig> Webhook = new(
        new WebhookConfig(),
        new Setting<WebhookConfig, string>("name", new Name(), static c => c.Name, static (c, v) => c with { Name = v },
            "Stands in logs and in the list of what could not be delivered.") { Required = true },
        new Setting<WebhookConfig, Uri>("url", new CallUrl("https://hooks.example.com/weir"), static c => c.Url, static (c, v) => c with { Url = v },
            "Where messages are posted.") { Required = true },
        new Setting<WebhookConfig, Secret>("secret", new SecretSource("WEIR_WEBHOOK_SECRET"), static c => c.Secret, static (c, v) => c with { Secret = v },
            "Signs each message (HMAC-SHA256 in `Weir-Signature`).") { Required = true },
        new Setting<WebhookConfig, bool>("allow_private", YesNo, static c => c.AllowPrivate, static (c, v) => c with { AllowPrivate = v },
            "Take an address inside the network, which is refused otherwise."));

    private static readonly Section<NoticesConfig> Notices = new(
        new NoticesConfig(),
        new Setting<NoticesConfig, IReadOnlyList<WebhookConfig>>("webhooks", new ListOf<WebhookConfig>(Webhook, static hook => hook.Name), static c => c.Webhooks, static (c, v) => c with { Webhooks = v },
            "Addresses that changes of posture and new campaigns are posted to."),
        new Setting<NoticesConfig, string>("ocsf", new WritableFile("ocsf.jsonl"), static c => c.OcsfFile, static (c, v) => c with { OcsfFile = v },
            "File that detection findings are appended to, as OCSF in JSON Lines, for a SIEM to read.") { Restart = true });

    /// <summary>What stands where nothing is written at all.</summary>
    public static WeirConfig Initial { get; } = new()
    {
        Listen = new Uri("http://127.0.0.1:8080"), Admin = new Uri("http://127.0.0.1:8081"), DataFolder = "./weir-data",
    };

    public static Section<WeirConfig> Root { get; } = new(
        Initial,
        new Setting<WeirConfig, Uri>("listen", new ListenUrl("http://127.0.0.1:8080", tls: true), static c => c.Listen, static (c, v) => c with { Listen = v },
            "Where callers reach the gateway. With `https` the group `tls` names the certificate.") { Restart = true },
        new Setting<WeirConfig, Uri>("admin", new ListenUrl("http://127.0.0.1:8081", tls: false), static c => c.Admin, static (c, v) => c with { Admin = v },
            "Where operators reach health, metrics and status. Keep it off the network that callers use.") { Restart = true },
        new Setting<WeirConfig, Secret>("admin_token", new SecretSource("WEIR_ADMIN_TOKEN"), static c => c.AdminToken, static (c, v) => c with { AdminToken = v },
            "What calls to the admin port carry as `Authorization: Bearer`, health aside. Required where `admin` is not a loopback address."),
        new Setting<WeirConfig, string>("data", new OwnFolder("./weir-data"), static c => c.DataFolder, static (c, v) => c with { DataFolder = v },
            "The folder that this gateway owns: journal, keys, state. One process a folder.") { Restart = true },
        new Setting<WeirConfig, bool>("fail", new OneOf<bool>(("open", false), ("closed", true)), static c => c.FailClosed, static (c, v) => c with { FailClosed = v },
            "When exchanges cannot be recorded: serve on and count what is lost (`open`), or refuse calls (`closed`)."),
        new Setting<WeirConfig, bool>("other_paths", new OneOf<bool>(("relay", false), ("refuse", true)), static c => c.RefuseOther, static (c, v) => c with { RefuseOther = v },
            "Paths that are none of the dialects' own (files, audio, what comes next): relayed and metered by bytes, or refused."),
        new Setting<WeirConfig, TimeSpan>("drain", new Duration(TimeSpan.Zero, TimeSpan.FromHours(1), "30s"), static c => c.Drain, static (c, v) => c with { Drain = v },
            "How long running answers may go on after a stop was asked for."),
        new Setting<WeirConfig, IdentityConfig>("identity", Identity, static c => c.Identity, static (c, v) => c with { Identity = v },
            "Who is calling."),
        new Setting<WeirConfig, IReadOnlyList<UpstreamConfig>>("upstreams", new ListOf<UpstreamConfig>(Upstream, static upstream => upstream.Name), static c => c.Upstreams, static (c, v) => c with { Upstreams = v },
            "Where models are served; at least one."),
        new Setting<WeirConfig, NetworkConfig>("network", Network, static c => c.Network, static (c, v) => c with { Network = v },
            "What stands in front of the gateway."),
        new Setting<WeirConfig, BodyConfig>("bodies", Bodies, static c => c.Bodies, static (c, v) => c with { Bodies = v },
            "How large and how slow a request may be."),
        new Setting<WeirConfig, LimitsConfig>("limits", Limits, static c => c.Limits, static (c, v) => c with { Limits = v },
            "How much a caller may use."),
        new Setting<WeirConfig, JournalConfig>("journal", Journal, static c => c.Journal, static (c, v) => c with { Journal = v },
            "What is recorded of each exchange, and for how long."),
        new Setting<WeirConfig, LedgerConfig>("ledger", Ledger, static c => c.Ledger, static (c, v) => c with { Ledger = v },
            "What is recorded for good, so that nobody can change it unseen."),
        new Setting<WeirConfig, string>("accounts", new ReadableFile("accounts.jsonl"), static c => c.AccountsFile, static (c, v) => c with { AccountsFile = v },
            "What is known of accounts, in JSON Lines: created, organization, payment, tier, licence. Read again when it changes."),
        new Setting<WeirConfig, string>("calibration", new ReadableFile("calibration.json"), static c => c.CalibrationFile, static (c, v) => c with { CalibrationFile = v },
            "What is usual here, as `weir calibrate` found it in past traffic. Detection starts from built-in yardsticks without it.") { Restart = true },
        new Setting<WeirConfig, string>("policy", new ReadableFile("policy.yaml"), static c => c.PolicyFile, static (c, v) => c with { PolicyFile = v },
            "What findings lead to (docs/policy.md). Read again when it changes. Without it nobody is moved."),
        new Setting<WeirConfig, IReadOnlyList<OperatorConfig>>("operators", new ListOf<OperatorConfig>(Operator, static one => one.Name), static c => c.Operators, static (c, v) => c with { Operators = v },
            "Persons and services who may use the admin port, beside the holder of `admin_token`, who is an admin."),
        new Setting<WeirConfig, NoticesConfig>("notices", Notices, static c => c.Notices, static (c, v) => c with { Notices = v },
            "Who is told of decisions."),
        new Setting<WeirConfig, bool>("drills", YesNo, static c => c.Drills, static (c, v) => c with { Drills = v },
            "Let the console start drills: thousands of calls in the names of made-up accounts, which the upstreams answer and which stay in journal and ledger. For a trial gateway, on loopback addresses only.") { Restart = true },
        new Setting<WeirConfig, SignatureConfig>("signatures", SignatureTable.Keys, static c => c.Signatures, static (c, v) => c with { Signatures = v },
            "Marks in answers, by which copies and students of them can be recognised."),
        new Setting<WeirConfig, TlsConfig>("tls", Tls, static c => c.Tls, static (c, v) => c with { Tls = v },
            "A TLS listener of Weir's own, where no proxy in front ends TLS.") { Restart = true },
        new Setting<WeirConfig, TelemetryConfig>("telemetry", Telemetry, static c => c.Telemetry, static (c, v) => c with { Telemetry = v },
            "Logs, metrics, traces."));

    private static Section<LimitSet> LimitKeys(LimitSet start) => new(
        start,
        new Setting<LimitSet, long?>("requests_per_minute", new OrWord<long>(new Whole<long>(1, long.MaxValue, "600"), "none"), static c => c.RequestsPerMinute, static (c, v) => c with { RequestsPerMinute = v },
            "Calls in a minute."),
        new Setting<LimitSet, long?>("tokens_per_minute", new OrWord<long>(new Whole<long>(1, long.MaxValue, "200000"), "none"), static c => c.TokensPerMinute, static (c, v) => c with { TokensPerMinute = v },
            "Tokens in and out, in a minute."),
        new Setting<LimitSet, long?>("tokens_per_day", new OrWord<long>(new Whole<long>(1, long.MaxValue, "50000000"), "none"), static c => c.TokensPerDay, static (c, v) => c with { TokensPerDay = v },
            "Tokens in and out, in a day (UTC)."),
        new Setting<LimitSet, int?>("concurrency", new OrWord<int>(new Whole<int>(1, int.MaxValue, "32"), "none"), static c => c.Concurrency, static (c, v) => c with { Concurrency = v },
            "Calls at the same time."));

    private static Setting<LimitsConfig, LimitSet> Limit(string name, Func<LimitsConfig, LimitSet> get, Func<LimitsConfig, LimitSet, LimitsConfig> with, string doc) =>
        new(name, LimitKeys(new LimitSet()), get, with, doc);

    private static Setting<LimitsConfig, IReadOnlyDictionary<string, LimitSet>> LimitByName(
        string name, string example, Func<LimitsConfig, IReadOnlyDictionary<string, LimitSet>> get,
        Func<LimitsConfig, IReadOnlyDictionary<string, LimitSet>, LimitsConfig> with, Func<LimitsConfig, LimitSet> general, string doc) =>
        new(name, new MapOf<LimitSet>(LimitKeys(new LimitSet()), example), get, with, doc)
        {
            KindFor = limits => new MapOf<LimitSet>(LimitKeys(general(limits)), example),
        };
}
