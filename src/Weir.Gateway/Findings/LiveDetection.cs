using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Weir.Detection.Accounts;
using Weir.Gateway.Configuration;
using Weir.Gateway.Storage;
using Weir.Gateway.Watch;
using Weir.Traffic;

namespace Weir.Gateway.Findings;

/// <summary>
/// Detection beside a running gateway: a loop on a thread of its own, at low priority, that takes what Watch hands over and
/// answers questions in between. It starts from a snapshot and the journal after it, so that the same journal gives the
/// same findings, live, after any restart, and with `weir analyze`. Nothing waits for it: when it fails, an alarm sounds
/// and it begins again.
/// </summary>
public sealed partial class LiveDetection : IAsyncDisposable
{
    private const int MostQuestions = 256;
    private static readonly TimeSpan TickEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(10);
    /// <summary>While calls are under way reading back rests for twice the time that it takes, and no longer than this at once.</summary>
    private static readonly TimeSpan LongestRest = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan SaveEvery = TimeSpan.FromMinutes(5);
    /// <summary>Where writing a snapshot takes long, it is written so seldom that it takes no more than a fiftieth of the time.</summary>
    private const int SaveShare = 50;
    /// <summary>The same for counting verdicts: a look at each account.</summary>
    private static readonly TimeSpan CountEvery = TimeSpan.FromSeconds(5);
    private const int CountShare = 100;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    private readonly WatchWorker _watch;
    private readonly Handover _handover;
    private readonly DetectionState _state;
    private readonly AccountsFile _accounts;
    private readonly ToldByOthers _told;
    private readonly ConfigSource _config;
    private readonly Func<DateTimeOffset, DateTimeOffset> _noneBefore;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Channel<Action<DetectionState?>> _questions = Channel.CreateBounded<Action<DetectionState?>>(new BoundedChannelOptions(MostQuestions) { SingleReader = true });
    private readonly CancellationTokenSource _hurry = new();
    private readonly Lock _after = new();
    private Task? _loop;
    private volatile Phase _phase = Phase.Starting;
    private long _skippedSeen;
    private long _readAt;
    private long _retryAt;
    private TimeSpan _pause;
    private long _savedAt;
    private TimeSpan _saveAgain = SaveEvery;
    private long _countedAt;
    private TimeSpan _countAgain = CountEvery;
    /// <summary>Of the exchanges that Watch has shown, how many have been taken in, from the first on without a gap.</summary>
    private long _observed;
    /// <summary>When so many records have been seen, nothing is to come any more that arrived before this moment.</summary>
    private (DateTimeOffset Moment, long Records)? _settles;

    private enum Phase { Starting, Following, Failed, Ended }

    /// <param name="noneBefore">Before which moment, at this moment, no call came that is still under way.</param>
    internal LiveDetection(WatchWorker watch, DataFolder data, ConfigSource config, CalibrationFile calibration, Func<DateTimeOffset, DateTimeOffset> noneBefore, TimeProvider time, ILogger<LiveDetection> log, int mostWaiting = Handover.MostWaiting)
    {
        (_watch, _config, _noneBefore, _time, _log) = (watch, config, noneBefore, time, log);
        _handover = new Handover(config, mostWaiting);
        var folder = System.IO.Path.Combine(data.Path, "findings");
        _accounts = new AccountsFile(log);
        _told = new ToldByOthers(data.Path, log);
        _state = new DetectionState(folder, watch.Journal, data.Hasher, calibration, new FactBook(folder, log), _told, Counts, log);
        watch.Listen(_handover.Show);
        watch.ListenToPlaces(_handover.Place);
    }

    public DetectionCounts Counts { get; } = new();

    /// <summary>Exchanges that were recorded and wait to be taken in.</summary>
    public long Waiting => _handover.Waiting;
    /// <summary>Exchanges that came too fast to be handed over and were, or will be, read from the journal.</summary>
    public long Skipped => _handover.Skipped;
    /// <summary>Everything that was recorded has been taken in, but for what waits.</summary>
    public bool IsFollowing => _phase == Phase.Following;
    public bool IsFailing => _phase == Phase.Failed;
    /// <summary>What the accounts file says; null before it was looked at.</summary>
    internal IReadOnlyDictionary<string, AccountFacts>? Listing => _state.Facts.Listing;
    /// <summary>Why the snapshot of the start was not used; null where it was, or there was none.</summary>
    public string? SetAside => _state.SetAside;

    /// <summary>How old the newest exchange is that was taken in, while others wait; else nothing.</summary>
    public TimeSpan Lag => _phase == Phase.Following && _handover.IsEmpty || Counts.NewestEnd is not { } newest
        ? TimeSpan.Zero
        : _time.GetUtcNow() - newest is { Ticks: > 0 } lag ? lag : TimeSpan.Zero;

    /// <summary>Told, on detection's thread, of exchanges that were taken in, and about once a second. Set before the start.</summary>
    public Action<IReadOnlyList<Exchange>, AccountAnalysis> Taken { set => _state.Taken = value; }
    public Action<AccountAnalysis>? Ticked { private get; set; }

    public void Start() => _loop = OwnThread.Run("weir detection", LoopAsync);

    /// <summary>
    /// Has a question about the analysis answered by the thread that owns it, which takes nothing in meanwhile: be quick. What it returns must not be
    /// the analysis' own. Null where too many questions wait already.
    /// </summary>
    public Task<T?> LookAsync<T>(Func<AccountAnalysis, T> question, CancellationToken cancel)
        where T : class => AskAsync(state => question(state.Analysis), cancel);

    /// <summary>
    /// Has a question answered by the thread that owns the state, or a change made. Null where too many wait already, or
    /// detection has not begun.
    /// </summary>
    internal async Task<T?> AskAsync<T>(Func<DetectionState, T> question, CancellationToken cancel)
        where T : class?
    {
        var answer = new TaskCompletionSource<T?>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Answer(DetectionState? state)
        {
            try
            {
                answer.SetResult(state is null ? null : question(state));
            }
            catch (Exception refused)
            {
                answer.SetException(refused);
            }
        }

        if (!_questions.Writer.TryWrite(Answer))
        {
            // Once the loop has ended nobody owns the state any more, and whoever asks may look.
            if (_phase != Phase.Ended)
                return null;
            lock (_after)
                Answer(_state);
        }

        return await answer.Task.WaitAsync(cancel);
    }

    /// <summary>Takes in what was recorded until now and writes a snapshot. Watch has stopped before. When the token is up, a later start reads the rest from the journal.</summary>
    public async Task StopAsync(CancellationToken cancel)
    {
        _handover.Complete();
        if (_loop is null)
        {
            _phase = Phase.Ended;
            _questions.Writer.TryComplete();
            Answer();
            return;
        }

        await using var impatience = cancel.Register(_hurry.Cancel);
        await _loop;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        _hurry.Dispose();
    }
}
