using System.Collections.Concurrent;
using System.Numerics;

namespace Weir.Gateway.Enforcement;

/// <summary>
/// Which tokens an account has set a bias on beyond bans, in the last thirty days: who walks through a vocabulary that way reads the last
/// layer. A bitmap of fixed size for each account that does so at all, by halves of the window; counted by how full it is.
/// </summary>
public sealed class LeakBook(TimeProvider time)
{
    // Under a key of this start, so that nobody can choose tokens that fall together.
    private static readonly Admission.SipHash Places = Admission.SipHash.Create();
    private const int Bits = 1 << 14;
    private const int MostAccounts = 50_000;
    private static readonly TimeSpan Half = TimeSpan.FromDays(15);

    private readonly ConcurrentDictionary<string, Map> _maps = new(StringComparer.Ordinal);

    public int Accounts => _maps.Count;

    /// <summary>On the path, for the rare request that sets a bias.</summary>
    public void Add(string account, ReadOnlySpan<byte> token)
    {
        if (!_maps.TryGetValue(account, out var map))
        {
            if (_maps.Count >= MostAccounts)
                return;
            map = _maps.GetOrAdd(account, static _ => new Map());
        }

        map.Set((int)(Places.Of(token).Low % Bits), time.GetUtcNow());
    }

    /// <summary>Accounts that set a bias beyond bans at all.</summary>
    public IEnumerable<string> Names => _maps.Keys;

    public int DistinctOf(string account) => _maps.TryGetValue(account, out var map) ? map.Distinct(time.GetUtcNow()) : 0;

    /// <summary>Distinct over several accounts together: a campaign shares the walk out.</summary>
    public int DistinctOf(IEnumerable<string> accounts)
    {
        var union = new ulong[Bits / 64];
        foreach (var account in accounts)
        {
            if (_maps.TryGetValue(account, out var map))
                map.AddTo(union, time.GetUtcNow());
        }

        return Count(union);
    }

    /// <summary>Linear counting: how many were put in, by how many places are still empty.</summary>
    private static int Count(ReadOnlySpan<ulong> bits)
    {
        var set = 0;
        foreach (var word in bits)
            set += BitOperations.PopCount(word);
        return set == Bits ? Bits * 10 : (int)Math.Round(-Bits * Math.Log(1 - set / (double)Bits));
    }

    private sealed class Map
    {
        private readonly Lock _lock = new();
        private ulong[] _now = new ulong[Bits / 64];
        private ulong[]? _before;
        private DateTimeOffset _began;

        public void Set(int bit, DateTimeOffset time)
        {
            lock (_lock)
            {
                Turn(time);
                _now[bit / 64] |= 1UL << bit % 64;
            }
        }

        public int Distinct(DateTimeOffset time)
        {
            var union = new ulong[Bits / 64];
            AddTo(union, time);
            return Count(union);
        }

        public void AddTo(ulong[] union, DateTimeOffset time)
        {
            lock (_lock)
            {
                Turn(time);
                for (var i = 0; i < union.Length; i++)
                    union[i] |= _now[i] | (_before is null ? 0 : _before[i]);
            }
        }

        private void Turn(DateTimeOffset time)
        {
            // A clock that was set back begins the half anew rather than never to end it.
            if (_began == default || time < _began)
                _began = time;
            while (time - _began >= Half)
            {
                _before = time - _began >= 2 * Half ? null : _now;
                _now = new ulong[Bits / 64];
                _began = time - _began >= 2 * Half ? time : _began + Half;
            }
        }
    }
}
