using Weir.Drill.Model.Text;

namespace Weir.Drill.Model;

/// <summary>Reads small things from a prompt: what it is about, and how long an answer it wants.</summary>
internal static class Topic
{
    private static readonly HashSet<string> Plain = new(StringComparer.OrdinalIgnoreCase)
    {
        "what", "which", "where", "when", "why", "how", "who", "does", "do", "did", "is", "are", "was", "were", "the", "and", "with", "that",
        "this", "there", "please", "tell", "about", "explain", "describe", "write", "give", "make", "could", "would", "should", "can", "you",
        "your", "for", "from", "have", "has", "into", "some", "me", "my", "a", "an", "of", "in", "on", "to", "it", "be", "short", "brief", "detail",
    };

    /// <summary>The longest word that is not a question word, or "this".</summary>
    public static string Of(string prompt)
    {
        var best = "";
        foreach (var range in prompt.AsSpan().SplitAny(" \t\r\n.,;:!?\"'()[]{}<>*`"))
        {
            var word = prompt.AsSpan()[range];
            if (word.Length > best.Length && word.Length <= 24 && char.IsLetter(word[0]) && !Plain.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word))
                best = word.ToString();
        }

        return best.Length == 0 ? "this" : best;
    }

    /// <summary>Tokens that an answer should have, the same for the same prompt and seed.</summary>
    public static int Length(string prompt, SplitMix random)
    {
        var wanted = Stated(prompt);
        if (wanted > 0)
            return wanted;
        // Most answers are a paragraph; a few are long (log-normal, median 70).
        var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var median = Has(prompt, "detail", "essay", "thorough", "comprehensive", "story", "long ") ? 420
            : Has(prompt, "brief", "short", "one sentence", "one word", "yes or no") ? 18 : 70;
        return (int)Math.Clamp(median * Math.Exp(0.5 * normal), 8, 1500);
    }

    /// <summary>A length such as "300 words", in tokens; 0 where none is stated.</summary>
    private static int Stated(string prompt)
    {
        var at = prompt.IndexOf(" words", StringComparison.OrdinalIgnoreCase);
        var digits = at;
        while (digits > 0 && char.IsAsciiDigit(prompt[digits - 1]))
            digits--;
        return at > digits && int.TryParse(prompt.AsSpan(digits, at - digits), out var words) ? (int)Math.Clamp(words * 1.25, 8, 6000) : 0;
    }

    private static bool Has(string prompt, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (prompt.Contains(word, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
