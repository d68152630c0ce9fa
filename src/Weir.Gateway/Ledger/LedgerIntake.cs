using System.Text.Json;
using Microsoft.Extensions.Logging;
using Weir.Detection.Accounts;
using Weir.Gateway.Admission;
using Weir.Gateway.Configuration;
using Weir.Gateway.Enforcement;
using Weir.Gateway.Storage;
using Weir.Gateway.Watch;
using Weir.Ledger.Entries;
using Weir.Ledger.Lines;
using Weir.Policy;

namespace Weir.Gateway.Ledger;

/// <summary>
/// Brings into the ledger what comes to exist elsewhere: events of keys, which the command line writes beside a running gateway, licences in the
/// file of accounts, finished segments of the journal, versions of terms and calibration. It looks now and then, off every path, and compares with what is
/// recorded; so what happened while no gateway ran, or in the instant before a crash, is recorded at the next look.
/// </summary>
internal sealed partial class LedgerIntake : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly GatewayLedger _ledger;
    private readonly DataFolder _data;
    private readonly ConfigSource _config;
    private readonly ILogger _log;
    private readonly ITimer? _timer;
    private readonly SemaphoreSlim _looking = new(1, 1);
    private readonly Dictionary<string, byte[]>? _told;
    private readonly HashSet<string> _unfit = new(StringComparer.Ordinal);
    private LedgerState? _state;
    private IReadOnlyDictionary<string, AccountFacts>? _listing;
    private long _refused;
    private (long, DateTime) _keys, _terms, _calibration, _digests;
    private long _decided;
    private bool _failing;

    public LedgerIntake(GatewayLedger ledger, JournalKeeper journal, DataFolder data, ConfigSource config, TimeProvider time, ILogger<LedgerIntake> log)
    {
        (_ledger, _data, _config, _log) = (ledger, data, config, log);
        if (ledger.Writer is null)
            return;
        _told = FactLedger.Read(data.FactsPath);
        // The keeper's own: it makes and drops them, and what is here only reads.
        var digests = new DigestFolder(data.DigestPath);
        journal.Sealed = (segment, between) => digests.Make(segment.Name.Stem, SegmentLines.Read(segment, between));
        journal.Expiring = segment => digests.Drop(segment.Name.Stem);
        _timer = time.CreateTimer(static intake => _ = ((LedgerIntake)intake!).TryLookAsync(), this, LookEvery, LookEvery);
    }

    /// <summary>What the accounts file says now; null as long as nobody has looked at it.</summary>
    public Func<IReadOnlyDictionary<string, AccountFacts>?>? Listing { private get; set; }

    /// <summary>One look. A look that runs already is enough.</summary>
    public async Task TryLookAsync()
    {
        if (!await _looking.WaitAsync(TimeSpan.Zero))
            return;
        try
        {
            await LookAsync();
            _failing = false;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or JsonException)
        {
            if (!_failing)
                NotRead(refused.Message);
            _failing = true;
        }
        finally
        {
            _looking.Release();
        }
    }

    /// <summary>The last look before the ledger ends.</summary>
    public async Task StopAsync()
    {
        if (_timer is null)
            return;
        await _timer.DisposeAsync();
        await _looking.WaitAsync();
        _looking.Release();
        await TryLookAsync();
    }

    private async Task LookAsync()
    {
        if (_ledger.Writer?.Opened is not { } opened)
            return;
        if (_state is null)
        {
            // As both stood before this start: what is told since is recorded by whoever takes it.
            _state = await LedgerState.ReadAsync(_ledger.Folder, opened.Size, _ledger.Recorded, CancellationToken.None);
            FactLedger.Reconcile(_ledger, _told, _state);
        }

        await FindRefusedAsync();
        Listed(_state);
        Keys();
        Decisions();
        Segments(_state);
        Version(_state, EntryType.TermsVersion, _config.Current.Ledger.TermsFile, ref _terms);
        Version(_state, EntryType.CalibrationVersion, _config.Current.CalibrationFile, ref _calibration);
    }

    /// <summary>
    /// Entries are refused where too many wait. Keys and decisions are followed in their files; what was told of accounts, and was refused, is
    /// found by comparing again.
    /// </summary>
    private async Task FindRefusedAsync()
    {
        var refused = _ledger.Refused;
        if (refused == _refused || _ledger.IsFailing || _ledger.Writer is not { Waits: 0, Checkpoint: { } checkpoint })
            return;
        var told = FactLedger.Read(_data.FactsPath);
        FactLedger.Reconcile(_ledger, told, await LedgerState.ReadAsync(_ledger.Folder, checkpoint.Size, new RecordedLines(), CancellationToken.None));
        _refused = refused;
    }

    private void Listed(LedgerState state)
    {
        if (Listing?.Invoke() is { } listing && !ReferenceEquals(listing, _listing) && FactLedger.Listed(_ledger, listing, state.Listed))
            _listing = listing;
    }

    private void Keys()
    {
        var file = new KeyFile(_data.Path, TimeProvider.System);
        if (!Changed(file.Path, ref _keys, out var stamp))
            return;
        foreach (var line in file.ReadLines())
        {
            if (_ledger.Recorded.Contains(line) || KeyEvents.EntryTypeOf(line) is not { } type)
                continue;
            if (!_ledger.RecordLine(type, GatewayLedger.ByOperator, line))
                return;
            _ledger.Recorded.Add(line);
        }

        _keys = stamp;
    }

    /// <summary>Decisions that were kept while the ledger could not be written: those that stop nobody.</summary>
    private void Decisions()
    {
        if (!File.Exists(_data.DecisionsPath) || _ledger.IsFailing)
            return;
        using var file = new FileStream(_data.DecisionsPath, DurableFile.Options(FileMode.Open, FileAccess.Read));
        var bytes = new byte[file.Length - _decided];
        file.Position = _decided;
        ReadOnlyMemory<byte> rest = bytes.AsMemory(0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        while (rest.Span.IndexOf((byte)'\n') is >= 0 and var end)
        {
            var line = rest.Span[..end];
            if (!_ledger.Recorded.Contains(line) && PolicyEntryJson.Read(line) is { } entry)
            {
                if (!_ledger.RecordLine(DecisionLedger.TypeOf(entry), DecisionLedger.ActorOf(entry), line))
                    return;
                _ledger.Recorded.Add(line);
            }

            rest = rest[(end + 1)..];
            _decided += end + 1;
        }
    }

    private void Segments(LedgerState state)
    {
        if (!Directory.Exists(_data.DigestPath) || !Changed(_data.DigestPath, ref _digests, out var stamp))
            return;
        var (digests, journal) = (new DigestFolder(_data.DigestPath), new JournalArchive(_data.Path));
        foreach (var segment in digests.Names)
        {
            var known = state.Segments.GetValueOrDefault(segment);
            if ((known is not null && string.Equals(RootOf(Path.Combine(_data.DigestPath, segment)), known, StringComparison.Ordinal)) || digests.Read(segment) is not { } digest)
                continue;
            // A digest that was lost is made again with other salts: it is recorded anew, and its lines are proved from then on. One that was changed is not.
            if (known is not null && journal.Fits(segment, digest) is false)
            {
                if (_unfit.Add(segment))
                    NotFit(segment);
                continue;
            }

            if (!_ledger.Record(EntryType.JournalSegment, GatewayLedger.ByWeir, "", SegmentBody.Write(segment, digest.Count, digest.Root.ToString())))
                return;
            state.Segments[segment] = digest.Root.ToString();
        }

        _digests = stamp;
    }

    private static string? RootOf(string path)
    {
        using var text = File.OpenText(path);
        return LineDigest.ReadRoot(text);
    }

    private void Version(LedgerState state, string type, string? file, ref (long, DateTime) seen)
    {
        if (file is null || !Changed(file, ref seen, out var stamp))
            return;
        var bytes = File.ReadAllBytes(file);
        if (bytes.Length > Payload.MostBytes)
            return;
        var hash = LedgerState.HashOf(bytes);
        if (!string.Equals(state.Versions.GetValueOrDefault(type), hash, StringComparison.Ordinal)
            && !_ledger.Record(type, GatewayLedger.ByOperator, "", bytes))
            return;
        state.Versions[type] = hash;
        seen = stamp;
    }

    private static bool Changed(string path, ref (long, DateTime) seen, out (long, DateTime) stamp)
    {
        var info = new FileInfo(path);
        stamp = info.Exists ? (info.Length, info.LastWriteTimeUtc) : Directory.Exists(path) ? (0, Directory.GetLastWriteTimeUtc(path)) : default;
        return stamp != seen && stamp != default;
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _looking.Dispose();
    }

    [LoggerMessage(7411, LogLevel.Warning, "What the ledger is to record cannot be read; it is tried again: {Reason}")]
    private partial void NotRead(string reason);

    [LoggerMessage(7412, LogLevel.Warning, "The digest of the journal's segment {Segment} is not the one that the ledger recorded, and does not fit the lines: it was changed, or the lines were (weir ledger verify --journal). Without the file another is made")]
    private partial void NotFit(string segment);
}
