using System.Runtime.InteropServices;
using Weir.Detection.Accounts;
using Weir.Traffic;
using Weir.Traffic.Text;

namespace Weir.Detection.Campaigns;

/// <summary>
/// Campaigns across accounts, exchange by exchange in the order of time, the same live and over a log. Nothing here looks at all pairs: an
/// account is led by what it has to groups and to a few other accounts that have the same. docs/campaigns.md says how it thinks. One caller at a time.
/// </summary>
internal sealed partial class CampaignAnalysis
{
    /// <summary>Accounts that are remembered: beyond that, those that came once and long ago go first.</summary>
    public const int MostAccounts = 2_000_000;
    private const int MostGroups = 1_000;
    /// <summary>Openings up to which everything an account says is worth an entry in the index; later what it says again.</summary>
    private const int LightOpenings = 20;
    private const char OrganizationMark = '\u0001';
    private const int MostAccountsOfOrganization = 1_000;

    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);
    private readonly List<LinkRecord?> _records = [];
    private readonly Stack<int> _free = new();
    private readonly Dictionary<string, HashSet<string>> _organizations = new(StringComparer.Ordinal);
    private readonly LinkIndex _index = new();
    private readonly Background _background = new();
    private readonly List<Group> _groups = [];
    private readonly long[] _ordinary = new long[Conduct.Cells];
    private readonly ModelBook _models = new();
    private readonly RandomGroups _random = new();
    private readonly Linking _linking;
    private readonly Judging _judging;
    private readonly int _mostAccounts;
    private long _now;
    private long _begun;

    public CampaignAnalysis(int mostAccounts = MostAccounts)
    {
        _mostAccounts = mostAccounts;
        _linking = new Linking(_records, _index, _background, _groups, _ordinary);
        _judging = new Judging(_records, _linking, _random);
    }

    public int Accounts => _slots.Count;
    public int Groups => _groups.Count(static group => group.IsAlive);

    /// <summary>About what is held in memory.</summary>
    public long Bytes => _index.Bytes + _records.Sum(static record => (long)(record?.Bytes ?? 0)) + _slots.Count * 40L
        + _groups.Sum(static group => group.IsAlive ? group.Pool.Bytes + (long)group.Stream.Bytes + group.Tokens.Count * 24 : 100);

    public void Observe(Exchange exchange, string? organization, AccountFacts? facts, Yardstick yardstick)
    {
        var reading = new Reading(exchange);
        _now = Math.Max(_now, reading.Time);
        _begun = _begun == 0 ? reading.Time : _begun;
        var record = Of(exchange.Account, organization, facts, reading.Time);
        record.First = Math.Min(record.First, reading.Time);
        record.Last = Math.Max(record.Last, reading.Time);
        record.Exchanges++;
        var cell = Conduct.CellOf(reading);
        if (record.Conduct[cell] < ushort.MaxValue)
            record.Conduct[cell]++;
        if (LinkRecord.Sample(record.Networks, reading.Network))
            Note(record, new LinkToken(LinkKind.Network, reading.Network));
        if (LinkRecord.Sample(record.Clients, reading.Client))
            Note(record, new LinkToken(LinkKind.Client, reading.Client));
        var user = LinkTokens.Fold(exchange.EndUser.Value);
        if (LinkRecord.Sample(record.EndUsers, user))
            Note(record, new LinkToken(LinkKind.EndUser, user));
        Span<LinkToken> wording = stackalloc LinkToken[LinkTokens.MostOfPrompt];
        var words = reading.IsOpening ? Wording(record, reading.Prompt!, wording) : 0;
        _models.Saw(exchange.Model, reading.Time, record.Group - 1);
        if (record.Exchanges >= record.NextLook)
            Look(record);
        if (record.Group == 0)
            return;
        var group = _groups[record.Group - 1];
        Fold(group, record, reading, wording[..words], cell);
        if (group.Exchanges >= group.NextJudged || group.Members.Count > group.JudgedMembers * 5 / 4 + 2)
            Judge(group, yardstick);
    }

    private int Wording(LinkRecord record, PromptFeatures prompt, Span<LinkToken> wording)
    {
        record.Openings++;
        record.AddContent(prompt.Content);
        var count = LinkTokens.OfPrompt(prompt, wording);
        foreach (var token in wording[..count])
        {
            var met = record.Phrases.Add(token.Kind, token.Hash);
            if (met == Phrases.Met.New && record.Openings <= LightOpenings || met == Phrases.Met.Again && record.Openings > LightOpenings)
                Note(record, token);
        }

        return count;
    }

    /// <summary>The account has a thing that it was not seen with before.</summary>
    private void Note(LinkRecord record, LinkToken token)
    {
        _index.Add(token.Key, record.Slot);
        if (record.Established)
            _background.Add(token.Key);
        if (record.Group == 0)
            return;
        var group = _groups[record.Group - 1];
        group.Count(token.Key);
        _linking.Announce(group, token);
    }

    /// <summary>What the operator knows, or knows anew.</summary>
    public void Facts(AccountFacts facts)
    {
        // Accounts of a declared organization are one actor; what is known of one of them is not known of the others.
        if (_slots.TryGetValue(facts.Account, out var slot))
            Know(_records[slot]!, facts);
    }

    private void Know(LinkRecord record, AccountFacts facts)
    {
        record.Licensed = facts.Licence is { } licence && licence.HoldsAt(DateTimeOffset.FromUnixTimeMilliseconds(_now));
        if (!LinkTokens.Facts(record, facts, _begun))
            return;
        if (record.WokenDay != 0)
            Note(record, new LinkToken(LinkKind.WokenDay, record.WokenDay));
        if (record.EmailDomain != 0)
            Note(record, new LinkToken(LinkKind.EmailDomain, record.EmailDomain));
        if (record.SignupNetwork != 0)
            Note(record, new LinkToken(LinkKind.SignupNetwork, record.SignupNetwork));
        if (record.CreatedHour != 0)
            Note(record, new LinkToken(LinkKind.CreatedHour, record.CreatedHour));
        if (record.Payment != 0)
            Note(record, new LinkToken(LinkKind.Payment, record.Payment));
        record.NextLook = Math.Min(record.NextLook, record.Exchanges + 1);
    }

    private LinkRecord Of(string account, string? organization, AccountFacts? facts, long time)
    {
        var name = account;
        if (organization is not null)
        {
            name = OrganizationMark + organization;
            ref var accounts = ref CollectionsMarshal.GetValueRefOrAddDefault(_organizations, name, out _);
            accounts ??= new HashSet<string>(StringComparer.Ordinal);
            if (accounts.Count < MostAccountsOfOrganization)
                accounts.Add(account);
        }

        ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(_slots, name, out var known);
        if (known)
            return _records[slot]!;
        if (!_free.TryPop(out slot))
        {
            slot = _records.Count;
            _records.Add(null);
        }

        var record = new LinkRecord(name, slot) { First = time, BeganHour = LinkTokens.Began(time, _begun) };
        _records[slot] = record;
        _linking.Everybody = _slots.Count;
        if (facts is not null)
            Know(record, facts);
        if (record.BeganHour != 0)
            _index.Add(new LinkToken(LinkKind.BeganHour, record.BeganHour).Key, record.Slot);
        if (_slots.Count > _mostAccounts)
            Forget(record);
        return record;
    }

    /// <summary>
    /// Room for newcomers: accounts outside any group go, those with the fewest exchanges and then the longest silent first, an eighth at once. A flood of accounts
    /// pushes out the flood.
    /// </summary>
    private void Forget(LinkRecord spared)
    {
        var going = new List<LinkRecord>();
        foreach (var record in _records)
        {
            if (record is { Group: 0 } && record != spared)
                going.Add(record);
        }

        going.Sort(static (a, b) => Math.Min(a.Exchanges, 20) != Math.Min(b.Exchanges, 20) ? a.Exchanges.CompareTo(b.Exchanges) : a.Last != b.Last ? a.Last.CompareTo(b.Last) : a.Slot.CompareTo(b.Slot));
        foreach (var record in going.Take(Math.Max(1, _mostAccounts / 8)))
        {
            _slots.Remove(record.Account);
            _organizations.Remove(record.Account);
            _records[record.Slot] = null;
            _free.Push(record.Slot);
        }

        _linking.Everybody = _slots.Count;
    }

    private LinkRecord? Find(string account, string? organization) =>
        _slots.TryGetValue(organization is null ? account : OrganizationMark + organization, out var slot) ? _records[slot] : null;
}
