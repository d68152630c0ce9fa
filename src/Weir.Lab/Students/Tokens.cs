using System.Runtime.InteropServices;
using System.Text;

namespace Weir.Lab.Students;

/// <summary>
/// Text as numbers, for students: words with the space in front of them, marks, line ends. At most 65,000 kinds; what is rarer becomes one
/// word that no signature knows.
/// </summary>
public sealed class Tokens
{
    public const ushort End = 0;
    private const ushort Rare = 1;
    private const int MostKinds = 65_000;

    private readonly List<string> _texts = ["\n\n", " thing"];
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public Tokens(IEnumerable<string> texts)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var byPiece = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var text in texts)
        {
            for (var at = 0; at < text.Length;)
            {
                var length = Length(text, at);
                CollectionsMarshal.GetValueRefOrAddDefault(byPiece, text.AsSpan(at, length), out _)++;
                at += length;
            }
        }

        foreach (var (piece, _) in counts.OrderByDescending(static pair => pair.Value).ThenBy(static pair => pair.Key, StringComparer.Ordinal).Take(MostKinds))
        {
            _ids[piece] = _texts.Count;
            _texts.Add(piece);
        }

        _lookup = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public void Write(string text, List<ushort> into)
    {
        for (var at = 0; at < text.Length;)
        {
            var length = Length(text, at);
            into.Add(_lookup.TryGetValue(text.AsSpan(at, length), out var id) ? (ushort)id : Rare);
            at += length;
        }

        into.Add(End);
    }

    public void Read(ushort token, StringBuilder into) => into.Append(_texts[token]);

    /// <summary>A word with the one space before it, or a single character.</summary>
    private static int Length(string text, int at)
    {
        var start = text[at] == ' ' ? at + 1 : at;
        var end = start;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || (text[end] is '\'' or '’' && end > start && end + 1 < text.Length && char.IsLetter(text[end + 1]))))
            end++;
        return end > start ? end - at : Math.Max(1, start - at);
    }
}
