namespace Weir.TestKit;

/// <summary>
/// A clock that only the test moves. Timers fire on the thread that calls <see cref="Advance"/>, in the order in which
/// they fall due, so a test that advances an hour sees what an hour does and waits for nothing.
/// </summary>
public sealed class ManualTimeProvider(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _now = start.ToUniversalTime();

    public ManualTimeProvider() : this(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero))
    {
    }

    /// <summary>Whether anything waits for the clock.</summary>
    public bool HasTimers
    {
        get
        {
            lock (_gate)
                return _timers.Count > 0;
        }
    }

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return _now;
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    /// <summary>Moves the clock forward and fires, one after the other, every timer that falls due on the way.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var end = GetUtcNow() + by;
        while (TakeDue(end) is { } due)
            due.Fire();
    }

    /// <summary>
    /// Moves the clock forward, again and again, until something is over: for timers that the code under test sets at a moment that
    /// the test cannot see.
    /// </summary>
    public async Task AdvanceUntilAsync(Task over, TimeSpan by, CancellationToken cancel)
    {
        while (!over.IsCompleted)
        {
            Advance(by);
            await Task.WhenAny(over, Task.Delay(TimeSpan.FromMilliseconds(20), System, cancel));
            cancel.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Sets the wall clock without firing anything: an operator's or a time server's correction, backward too.</summary>
    public void Set(DateTimeOffset now)
    {
        lock (_gate)
            _now = now.ToUniversalTime();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private ManualTimer? TakeDue(DateTimeOffset end)
    {
        lock (_gate)
        {
            ManualTimer? first = null;
            foreach (var timer in _timers)
            {
                if (timer.Due <= end && (first is null || timer.Due < first.Due))
                    first = timer;
            }

            if (first is null)
            {
                _now = end;
                return null;
            }

            _now = first.Due > _now ? first.Due : _now;
            if (first.Period > TimeSpan.Zero)
                first.Due += first.Period;
            else
                _timers.Remove(first);
            return first;
        }
    }

    private sealed class ManualTimer(ManualTimeProvider clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; set; }
        public TimeSpan Period { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
                Period = period;
                if (dueTime == Timeout.InfiniteTimeSpan)
                    return true;
                Due = clock._now + dueTime;
                clock._timers.Add(this);
            }

            return true;
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
