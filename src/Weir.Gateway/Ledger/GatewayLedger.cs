using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Weir.Gateway.Configuration;
using Weir.Gateway.Storage;
using Weir.Ledger;
using Weir.Ledger.Entries;
using Weir.Ledger.Files;
using Weir.Ledger.Signing;

namespace Weir.Gateway.Ledger;

/// <summary>
/// The gateway's ledger: what must be provable later is handed over here. Nothing that serves calls waits for it; a hard decision does
/// (<see cref="DecideAsync"/>), and where the ledger cannot be written it is not acted on.
/// </summary>
public sealed partial class GatewayLedger : IAsyncDisposable
{
    public const string ByWeir = "weir";
    public const string ByOperator = "operator";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ConfigSource _config;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly string? _fault;
    private long _refused;

    public GatewayLedger(ConfigSource config, DataFolder data, TimeProvider time, ILogger<GatewayLedger> log)
    {
        (_config, _time, _log, Folder) = (config, time, log, data.LedgerPath);
        if (!config.Current.Ledger.Enabled)
            return;
        try
        {
            var (key, fault) = new LedgerKeyFile(Path.Combine(data.Path, LedgerKeyFile.Name)).Open(Folder, config.Current.Ledger.Name);
            _fault = fault;
            if (key is not null)
                Writer = new LedgerWriter(Folder, key, time, config.Current.Ledger.MostWaiting);
            Key = key?.Verifier;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            _fault = refused.Message;
        }

        if (Writer is not null)
            Writer.Changed += Tell;
    }

    public string Folder { get; }
    public VerifierKey? Key { get; }
    /// <summary>Null where there is no ledger: turned off, or not to be opened.</summary>
    public LedgerWriter? Writer { get; }
    public bool IsEnabled => _config.Current.Ledger.Enabled;

    /// <summary>Lines of other files that are recorded already.</summary>
    internal RecordedLines Recorded { get; } = new();

    /// <summary>Nothing can be recorded for good. Where a ledger was wanted, this is an alarm.</summary>
    public bool IsFailing => IsEnabled && Writer?.Health is null or LedgerHealth.Failing or LedgerHealth.Refusing;
    public LedgerHealth Health => Writer?.Health ?? LedgerHealth.Refusing;
    public string? Reason => _fault ?? Writer?.Reason;
    public long Refused => Interlocked.Read(ref _refused) + (Writer?.Refused ?? 0);

    public void Start()
    {
        if (!IsEnabled)
            return;
        if (Writer is null)
        {
            NotOpened(_fault);
            return;
        }

        var config = _config.Current;
        Record(EntryType.GatewayStarted, ByWeir, "", JsonSerializer.SerializeToUtf8Bytes(new
        {
            version = typeof(GatewayLedger).Assembly.GetName().Version?.ToString(3),
            clock = "system",
            identity = config.Identity.Kind.ToString().ToLowerInvariant(),
            journal = config.Journal.Enabled,
            content = config.Journal.Content,
            keep_for_hours = config.Journal.KeepFor?.TotalHours,
            fail = config.FailClosed ? "closed" : "open",
        }));
        Writer.Start();
    }

    /// <summary>
    /// Records something that has happened. Returns at once; the entry becomes durable within moments, or as soon as the disk takes it.
    /// </summary>
    /// <param name="subject">Whom it is about: left out of evidence that names nobody.</param>
    /// <returns>False where it was not taken, which is counted.</returns>
    public bool Record(string type, string actor, string subject, ReadOnlyMemory<byte> body) =>
        Record(new NewEntry(type, _time.GetUtcNow(), actor, Payload.Of(subject, body)));

    /// <summary>Records a line of JSON, the names in it apart from the rest.</summary>
    public bool RecordLine(string type, string actor, ReadOnlySpan<byte> line)
    {
        var (subject, body) = Identity.Split(line);
        return Record(new NewEntry(type, _time.GetUtcNow(), actor, Payload.Of(subject, body)));
    }

    /// <summary>Records a line and returns when it is durable, when the ledger refuses it, or after a while: a disk that is slow or full holds nobody up for long.</summary>
    public async Task RecordLineAsync(string type, string actor, ReadOnlyMemory<byte> line, CancellationToken cancellation)
    {
        if (!IsEnabled || Writer is not { } writer)
        {
            RecordLine(type, actor, line.Span);
            return;
        }

        var (subject, body) = Identity.Split(line.Span);
        try
        {
            await writer.AppendAsync(new NewEntry(type, _time.GetUtcNow(), actor, Payload.Of(subject, body)), cancellation).WaitAsync(Patience, _time, cancellation);
        }
        catch (TimeoutException)
        {
            // It is taken all the same.
        }
    }

    private bool Record(NewEntry entry)
    {
        if (!IsEnabled)
            return false;
        if (Writer is not null)
            return Writer.Offer(entry);
        Interlocked.Increment(ref _refused);
        return false;
    }

    /// <summary>
    /// Records a decision and returns when it is durable: not before may it be acted on. A refusal means that it must not be. Giving
    /// up the wait does not take the entry back.
    /// </summary>
    public Task<Appended> DecideAsync(string actor, string subject, ReadOnlyMemory<byte> body, CancellationToken cancellation) => Writer is null
        ? Task.FromResult(new Appended(-1, _fault ?? "there is no ledger (ledger.enabled is false)"))
        : Writer.AppendAsync(new NewEntry(EntryType.Decision, _time.GetUtcNow(), actor, Payload.Of(subject, body)), cancellation);

    /// <summary>The last entry, and then what waits is written. When the token is up, what the disk has not taken is dropped and counted.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        if (Writer is null)
            return;
        if (Writer.Health != LedgerHealth.Ended)
            Record(EntryType.GatewayStopped, ByWeir, "", Encoding.UTF8.GetBytes("{}"));
        await Writer.StopAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (Writer is not null)
            await Writer.DisposeAsync();
    }

    private void Tell(LedgerHealth health, string? reason)
    {
        if (health == LedgerHealth.Failing)
            Failing(reason);
        else if (health == LedgerHealth.Refusing)
            Damaged(reason);
        else if (health == LedgerHealth.Writing)
            Writing(Writer!.Checkpoint?.Size ?? 0, Key!.Text);
    }

    [LoggerMessage(7401, LogLevel.Error, "The ledger cannot be opened, nothing is recorded for good and no hard decision is acted on: {Reason}")]
    private partial void NotOpened(string? reason);

    [LoggerMessage(7402, LogLevel.Error, "The ledger cannot be written. Entries wait, and so do new hard decisions; it is tried again: {Reason}")]
    private partial void Failing(string? reason);

    [LoggerMessage(7403, LogLevel.Error, "The ledger has damage and does not grow before somebody has looked at it (weir ledger verify): {Reason}")]
    private partial void Damaged(string? reason);

    [LoggerMessage(7404, LogLevel.Information, "The ledger is written: {Entries} entries under {Key}")]
    private partial void Writing(long entries, string key);
}
