namespace Weir.Cli.Analyze;

/// <summary>Exchanges over time, in a bounded number of equal steps that widen as the log grows.</summary>
internal sealed class Timeline
{
    public const int Most = 240;

    private readonly long[] _counts = new long[Most];
    private long _start;
    private long _step = TimeSpan.TicksPerMinute;
    private bool _any;

    public DateTimeOffset Start => new(_start, TimeSpan.Zero);
    public TimeSpan Step => new(_step);

    public void Add(DateTimeOffset time)
    {
        var ticks = time.UtcTicks;
        if (!_any)
        {
            _any = true;
            _start = ticks - (ticks % _step);
        }

        while (ticks < _start)
            WidenBack(ticks);
        while (ticks >= _start + (_step * Most))
            Widen(_start - (_start % (_step * 2)));
        _counts[(ticks - _start) / _step]++;
    }

    /// <summary>The steps up to the last one in which something happened.</summary>
    public ReadOnlySpan<long> Counts => _counts.AsSpan(0, _counts.AsSpan().LastIndexOfAnyExcept(0) + 1);

    private void WidenBack(long ticks)
    {
        // The earlier time takes the first place where the rest still fits; else the steps widen.
        var start = ticks - (ticks % _step);
        var shift = (_start - start) / _step;
        if (shift + Counts.Length > Most)
        {
            Widen(_start - (_start % (_step * 2)));
            return;
        }

        _counts.AsSpan(0, Most - (int)shift).CopyTo(_counts.AsSpan((int)shift));
        _counts.AsSpan(0, (int)shift).Clear();
        _start = start;
    }

    private void Widen(long start)
    {
        Span<long> wide = stackalloc long[Most];
        wide.Clear();
        for (var i = 0; i < Most; i++)
        {
            var to = (_start + (i * _step) - start) / (_step * 2);
            if (_counts[i] != 0)
                wide[(int)to] += _counts[i];
        }

        wide.CopyTo(_counts);
        _start = start;
        _step *= 2;
    }
}
