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
    private readonly Dictionary<string, string> _others = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SaltedPart> _subjects = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SaltedPart> _bodies = new(StringComparer.Ordinal);
    private NameHider? _hider;

    public bool Named => named;

    public string Of(string account)
    {
        if (named)
            return account;
        if (!_names.TryGetValue(account, out var name))
        {
            _names[account] = name = string.Create(CultureInfo.InvariantCulture, $"account-{_names.Count + 1}");
            _hider = null;
        }

        return name;
    }

    /// <summary>Somebody whom the pack is not about, and whom it must not name: another account, an organization.</summary>
    public void Withhold(string other, string word)
    {
        if (named || other.Length == 0)
            return;
        _others[other] = word;
        _hider = null;
    }

    /// <summary>Whom one entry or line is about, for the key.</summary>
    /// <param name="place">A name of the entry or line that the pack uses too.</param>
    public void Keep(string place, SaltedPart subject) => _subjects[place] = subject;

    /// <summary>A body that names somebody and so is only in the key.</summary>
    public void KeepBody(string place, SaltedPart body) => _bodies[place] = body;

    /// <summary>A text of ours with everybody in it replaced.</summary>
    public string Hide(string text) => named ? text : Hider.Hide(text);

    /// <summary>Whether a text would give somebody away.</summary>
    public bool Names(string text) => !named && Hider.IsIn(text);

    private NameHider Hider => _hider ??= new NameHider(_others.Where(other => !_names.ContainsKey(other.Key)).Concat(_names).ToDictionary(StringComparer.Ordinal));

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(new
    {
        weir_evidence_key = 1,
        accounts = _names.ToDictionary(static pair => pair.Value, static pair => pair.Key, StringComparer.Ordinal),
        subjects = _subjects.Select(Part),
        bodies = _bodies.Select(Part),
    });

    private static object Part(KeyValuePair<string, SaltedPart> kept) =>
        new { place = kept.Key, salt = Convert.ToBase64String(kept.Value.Salt), bytes = Convert.ToBase64String(kept.Value.Bytes.Span) };
}
