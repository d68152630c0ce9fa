using Weir.Drill.Traffic;

namespace Weir.Bench.Campaigns;

/// <summary>
/// What one would write in an afternoon: accounts that sent the same beginning of a prompt from the same network belong
/// together, and five of them are a campaign.
/// </summary>
public sealed class Baseline
{
    private const int Head = 40;
    private const int Fewest = 5;

    private readonly Dictionary<(ulong Network, ulong Head), string> _first = [];
    private readonly Dictionary<string, string> _parent = new(StringComparer.Ordinal);

    public void Observe(MadeExchange made)
    {
        var text = made.FirstUser;
        if (text.Length < Head)
            return;
        var key = (Hash(made.Place.Network), Hash(text[..Head]));
        var account = made.By.Who.Account;
        if (!_first.TryAdd(key, account) && _first[key] is var other && !string.Equals(other, account, StringComparison.Ordinal))
            _parent[Root(account)] = Root(other);
    }

    /// <summary>Takes over what it found before.</summary>
    public void Join(string[] accounts)
    {
        foreach (var account in accounts[1..])
            _parent[account] = accounts[0];
    }

    public IReadOnlyList<IReadOnlyList<string>> Campaigns() =>
        [.. _parent.Keys.GroupBy(Root, StringComparer.Ordinal).Select(static group => group.Append(group.Key).Distinct(StringComparer.Ordinal).ToList()).Where(static group => group.Count >= Fewest)];

    private string Root(string account)
    {
        while (_parent.TryGetValue(account, out var parent) && !string.Equals(parent, account, StringComparison.Ordinal))
            account = parent;
        return account;
    }

    private static ulong Hash(ReadOnlySpan<char> text)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in text)
            hash = (hash ^ c) * 1099511628211UL;
        return hash;
    }
}
