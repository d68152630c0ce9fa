using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Weir.Gateway.Configuration;
using Weir.Gateway.Storage;
using Weir.Policy;

namespace Weir.Gateway.Enforcement.Notices;

/// <summary>How one address fares.</summary>
public sealed record WebhookState(string Name, string Url, long Delivered, long Failed, int Waiting);

/// <summary>
/// Tells others of decisions: webhooks, and a file for a SIEM. Nothing waits for it. What could not be delivered is written to a list of its
/// own beside the decisions.
/// </summary>
public sealed partial class NoticeDesk : IAsyncDisposable
{
    private readonly UndeliveredList _undelivered;
    private readonly ConfigSource _config;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Lock _gate = new();
    private readonly Channel<byte[]> _lines = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(16_384) { SingleReader = true });
    private readonly Task _writing;
    private List<Webhook> _hooks = [];
    private long _unwritten;

    public NoticeDesk(PolicyDesk desk, ConfigSource config, DataFolder data, TimeProvider time, ILogger<NoticeDesk> log)
    {
        (_config, _time, _log) = (config, time, log);
        _undelivered = new UndeliveredList(Path.Combine(data.Path, "policy"));
        desk.Log.Kept += Kept;
        desk.CampaignFound += (campaign, verdict, accounts) => Tell(Notice.Campaign(References.New(time.GetUtcNow()), campaign, verdict, accounts, time.GetUtcNow()));
        desk.LeakFound += (whom, tokens) =>
        {
            LogLeak(whom.ToString(), tokens);
            Tell(Notice.Leak(References.New(time.GetUtcNow()), whom, tokens, time.GetUtcNow()));
        };
        config.Changed += _ => Take();
        Take();
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Findings for the SIEM that its file did not take.</summary>
    public long Unwritten => Interlocked.Read(ref _unwritten);

    public IReadOnlyList<WebhookState> Webhooks
    {
        get
        {
            lock (_gate)
                return [.. _hooks.Select(static hook => new WebhookState(hook.Config.Name, hook.Config.Url!.GetLeftPart(UriPartial.Path), hook.Delivered, hook.Failed, hook.Waits))];
        }
    }

    /// <summary>What no webhook took, oldest first: the newest two thousand.</summary>
    public IReadOnlyList<Undelivered> Undelivered => _undelivered.All;

    public Undelivered? Find(string id) => _undelivered.Find(id);

    /// <summary>Puts it back in line. False where its webhook is not configured any more, or it is gone from the list.</summary>
    internal bool TryRedeliver(string id)
    {
        lock (_gate)
        {
            if (_undelivered.Find(id) is not { } found || _hooks.Find(hook => string.Equals(hook.Config.Name, found.Webhook, StringComparison.Ordinal)) is not { } hook || !_undelivered.TryTake(id, _time.GetUtcNow()))
                return false;
            hook.Offer(new Notice(found.Notice, found.Event, found.Time, found.Body));
            return true;
        }
    }

    internal bool TryDismiss(string id) => _undelivered.TryTake(id, _time.GetUtcNow());

    private void Kept(PolicyEntry entry)
    {
        if (_config.Current.Notices.OcsfFile is not null && OcsfLine.Of(entry) is { } line && !_lines.Writer.TryWrite(line))
            Interlocked.Increment(ref _unwritten);
        if (Notice.Of(entry) is { } notice)
            Tell(notice);
    }

    private void Tell(Notice notice)
    {
        lock (_gate)
        {
            foreach (var hook in _hooks)
                hook.Offer(notice);
        }
    }

    /// <summary>Addresses that are as they were go on with what waits for them.</summary>
    private void Take()
    {
        List<Webhook> gone;
        lock (_gate)
        {
            var wanted = _config.Current.Notices.Webhooks;
            gone = _hooks.FindAll(hook => !wanted.Any(one => IsSame(one, hook.Config)));
            _hooks = [.. wanted.Select(one => _hooks.Find(hook => IsSame(one, hook.Config)) ?? new Webhook(one, _time, GivenUp))];
        }

        foreach (var hook in gone)
            _ = hook.DisposeAsync().AsTask();
    }

    private static bool IsSame(WebhookConfig a, WebhookConfig b) =>
        string.Equals(a.Name, b.Name, StringComparison.Ordinal) && a.Url == b.Url && a.AllowPrivate == b.AllowPrivate && string.Equals(a.Secret?.Value, b.Secret?.Value, StringComparison.Ordinal);

    private void GivenUp(WebhookConfig hook, Notice notice, string why)
    {
        LogGivenUp(notice.Id, hook.Name, why);
        _undelivered.Add(new Undelivered(notice.Id, hook.Name, notice.Event, _time.GetUtcNow(), why, notice.Body));
    }

    private async Task WriteAsync()
    {
        await foreach (var line in _lines.Reader.ReadAllAsync(CancellationToken.None))
        {
            try
            {
                // Opened for each line: whoever rotates the file may move it away at any time.
                await using var file = new FileStream(_config.Current.Notices.OcsfFile!, DurableFile.Options(FileMode.Append));
                await file.WriteAsync((byte[])[.. line, (byte)'\n']);
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                if (Interlocked.Increment(ref _unwritten) == 1)
                    LogNotWritten(refused.Message);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _lines.Writer.TryComplete();
        await _writing;
        List<Webhook> hooks;
        lock (_gate)
            (hooks, _hooks) = (_hooks, []);
        foreach (var hook in hooks)
            await hook.DisposeAsync();
    }

    [LoggerMessage(8043, LogLevel.Warning, "{Whom} has set a bias beyond bans on about {Tokens} distinct tokens within thirty days: so the last layer of a model is read out")]
    private partial void LogLeak(string whom, int tokens);

    [LoggerMessage(8041, LogLevel.Warning, "Notice {Id} could not be delivered to webhook {Name}: {Why}")]
    private partial void LogGivenUp(string id, string name, string why);

    [LoggerMessage(8042, LogLevel.Warning, "Findings for the SIEM cannot be written: {Reason}")]
    private partial void LogNotWritten(string reason);
}
