using Microsoft.Extensions.Logging;
using Weir.Gateway.Configuration;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Watch;

/// <summary>
/// Looks after the journal behind its open end, on two threads of its own: one syncs what was written every second, the other compresses
/// finished segments and deletes those that the operator no longer keeps. None of it can hold up a write, and no compression a sync.
/// </summary>
public sealed class JournalKeeper
{
    public static readonly TimeSpan SyncEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TidyEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromMinutes(5);

    private readonly JournalFiles _journal;
    private readonly ConfigSource _config;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly HashSet<string> _refused = new(StringComparer.Ordinal);
    private readonly Lock _tidying = new();
    private long _syncedAt;
    private long? _tidiedAt;
    private TimeSpan _tidyAgain = TidyEvery;
    private long _syncedBytes;
    private string? _syncedPath;
    private bool _synced = true;
    private bool _stopping;

    public JournalKeeper(JournalFiles journal, ConfigSource config, TimeProvider clock, ILogger<JournalKeeper> log)
    {
        _journal = journal;
        _config = config;
        _clock = clock;
        _log = log;
        _syncedAt = clock.GetTimestamp();
    }

    /// <summary>What is done with each finished segment once it is compressed, and what is undone before it goes.</summary>
    internal Action<JournalSegment, Action>? Sealed { get; set; }
    internal Action<JournalSegment>? Expiring { get; set; }

    /// <summary>One round: everything that is due now.</summary>
    public void Tick()
    {
        SyncIfDue();
        TidyIfDue();
    }

    internal void TidyIfDue()
    {
        if (_tidiedAt is { } last && _clock.GetElapsedTime(last) < _tidyAgain)
            return;
        _tidyAgain = TidyEvery;
        Tidy();
        _tidiedAt = _clock.GetTimestamp();
    }

    /// <summary>Lets a compression that runs come to its end early; the next start does it again.</summary>
    public void Stop() => Volatile.Write(ref _stopping, true);

    internal void SyncIfDue()
    {
        if (_clock.GetElapsedTime(_syncedAt) < SyncEvery)
            return;
        _syncedAt = _clock.GetTimestamp();
        if (_journal.OpenSegment is not { } segment)
            return;
        try
        {
            Sync(segment);
            _synced = true;
        }
        catch (Exception refused) when (Disk.Refused(refused))
        {
            if (_synced)
                _log.NotSynced(refused.Message);
            _synced = false;
        }
    }

    private void Sync(SegmentFile segment)
    {
        if (!File.Exists(segment.Path))
        {
            _journal.OpenSegmentIsGone();
            return;
        }

        var length = segment.Length;
        var known = string.Equals(_syncedPath, segment.Path, StringComparison.Ordinal);
        if (known && length == _syncedBytes)
            return;
        segment.Sync();
        if (!known)
            DurableFile.SyncFolder(_journal.Folder);
        (_syncedPath, _syncedBytes) = (segment.Path, length);
    }

    /// <summary>Compresses and digests every hour that is over, and returns then; by itself it looks twice a minute.</summary>
    internal void Tidy()
    {
        try
        {
            lock (_tidying)
            {
                Expire();
                Seal();
                Digest();
            }
        }
        catch (DirectoryNotFoundException)
        {
            // Nothing was written yet.
        }
        catch (Exception refused) when (Disk.Refused(refused))
        {
            // The folder itself cannot be read.
            _tidyAgain = AfterRefusal;
            if (_refused.Add(_journal.Folder))
                _log.NotTidied(Path.GetFileName(_journal.Folder), refused.Message);
        }
        catch (OperationCanceledException)
        {
            // The program stops. What was half compressed is thrown away at the next start.
        }
    }

    private void Expire()
    {
        if (_config.Current.Journal.KeepFor is not { } keep)
            return;
        var oldest = _clock.GetUtcNow() - keep;
        foreach (var segment in JournalFolder.Segments(_journal.Folder))
        {
            if (segment.Name.End > oldest.UtcDateTime)
                break;
            Care(segment, () =>
            {
                // First what was made of it: a crash in between leaves a segment that expires again, and never anything without one.
                Expiring?.Invoke(segment);
                DurableFile.Delete(segment.Path);
                _log.Expired(Path.GetFileName(segment.Path));
            });
        }
    }

    private void Seal()
    {
        var segments = JournalFolder.Segments(_journal.Folder);
        // Before the first write after a start nothing is open; the segment of this hour may still go on.
        var openFrom = _journal.IsOpen ? DateTime.MaxValue : SegmentName.HourOf(_clock.GetUtcNow());
        for (var i = 0; i < segments.Count; i++)
        {
            var segment = segments[i];
            if (segment.Kind == SegmentKind.Unfinished)
                Care(segment, () => DurableFile.Delete(segment.Path));
            else if (segment.IsOpen && i + 1 < segments.Count && segments[i + 1] is { Kind: SegmentKind.Sealed } twin && twin.Name == segment.Name)
                Care(segment, () => SegmentSeal.Settle(segment, twin, Between));
            else if (segment.IsOpen && segment.Name.Hour < openFrom)
                Care(segment, () => Seal(segment));
        }
    }

    private void Digest()
    {
        if (Sealed is null)
            return;
        foreach (var segment in JournalFolder.Segments(_journal.Folder))
        {
            if (segment.Kind == SegmentKind.Sealed)
                Care(segment, () => Sealed(segment, Between));
        }
    }

    private void Seal(JournalSegment segment)
    {
        var before = new FileInfo(segment.Path).Length;
        var after = SegmentSeal.Seal(segment, Between);
        if (after == 0)
            return;
        _log.Compressed(Path.GetFileName(segment.Path), before, after);
        // At once: where many wait to be compressed, the first are proved long before the last.
        Sealed?.Invoke(segment with { Path = segment.Path + ".gz", Kind = SegmentKind.Sealed }, Between);
    }

    /// <summary>Does one thing to one finished segment. What the disk refuses is said once and tried again later.</summary>
    private void Care(JournalSegment segment, Action step)
    {
        if (!_journal.TryClaim(segment.Path))
            return;
        try
        {
            step();
            _refused.Remove(segment.Path);
        }
        catch (Exception refused) when (Disk.Refused(refused))
        {
            _tidyAgain = AfterRefusal;
            if (_refused.Add(segment.Path))
                _log.NotTidied(Path.GetFileName(segment.Path), refused.Message);
        }
        finally
        {
            _journal.EndClaim();
        }
    }

    private void Between()
    {
        if (Volatile.Read(ref _stopping))
            throw new OperationCanceledException();
    }
}
