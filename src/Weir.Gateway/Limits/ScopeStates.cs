using System.Collections.Concurrent;

namespace Weir.Gateway.Limits;

/// <summary>
/// The states of one scope by name. What has been idle is forgotten by <see cref="Sweep"/>; when more names are in use than
/// are kept, newcomers share states among themselves: memory has a bound and no limit is lost, and those already known keep their own.
/// </summary>
internal sealed class ScopeStates(IEqualityComparer<string> comparer, int most = ScopeStates.Most)
{
    public const int Most = 1 << 17;
    private const int SharedStates = 1 << 10;
    private const long Retention = 10 * MonotonicClock.Minute;

    private readonly ConcurrentDictionary<string, LimitState> _states = new(comparer);
    private readonly Lazy<LimitState[]> _shared = new(static () => [.. Enumerable.Range(0, SharedStates).Select(_ => new LimitState())]);
    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <summary>The state of a name, entered.</summary>
    public LimitState Enter(string name, long now, out int place)
    {
        while (true)
        {
            var state = _states.TryGetValue(name, out var known) ? known : Add(name);
            if (state.TryEnter(now, out place))
                return state;
            // Retired between the look and the step in; the sweep is about to take it out.
            _states.TryRemove(new KeyValuePair<string, LimitState>(name, state));
        }
    }

    public void Sweep(long now, int day)
    {
        var unusedFor = Count > most / 2 ? 0 : Retention;
        foreach (var entry in _states)
        {
            if (!entry.Value.IsIdle(now, day, unusedFor) || !entry.Value.TryRetire())
                continue;
            _states.TryRemove(entry);
            Interlocked.Decrement(ref _count);
        }
    }

    private LimitState Add(string name)
    {
        if (Interlocked.Increment(ref _count) > most)
        {
            Interlocked.Decrement(ref _count);
            return _shared.Value[(comparer.GetHashCode(name) & int.MaxValue) % SharedStates];
        }

        var made = new LimitState();
        var state = _states.GetOrAdd(name, made);
        if (!ReferenceEquals(state, made))
            Interlocked.Decrement(ref _count);
        return state;
    }
}
