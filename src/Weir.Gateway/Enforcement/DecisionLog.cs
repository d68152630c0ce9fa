using System.Buffers;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Weir.Gateway.Ledger;
using Weir.Gateway.Storage;
using Weir.Gateway.Watch;
using Weir.Ledger;
using Weir.Ledger.Entries;
using Weir.Policy;

namespace Weir.Gateway.Enforcement;

/// <summary>
/// Decisions and acts, for good: one JSON object a line, synced to disk before whoever waits is answered. What comes while a group is being
/// written makes the next group, so a campaign of thousands costs a few waits for the disk. The state of everybody is the fold of it.
/// </summary>
public sealed partial class DecisionLog : IAsyncDisposable
{
    private const int MostWaiting = 65_536;

    private readonly string _path;
    private readonly GatewayLedger? _ledger;
    private readonly ILogger _log;
    private readonly Channel<Waiting> _waiting = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly Task _loop;
    private long _written;
    private long _failures;
    private volatile bool _failing;

    private readonly record struct Waiting(IReadOnlyList<PolicyEntry> Entries, TaskCompletionSource<bool> Done);

    /// <param name="ledger">Where every entry is recorded for good, too. What stops somebody is not acted on before it is there.</param>
    public DecisionLog(string folder, GatewayLedger? ledger, ILogger<DecisionLog> log)
    {
        (_path, _ledger, _log) = (System.IO.Path.Combine(folder, "decisions.jsonl"), ledger, log);
        _loop = Task.Run(WriteAsync);
    }

    internal string Path => _path;
    public long Written => Interlocked.Read(ref _written);
    public long Failures => Interlocked.Read(ref _failures);
    /// <summary>The last write did not reach the disk: hard decisions wait, and an alarm sounds.</summary>
    public bool IsFailing => _failing;

    /// <summary>Also told of every entry that is durable: the ledger, notices.</summary>
    public event Action<PolicyEntry>? Kept;

    /// <summary>Reads what was kept before this start, oldest first. A torn last line is cut; a broken one is passed over and told.</summary>
    public IEnumerable<PolicyEntry> Read()
    {
        if (!File.Exists(_path))
            yield break;
        TornLine.Cut(_path);
        using var file = new StreamReader(new FileStream(_path, DurableFile.Options(FileMode.Open, FileAccess.Read)), System.Text.Encoding.UTF8, false, 1 << 16);
        for (var number = 1L; file.ReadLine() is { } line; number++)
        {
            if (PolicyEntryJson.Read(System.Text.Encoding.UTF8.GetBytes(line)) is { } entry)
                yield return entry;
            else
                LogBroken(number);
        }
    }

    /// <summary>
    /// True once all of them are on disk; false where they will not be: then none is, in the ledger or here, but for those that free somebody. A
    /// stop must be in the ledger before it is anywhere else.
    /// </summary>
    public async Task<bool> AppendAsync(IReadOnlyList<PolicyEntry> entries)
    {
        // The ledger first: what it does not take must not come back from the file after a restart.
        if (_ledger is not { IsEnabled: true } ledger)
            return await KeepAsync(entries).ConfigureAwait(false);
        if (await ProveAsync(ledger, entries).ConfigureAwait(false))
            return await KeepAsync(entries).ConfigureAwait(false);
        PolicyEntry[] free = [.. entries.Where(static entry => entry.Frees)];
        if (free.Length > 0)
            _ = await KeepAsync(free).ConfigureAwait(false);
        return false;
    }

    private async Task<bool> KeepAsync(IReadOnlyList<PolicyEntry> entries)
    {
        var done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        return _waiting.Writer.TryWrite(new Waiting(entries, done)) && await done.Task.ConfigureAwait(false);
    }

    private async Task WriteAsync()
    {
        var group = new List<Waiting>();
        while (await _waiting.Reader.WaitToReadAsync(CancellationToken.None))
        {
            group.Clear();
            while (group.Count < 4096 && _waiting.Reader.TryRead(out var next))
                group.Add(next);
            var kept = Write(group);
            foreach (var waiting in group)
            {
                waiting.Done.SetResult(kept);
                for (var i = 0; kept && i < waiting.Entries.Count; i++)
                    Kept?.Invoke(waiting.Entries[i]);
            }
        }
    }

    /// <summary>Hard entries are durable in the ledger when this returns true, and the others handed over; where it returns false, only those that free somebody are.</summary>
    private async Task<bool> ProveAsync(GatewayLedger ledger, IReadOnlyList<PolicyEntry> entries)
    {
        List<Task<Appended>>? hard = null;
        foreach (var entry in entries)
        {
            if (!entry.IsHard)
                continue;
            var line = DecisionLedger.Line(entry);
            ledger.Recorded.Add(line);
            var (subject, body) = Identity.Split(line);
            (hard ??= []).Add(ledger.DecideAsync(DecisionLedger.ActorOf(entry), System.Text.Encoding.UTF8.GetString(subject), body, CancellationToken.None));
        }

        var proved = true;
        foreach (var entry in hard ?? [])
            proved &= (await entry.ConfigureAwait(false)).IsDurable;
        if (!proved)
            LogNotProved(ledger.Reason ?? "it refuses");
        foreach (var entry in entries)
        {
            if (entry.IsHard || (!proved && !entry.Frees))
                continue;
            var line = DecisionLedger.Line(entry);
            ledger.Recorded.Add(line);
            ledger.RecordLine(DecisionLedger.TypeOf(entry), DecisionLedger.ActorOf(entry), line);
        }

        return proved;
    }

    private bool Write(List<Waiting> group)
    {
        try
        {
            var lines = new ArrayBufferWriter<byte>();
            long count = 0;
            foreach (var waiting in group)
            {
                foreach (var entry in waiting.Entries)
                {
                    lines.Write(PolicyEntryJson.Write(entry));
                    lines.Write("\n"u8);
                    count++;
                }
            }

            Append(lines.WrittenSpan);
            Interlocked.Add(ref _written, count);
            _failing = false;
            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            if (Interlocked.Increment(ref _failures) == 1 || !_failing)
                LogRefused(refused.Message);
            _failing = true;
            return false;
        }
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        var isNew = !File.Exists(_path);
        var folder = System.IO.Path.GetDirectoryName(_path)!;
        DurableFile.MakeFolder(folder);
        using (var file = new FileStream(_path, DurableFile.Options(FileMode.OpenOrCreate)))
        {
            var end = file.Seek(0, SeekOrigin.End);
            try
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }
            catch (IOException)
            {
                // Nobody is told that it was kept, so half of it must not come back.
                file.SetLength(end);
                throw;
            }
        }

        if (isNew)
            DurableFile.SyncFolder(folder);
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _loop;
    }

    [LoggerMessage(8011, LogLevel.Error, "Decisions cannot be kept: {Reason}. Those in force stay, new stops wait")]
    private partial void LogRefused(string reason);

    [LoggerMessage(8013, LogLevel.Error, "A stop is not acted on, because the ledger does not take its entry: {Reason}")]
    private partial void LogNotProved(string reason);

    [LoggerMessage(8012, LogLevel.Warning, "Line {Line} of the decisions is no entry; it is passed over")]
    private partial void LogBroken(long line);
}
