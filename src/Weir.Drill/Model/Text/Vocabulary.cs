using System.Text;

namespace Weir.Drill.Model.Text;

/// <summary>
/// Numbers for pieces of text. Every text can be encoded and comes back as it was: words of the corpus are one token,
/// other words fall into known parts, and any sign at all is a token of its own, numbered by its code point.
/// </summary>
public sealed class Vocabulary
{
    public const int End = 0;
    public const int Begin = 1;
    /// <summary>Tokens from here on are single signs: the code point is the token less this.</summary>
    public const int FirstSign = 1 << 20;

    /// <summary>What stands between two paragraphs. No passage contains it, so an answer may always go on behind it.</summary>
    public const string Paragraph = "\n\n";

    private const int LongestPart = 10;

    private readonly List<string> _texts = ["", ""];
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    private Vocabulary() => _lookup = _ids.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Tokens that have a number below <see cref="FirstSign"/>.</summary>
    public int Count => _texts.Count;

    public static Vocabulary Build(IEnumerable<string> texts)
    {
        var vocabulary = new Vocabulary();
        vocabulary.Add(Paragraph);
        for (var digits = 1; digits <= 3; digits++)
        {
            for (var n = 0; n < (int)Math.Pow(10, digits); n++)
                vocabulary.Add(n.ToString("D" + digits));
        }

        var parts = new Dictionary<string, int>(StringComparer.Ordinal);
        var seen = parts.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var text in texts)
        {
            for (var rest = text.AsSpan(); !rest.IsEmpty;)
            {
                var piece = rest[..Pieces.Length(rest)];
                rest = rest[piece.Length..];
                if (!vocabulary.AddSpan(piece) || piece.Length < 5)
                    continue;
                for (var length = 2; length <= 4; length++)
                {
                    seen[piece[..length]] = seen.TryGetValue(piece[..length], out var head) ? head + 1 : 1;
                    seen[piece[^length..]] = seen.TryGetValue(piece[^length..], out var tail) ? tail + 1 : 1;
                }
            }
        }

        // Frequent beginnings and endings, so that an unknown word costs a few tokens and not one a letter.
        foreach (var (part, count) in parts.Where(p => p.Value >= 3).OrderBy(p => p.Key, StringComparer.Ordinal))
            vocabulary.Add(part);
        return vocabulary;
    }

    public string Text(int token) =>
        token < _texts.Count ? _texts[token]
        : Rune.TryCreate(token - FirstSign, out var rune) ? rune.ToString()
        : "";

    public bool IsToken(int token) =>
        token > Begin && (token < _texts.Count || Rune.TryCreate(token - FirstSign, out _));

    public int Single(string piece) => _ids.TryGetValue(piece, out var id) ? id : End;

    public int[] Encode(ReadOnlySpan<char> text)
    {
        var tokens = new List<int>(text.Length / 4 + 4);
        Encode(text, tokens);
        return [.. tokens];
    }

    public int CountTokens(ReadOnlySpan<char> text) => Encode(text, null);

    public int Encode(ReadOnlySpan<char> text, List<int>? into)
    {
        var count = 0;
        while (!text.IsEmpty)
        {
            var piece = text[..Pieces.Length(text)];
            text = text[piece.Length..];
            if (_lookup.TryGetValue(piece, out var id))
            {
                into?.Add(id);
                count++;
            }
            else
            {
                count += EncodeParts(piece, into);
            }
        }

        return count;
    }

    private int EncodeParts(ReadOnlySpan<char> piece, List<int>? into)
    {
        var count = 0;
        while (!piece.IsEmpty)
        {
            var length = Math.Min(LongestPart, piece.Length);
            var id = 0;
            while (length > 0 && !_lookup.TryGetValue(piece[..length], out id))
                length--;
            if (length == 0)
            {
                Rune.DecodeFromUtf16(piece, out var rune, out length);
                id = FirstSign + rune.Value;
            }

            into?.Add(id);
            count++;
            piece = piece[length..];
        }

        return count;
    }

    private bool AddSpan(ReadOnlySpan<char> piece)
    {
        if (_lookup.ContainsKey(piece) || piece[0] is >= '\uD800' and <= '\uDFFF')
            return false;
        Add(piece.ToString());
        return true;
    }

    private void Add(string text)
    {
        if (_ids.TryAdd(text, _texts.Count))
            _texts.Add(text);
    }
}
