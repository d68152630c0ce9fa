using System.Security.Cryptography;
using System.Text;
using Weir.Traffic;
using Weir.Traffic.Text;

namespace Weir.Sharing;

/// <summary>
/// Reads a log a second time, knowing who belongs to the campaign, and keeps what its accounts have in common and hardly anybody
/// else has. Works from features and hashes; texts are never looked at.
/// </summary>
/// <param name="networks">Whether the log's networks were hashed with <paramref name="hasher"/>. A gateway's journal holds them under its own key, and nobody can turn one into the other.</param>
public sealed class IndicatorCollector(IReadOnlySet<string> members, KeyedHasher hasher, bool networks)
{
    private const int MostTemplates = 24;
    private const int MostHashes = 256;
    private const int MostRemembered = 1_000_000;
    private const int Samples = 64;
    private const int FewestAccounts = 3;
    /// <summary>Of the accounts outside the campaign, at most this part may have it too.</summary>
    private const double Rare = 0.005;
    private const double AgreeingPart = 0.6;

    private readonly Dictionary<(byte Kind, ulong Hash), Holders> _holders = [];
    private readonly HashSet<string> _others = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long Count, HashSet<long> Days)> _byAccount = new(StringComparer.Ordinal);
    private readonly long[] _hours = new long[24];
    private readonly Dictionary<AskKinds, long> _kinds = [];
    private long _exchanges;
    private DateTimeOffset _first = DateTimeOffset.MaxValue;
    private DateTimeOffset _last = DateTimeOffset.MinValue;

    private const byte HeadKind = 1, LongHeadKind = 2, TailKind = 3, NetworkKind = 4, ClientKind = 5;

    private sealed class Holders
    {
        public readonly HashSet<string> Members = new(StringComparer.Ordinal);
        public readonly HashSet<string> Others = new(StringComparer.Ordinal);
        public readonly List<MinHash> Prompts = [];
        /// <summary>It came when there was no more room to remember who else has it: nothing is told of it.</summary>
        public bool Late;
    }

    public void Observe(Exchange exchange)
    {
        var member = members.Contains(exchange.Account);
        if (member)
            Count(exchange);
        else
            _others.Add(exchange.Account);
        if (networks && !exchange.Network.IsNone)
            Note(NetworkKind, exchange.Network.Value, exchange.Account, member);
        if (SharedIndicators.ClientOf(exchange, hasher) is { IsNone: false } client)
            Note(ClientKind, client.Value, exchange.Account, member);
        if (exchange.Ask.UserMessages > 1 || exchange.Prompt is not { } prompt)
            return;
        Template(HeadKind, prompt.Shape.Head, exchange.Account, member, prompt.Wording);
        Template(LongHeadKind, prompt.Shape.LongHead, exchange.Account, member, prompt.Wording);
        Template(TailKind, prompt.Shape.Tail, exchange.Account, member, prompt.Wording);
    }

    /// <summary>Null where the campaign's accounts are not in the log.</summary>
    public SharedIndicators? Build(string sender, string campaign, string epoch)
    {
        if (_exchanges == 0)
            return null;
        var perDay = _byAccount.Values.Select(static one => (int)(one.Count / one.Days.Count)).Order().ToList();
        return new SharedIndicators
        {
            Campaign = StixId.Of(sender, "campaign " + campaign),
            Epoch = epoch,
            First = _first,
            Last = _last,
            Accounts = _byAccount.Count,
            Exchanges = _exchanges,
            Templates = Templates(),
            Networks = Hashes(NetworkKind),
            Clients = Hashes(ClientKind),
            Targets = [.. _kinds.Where(kind => kind.Value * 20 > _exchanges).OrderByDescending(static kind => kind.Value).Select(static kind => Name(kind.Key))],
            Hours = [.. _hours.Select(hour => (int)Math.Round(100.0 * hour / _exchanges))],
            PerDay = perDay[perDay.Count / 2],
        };
    }

    private void Count(Exchange exchange)
    {
        _exchanges++;
        _hours[exchange.Time.UtcDateTime.Hour]++;
        (_first, _last) = (exchange.Time < _first ? exchange.Time : _first, exchange.Time > _last ? exchange.Time : _last);
        var (count, days) = _byAccount.TryGetValue(exchange.Account, out var before) ? before : (0, []);
        days.Add(exchange.Time.ToUnixTimeSeconds() / 86_400);
        _byAccount[exchange.Account] = (count + 1, days);
        for (var kind = 1; exchange.Prompt is { } prompt && kind <= (int)prompt.Kinds && kind > 0; kind <<= 1)
        {
            if (((int)prompt.Kinds & kind) != 0)
                _kinds[(AskKinds)kind] = _kinds.GetValueOrDefault((AskKinds)kind) + 1;
        }
    }

    private void Template(byte kind, uint hash, string account, bool member, in MinHash wording)
    {
        if (hash != 0 && Note(kind, hash, account, member) is { } holders && member && holders.Prompts.Count < Samples)
            holders.Prompts.Add(wording);
    }

    private Holders? Note(byte kind, ulong hash, string account, bool member)
    {
        if (!_holders.TryGetValue((kind, hash), out var holders))
        {
            var late = _holders.Count >= MostRemembered;
            if (late && !member)
                return null;
            _holders.Add((kind, hash), holders = new Holders { Late = late });
        }

        (member ? holders.Members : holders.Others).Add(account);
        return holders;
    }

    private IEnumerable<KeyValuePair<(byte Kind, ulong Hash), Holders>> Telling() => _holders
        .Where(one => !one.Value.Late && one.Value.Members.Count >= Math.Max(FewestAccounts, _byAccount.Count / 50) && one.Value.Others.Count <= Rare * _others.Count)
        .OrderByDescending(static one => one.Value.Members.Count).ThenBy(static one => one.Key.Hash);

    private List<KeyedHash> Hashes(byte kind) => [.. Telling().Where(one => one.Key.Kind == kind).Take(MostHashes).Select(static one => new KeyedHash(one.Key.Hash))];

    private List<TemplateIndicator> Templates()
    {
        var found = new List<TemplateIndicator>();
        foreach (var (key, holders) in Telling())
        {
            if (key.Kind is not (HeadKind or LongHeadKind or TailKind) || Agreement(holders.Prompts) is not { } bins)
                continue;
            var template = new TemplateIndicator(bins, holders.Members.Count);
            // Head and tail of one template agree on the same bins.
            if (found.All(other => other.Bins != bins))
                found.Add(template);
            if (found.Count == MostTemplates)
                break;
        }

        return found;
    }

    private static MinHash? Agreement(List<MinHash> prompts)
    {
        if (prompts.Count < FewestAccounts)
            return null;
        Span<ushort> agreed = stackalloc ushort[MinHash.Bins];
        var count = 0;
        for (var bin = 0; bin < MinHash.Bins; bin++)
        {
            var most = prompts.GroupBy(prompt => prompt[bin]).MaxBy(static same => same.Count())!;
            var agrees = most.Key != MinHash.Empty && most.Count() >= AgreeingPart * prompts.Count;
            agreed[bin] = agrees ? most.Key : MinHash.Empty;
            count += agrees ? 1 : 0;
        }

        return count >= TemplateIndicator.FewestBins ? MinHash.FromBins(agreed) : null;
    }

    private static string Name(AskKinds kind) => AskKindNames.Name(System.Numerics.BitOperations.TrailingZeroCount((uint)kind));
}

/// <summary>Ids that the same sender gives to the same thing each time, so that a later bundle replaces an earlier one.</summary>
internal static class StixId
{
    public static Guid Of(string sender, string what)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"weir\n{sender}\n{what}"), hash);
        // A UUID of version 8: the bits are ours to choose.
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
