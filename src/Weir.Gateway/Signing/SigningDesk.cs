using System.Text;
using Microsoft.Extensions.Logging;
using Weir.Gateway.Configuration;
using Weir.Gateway.Ledger;
using Weir.Gateway.Storage;
using Weir.Signatures.Marking;

namespace Weir.Gateway.Signing;

/// <summary>
/// Brings keys to the point where they may be used: derives them, makes what the configuration names and nobody made, and waits until each
/// commitment is durable in the ledger. Until then answers pass unmarked. It looks again when the configuration changes and now and
/// then, so a key made beside a running gateway is committed within seconds.
/// </summary>
internal sealed partial class SigningDesk : IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private readonly ConfigSource _config;
    private readonly DataFolder _data;
    private readonly GatewayLedger _ledger;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly SignatureKeyFile _file;
    private readonly SemaphoreSlim _looking = new(1, 1);
    private readonly CancellationTokenSource _end = new();
    private ITimer? _timer;
    private SignatureConfig? _shown;
    private DateTime _seen;
    private string? _told;
    private volatile AnswerSigning? _signing;

    public SigningDesk(ConfigSource config, DataFolder data, GatewayLedger ledger, TimeProvider time, ILogger<SigningDesk> log)
    {
        (_config, _data, _ledger, _time, _log) = (config, data, ledger, time, log);
        _file = new SignatureKeyFile(data.Path, time);
        // What was taken out of the configuration ends at once; what came in waits for the ledger.
        config.Changed += next =>
        {
            if (next.Signatures != _shown)
                _signing = null;
            _ = LookAsync();
        };
    }

    /// <summary>Null where no answer is marked.</summary>
    public AnswerSigning? Signing => _signing;

    public void Start() => _timer = _time.CreateTimer(static desk => _ = ((SigningDesk)desk!).LookAsync(), this, TimeSpan.Zero, LookEvery);

    /// <summary>One look; where one is under way it is enough.</summary>
    public async Task LookAsync()
    {
        if (!await _looking.WaitAsync(TimeSpan.Zero, CancellationToken.None))
            return;
        try
        {
            var config = _config.Current.Signatures;
            var changed = Changed(out var stamp);
            if (config == _shown && !changed && (config.Mode == SignatureMode.Off || _signing is not null))
                return;
            var fault = await PrepareAsync(config);
            if (fault is not null && !string.Equals(fault, _told, StringComparison.Ordinal))
                NotMarked(fault);
            _told = fault;
            if (fault is not null)
                return;
            _shown = config;
            _seen = stamp;
        }
        catch (OperationCanceledException)
        {
            // The gateway ends.
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            if (!string.Equals(refused.Message, _told, StringComparison.Ordinal))
                NotMarked(refused.Message);
            _told = refused.Message;
        }
        finally
        {
            _looking.Release();
        }
    }

    /// <returns>Why nothing is marked although it should be, in one sentence.</returns>
    private async Task<string?> PrepareAsync(SignatureConfig config)
    {
        if (config.Mode == SignatureMode.Off)
        {
            _signing = null;
            return await CommitAllAsync();
        }

        byte[]? master;
        if (config.Master is { } secret)
            master = secret.Value.Length == 2 * SignatureKey.Bytes && secret.Value.All(char.IsAsciiHexDigit) ? Convert.FromHexString(secret.Value) : Encoding.UTF8.GetBytes(secret.Value);
        else if (!SignatureMaster.TryRead(_data.Path, null, make: true, out master, out var missing))
            return missing;
        if (_file.Find(config.Key) is null && _file.Create(config.Key, "owner", null, master, out var fault) is null)
            return fault;
        var campaigns = config.Mode == SignatureMode.OwnerAndCampaign ? config.Campaigns.Keys.ToArray() : [];
        foreach (var name in campaigns)
        {
            if (_file.Find(name) is null && _file.Create(name, "campaign", config.Key, master, out fault) is null)
                return fault;
        }

        if (await CommitAllAsync() is { } uncommitted)
            return uncommitted;
        if (Derived(config.Key, "owner", null, master) is not { } owner)
            return $"the key '{config.Key}' is no owner's key, or was made with another master";
        var keys = new Dictionary<string, SignatureKey>(StringComparer.Ordinal);
        foreach (var name in campaigns)
        {
            if (Derived(name, "campaign", config.Key, master) is not { } key)
                return $"the key '{name}' is no campaign's key under '{config.Key}', or was made with another master";
            keys[name] = key;
        }

        // Its own commitment changes the file, and the next look finds that: that is no news.
        var told = _signing is not null && config == _shown;
        _signing = new AnswerSigning(config, owner, keys);
        if (!told)
            Marked(config.Mode == SignatureMode.Owner ? "owner" : "owner+campaign", config.Key, config.Strength);
        return null;
    }

    private SignatureKey? Derived(string name, string kind, string? under, byte[] master) =>
        _file.Find(name) is { LedgerIndex: not null } record && string.Equals(record.Kind, kind, StringComparison.Ordinal) && string.Equals(record.Under, under, StringComparison.Ordinal)
            ? SignatureKeyFile.Derive(record, master)
            : null;

    private async Task<string?> CommitAllAsync()
    {
        foreach (var key in _file.Read())
        {
            if (key.LedgerIndex is not null)
                continue;
            if (_ledger.Writer is not { } writer)
                return _ledger.Reason ?? "there is no ledger to commit keys to (ledger.enabled is false)";
            var appended = await writer.AppendAsync(SignatureCommitment.Entry(key, _time.GetUtcNow(), GatewayLedger.ByOperator), _end.Token);
            if (!appended.IsDurable)
                return appended.Refusal;
            _file.Commit(key, appended.Index);
        }

        return null;
    }

    private bool Changed(out DateTime stamp)
    {
        stamp = File.GetLastWriteTimeUtc(_file.Path);
        return stamp != _seen;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        if (_timer is not null)
            await _timer.DisposeAsync();
        await _looking.WaitAsync(CancellationToken.None);
        _looking.Dispose();
        _end.Dispose();
    }

    [LoggerMessage(7601, LogLevel.Information, "Answers are marked ({Mode}) with the key {Key} at strength {Strength}: what callers read differs from what the model wrote")]
    private partial void Marked(string mode, string key, double strength);

    [LoggerMessage(7602, LogLevel.Error, "Answers should be marked and are not; it is tried again: {Reason}")]
    private partial void NotMarked(string reason);
}
