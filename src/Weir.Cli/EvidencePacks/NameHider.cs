using System.Buffers;
using System.Text;

namespace Weir.Cli.EvidencePacks;

/// <summary>
/// Finds names in texts, thousands of them at once, and puts others in their place. A name counts where it stands by itself: an account called
/// <c>a</c> does not take the letter out of every word.
/// </summary>
internal sealed class NameHider
{
    private readonly SearchValues<string> _any;
    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _names;
    private readonly int[] _lengths;

    public NameHider(IReadOnlyDictionary<string, string> names)
    {
        _any = SearchValues.Create([.. names.Keys], StringComparison.Ordinal);
        _names = new Dictionary<string, string>(names, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        _lengths = [.. names.Keys.Select(static name => name.Length).Distinct().OrderDescending()];
    }

    public bool IsIn(string text) => Next(text, 0, out _, out _) >= 0;

    public string Hide(string text)
    {
        var at = Next(text, 0, out var length, out var name);
        if (at < 0)
            return text;
        var hidden = new StringBuilder(text.Length);
        var kept = 0;
        for (; at >= 0; at = Next(text, kept, out length, out name))
        {
            hidden.Append(text, kept, at - kept).Append(name);
            kept = at + length;
        }

        return hidden.Append(text, kept, text.Length - kept).ToString();
    }

    private int Next(string text, int from, out int length, out string name)
    {
        for (var at = from; at < text.Length; at++)
        {
            var found = text.AsSpan(at).IndexOfAny(_any);
            if (found < 0)
                break;
            at += found;
            // The longest first: one name may begin another.
            foreach (var candidate in _lengths)
            {
                if (candidate <= text.Length - at && _names.TryGetValue(text.AsSpan(at, candidate), out var other) && StandsAlone(text, at, candidate))
                {
                    (length, name) = (candidate, other);
                    return at;
                }
            }
        }

        (length, name) = (0, "");
        return -1;
    }

    private static bool StandsAlone(string text, int at, int length) =>
        (at == 0 || !IsWord(text[at - 1]) || !IsWord(text[at])) && (at + length == text.Length || !IsWord(text[at + length]) || !IsWord(text[at + length - 1]));

    private static bool IsWord(char c) => char.IsLetterOrDigit(c);
}
