namespace Weir.Gateway.Admission;

/// <summary>Model names with <c>*</c> for any run of characters. Case matters not: upstreams differ in it.</summary>
public static class ModelPatterns
{
    public static bool Any(IReadOnlyList<string> patterns, ReadOnlySpan<char> model)
    {
        for (var i = 0; i < patterns.Count; i++)
        {
            if (Matches(patterns[i], model))
                return true;
        }

        return false;
    }

    /// <summary>Greedy with one point of return: linear in practice, and never worse than pattern × model.</summary>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> model)
    {
        int p = 0, m = 0, star = -1, mark = 0;
        while (m < model.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                mark = m;
            }
            else if (p < pattern.Length && char.ToLowerInvariant(pattern[p]) == char.ToLowerInvariant(model[m]))
            {
                p++;
                m++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                m = ++mark;
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].IndexOfAnyExcept('*') < 0;
    }
}
