using System.Text;

namespace Weir.Traffic.Text;

public enum LeakLevel : byte { None = 0, Flag, Cut }

/// <summary>
/// How much of a system prompt an answer repeats. The system prompt's runs of five words, those of the user's own turn left out, are kept
/// as hashes; the answer's are looked up as it grows. Texts are folded first (compatibility forms, case, punctuation), and the answer is also
/// read reversed, in rot13 and out of base 64, and as one word where its spaces are gone.
/// </summary>
public sealed class LeakedPrompt
{
    private const int Run = 5;
    private const int FlagHits = 3, CutHits = 8;
    private const double CutCoverage = 0.15;
    /// <summary>Shorter system prompts hold nothing that could be told from ordinary words.</summary>
    private const int LeastRuns = 6;
    /// <summary>Letters in a row, for texts without spaces.</summary>
    private const int Letters = 24;
    private const int LookEvery = 64;

    private readonly HashSet<ulong> _runs;
    private readonly HashSet<ulong> _letters;
    private readonly string[] _canaries;
    private readonly HashSet<ulong> _found = [];
    private readonly int _total;
    private int _seen;

    private LeakedPrompt(HashSet<ulong> runs, HashSet<ulong> letters, string[] canaries) =>
        (_runs, _letters, _canaries, _total) = (runs, letters, canaries, runs.Count);

    public static LeakedPrompt? Of(ReadOnlySpan<char> system, ReadOnlySpan<char> user, IReadOnlyList<string> canaries)
    {
        var runs = new HashSet<ulong>();
        var letters = new HashSet<ulong>();
        var told = Fold(system);
        Runs(told, runs);
        LetterRuns(told, letters, every: 8);
        var own = new HashSet<ulong>();
        var asked = Fold(user);
        Runs(asked, own);
        runs.ExceptWith(own);
        own.Clear();
        LetterRuns(asked, own, every: 1);
        letters.ExceptWith(own);
        // A canary counts only where it stands in the prompt and the user has not written it.
        var planted = canaries.Select(static word => Fold(word).Trim()).Where(word => word.Length > 0 && told.Contains(word, StringComparison.Ordinal) && !asked.Contains(word, StringComparison.Ordinal)).ToArray();
        return runs.Count < LeastRuns && planted.Length == 0 ? null : new LeakedPrompt(runs, letters, planted);
    }

    /// <summary>Looks at an answer that grew. Cheap until it grew by some words.</summary>
    public LeakLevel Look(ReadOnlySpan<char> answer)
    {
        if (answer.Length - _seen >= LookEvery)
        {
            // Some words again, so that no run falls between two looks.
            var from = Math.Max(0, _seen - 512);
            _seen = answer.Length;
            Read(answer[from..]);
        }

        return Level;
    }

    private LeakLevel Level => _total > 0 && _found.Count >= CutHits && _found.Count >= CutCoverage * _total || _canary ? LeakLevel.Cut : _found.Count >= FlagHits ? LeakLevel.Flag : LeakLevel.None;

    private bool _canary;

    private void Read(ReadOnlySpan<char> piece)
    {
        var text = Fold(piece);
        Match(text);
        Match(Rot13(text));
        Match(Reverse(text));
        foreach (var decoded in Base64(piece))
            Match(Fold(decoded));
    }

    private void Match(string text)
    {
        foreach (var canary in _canaries)
            _canary |= text.Contains(canary, StringComparison.Ordinal);
        var runs = new HashSet<ulong>();
        Runs(text, runs);
        runs.IntersectWith(_runs);
        _found.UnionWith(runs);
        // Words run together: only where there are next to no spaces.
        if (text.Count(static c => c == ' ') * 20 < text.Length)
        {
            runs.Clear();
            LetterRuns(text, runs, every: 1);
            runs.IntersectWith(_letters);
            _found.UnionWith(runs);
        }
    }

    /// <summary>Compatibility forms, lower case, everything but letters and digits a single space.</summary>
    private static string Fold(ReadOnlySpan<char> text)
    {
        var folded = new StringBuilder(text.Length);
        string plain;
        try
        {
            plain = text.ToString().Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            // Half of a surrogate pair: the text as it is will do.
            plain = text.ToString();
        }

        foreach (var c in plain)
        {
            if (char.IsLetterOrDigit(c))
                folded.Append(char.ToLowerInvariant(c));
            else if (folded.Length > 0 && folded[^1] != ' ')
                folded.Append(' ');
        }

        return folded.ToString();
    }

    private static void Runs(string text, HashSet<ulong> into)
    {
        Span<ulong> last = stackalloc ulong[Run];
        var words = 0;
        foreach (var word in text.AsSpan().Split(' '))
        {
            if (word.Start.Value == word.End.Value)
                continue;
            last[words++ % Run] = Hash(text.AsSpan(word));
            if (words < Run)
                continue;
            var run = 14_695_981_039_346_656_037UL;
            for (var i = 0; i < Run; i++)
                run = (run ^ last[(words + i) % Run]) * 1_099_511_628_211UL;
            into.Add(run);
        }
    }

    private static void LetterRuns(string text, HashSet<ulong> into, int every)
    {
        var letters = text.Replace(" ", "", StringComparison.Ordinal);
        for (var i = 0; i + Letters <= letters.Length; i += every)
            into.Add(Hash(letters.AsSpan(i, Letters)));
    }

    private static ulong Hash(ReadOnlySpan<char> text)
    {
        var hash = 14_695_981_039_346_656_037UL;
        foreach (var c in text)
            hash = (hash ^ c) * 1_099_511_628_211UL;
        return hash;
    }

    private static string Rot13(string text) => string.Create(text.Length, text, static (to, from) =>
    {
        for (var i = 0; i < to.Length; i++)
            to[i] = from[i] is >= 'a' and <= 'z' ? (char)('a' + (from[i] - 'a' + 13) % 26) : from[i];
    });

    private static string Reverse(string text)
    {
        var letters = text.ToCharArray();
        Array.Reverse(letters);
        return new string(letters);
    }

    private static List<string> Base64(ReadOnlySpan<char> text)
    {
        var found = new List<string>();
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            var inside = i < text.Length && (char.IsAsciiLetterOrDigit(text[i]) || text[i] is '+' or '/' or '=');
            if (inside && start < 0)
                start = i;
            if (inside || start < 0)
                continue;
            var length = (i - start) / 4 * 4;
            var bytes = new byte[length];
            if (length >= 24 && Convert.TryFromBase64Chars(text.Slice(start, length), bytes, out var written))
                found.Add(Encoding.UTF8.GetString(bytes, 0, written));
            start = -1;
        }

        return found;
    }
}
