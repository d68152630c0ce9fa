using Weir.Detection.Accounts;
using Weir.Traffic;
using Weir.Traffic.Text;

namespace Weir.Gateway.Findings;

/// <summary>What came in during one stretch of time.</summary>
/// <param name="Suspect">Calls of accounts that, when they made them, were at watch or act or belonged to a campaign that was.</param>
public readonly record struct TrafficPoint(DateTimeOffset At, long Calls, long Suspect, long Tokens, long SuspectTokens);

/// <summary>Output tokens of one kind of ask, and how many of them went to such accounts.</summary>
public readonly record struct KindShare(string Kind, long Tokens, long Suspect);

/// <summary>
/// The recent past in a few numbers: by the minute for three hours, by the hour for two weeks, in the exchanges' own time. Taken in where detection
/// takes in, so it costs the path nothing. Fixed size.
/// </summary>
public sealed class TrafficHistory
{
    private readonly Lock _gate = new();
    private readonly Ring _minutes = new(TimeSpan.FromMinutes(1), 180);
    private readonly Ring _hours = new(TimeSpan.FromHours(1), 14 * 24);

    /// <summary>On detection's thread.</summary>
    internal void Taken(IReadOnlyList<Exchange> exchanges, AccountAnalysis analysis)
    {
        lock (_gate)
        {
            for (var i = 0; i < exchanges.Count; i++)
            {
                var exchange = exchanges[i];
                var suspect = analysis.IsSuspected(exchange.Account);
                var kind = exchange.Prompt is { } prompt ? AskKindNames.Main(prompt.Kinds) : AskKindNames.Count;
                _minutes.Add(exchange.Time, exchange.Usage.OutputTokens, suspect, kind);
                _hours.Add(exchange.Time, exchange.Usage.OutputTokens, suspect, kind);
            }
        }
    }

    /// <summary>The last three hours, oldest first; empty minutes are there.</summary>
    public IReadOnlyList<TrafficPoint> Minutes { get { lock (_gate) return _minutes.Read(); } }

    /// <summary>The last two weeks, oldest first, from the first hour with anything in it.</summary>
    public IReadOnlyList<TrafficPoint> Hours { get { lock (_gate) return _hours.Read(); } }

    /// <summary>Of the last two weeks, most tokens first.</summary>
    public IReadOnlyList<KindShare> Kinds { get { lock (_gate) return _hours.ReadKinds(); } }

    /// <summary>So many stretches of one length; the oldest makes room for the newest.</summary>
    private sealed class Ring(TimeSpan step, int count)
    {
        private readonly Slot[] _slots = new Slot[count];
        private long _newest = long.MinValue;
        private long _oldest = long.MaxValue;

        public void Add(DateTimeOffset time, long tokens, bool suspect, int kind)
        {
            var at = time.UtcTicks / step.Ticks;
            if (_newest != long.MinValue && at <= _newest - count)
                return;
            _newest = Math.Max(_newest, at);
            _oldest = Math.Min(_oldest, at);
            ref var slot = ref _slots[at % count];
            if (slot.Kinds is null || slot.At != at)
                slot = new Slot { At = at, Kinds = slot.Kinds ?? new (long, long)[AskKindNames.Count + 1] }.Emptied();
            slot.Calls++;
            slot.Tokens += tokens;
            if (suspect)
            {
                slot.Suspect++;
                slot.SuspectTokens += tokens;
            }

            ref var share = ref slot.Kinds[kind];
            share = (share.Tokens + tokens, share.Suspect + (suspect ? tokens : 0));
        }

        public IReadOnlyList<TrafficPoint> Read()
        {
            if (_newest == long.MinValue)
                return [];
            var first = Math.Max(_oldest, _newest - count + 1);
            var points = new TrafficPoint[_newest - first + 1];
            for (var at = first; at <= _newest; at++)
            {
                ref readonly var slot = ref _slots[at % count];
                var time = new DateTimeOffset(at * step.Ticks, TimeSpan.Zero);
                points[at - first] = slot.At == at && slot.Kinds is not null ? new(time, slot.Calls, slot.Suspect, slot.Tokens, slot.SuspectTokens) : new(time, 0, 0, 0, 0);
            }

            return points;
        }

        public IReadOnlyList<KindShare> ReadKinds()
        {
            var sums = new (long Tokens, long Suspect)[AskKindNames.Count + 1];
            foreach (ref readonly var slot in _slots.AsSpan())
            {
                if (slot.Kinds is null || slot.At <= _newest - count)
                    continue;
                for (var kind = 0; kind < sums.Length; kind++)
                    sums[kind] = (sums[kind].Tokens + slot.Kinds[kind].Tokens, sums[kind].Suspect + slot.Kinds[kind].Suspect);
            }

            return [.. sums.Select(static (sum, kind) => new KindShare(AskKindNames.Name(kind), sum.Tokens, sum.Suspect)).Where(static one => one.Tokens > 0).OrderByDescending(static one => one.Tokens)];
        }

        private struct Slot
        {
            public long At;
            public long Calls;
            public long Suspect;
            public long Tokens;
            public long SuspectTokens;
            public (long Tokens, long Suspect)[] Kinds;

            public readonly Slot Emptied()
            {
                Array.Clear(Kinds);
                return this;
            }
        }
    }
}
