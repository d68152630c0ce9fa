using System.Globalization;
using System.Text.Json;
using Weir.Ledger.Entries;

namespace Weir.Cli.EvidencePacks;

/// <summary>
/// The names that a pack uses in place of accounts, and the key from one to the other: what the commitments in the pack need to be opened as to
/// whom they are about. The key is a file of its own.
/// </summary>
internal sealed class Pseudonyms(bool named)
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SaltedPart> _subjects = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> Names => _names;
    public bool Named => named;

    public string Of(string account)
    {
        if (named)
            return account;
        if (!_names.TryGetValue(account, out var name))
            _names[account] = name = string.Create(CultureInfo.InvariantCulture, $"account-{_names.Count + 1}");
        return name;
    }

    /// <summary>Whom one entry or line is about, for the key.</summary>
    /// <param name="place">A name of the entry or line that the pack uses too.</param>
    public void Keep(string place, SaltedPart subject) => _subjects[place] = subject;

    /// <summary>A text of ours with every account in it replaced.</summary>
    public string Hide(string text)
    {
        // Longer names first: one may be part of another.
        foreach (var (account, name) in _names.OrderByDescending(static pair => pair.Key.Length))
            text = text.Replace(account, name, StringComparison.Ordinal);
        return text;
    }

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(new
    {
        weir_evidence_key = 1,
        accounts = _names.ToDictionary(static pair => pair.Value, static pair => pair.Key, StringComparer.Ordinal),
        subjects = _subjects.Select(static pair => new { place = pair.Key, salt = Convert.ToBase64String(pair.Value.Salt), bytes = Convert.ToBase64String(pair.Value.Bytes.Span) }),
    });
}
