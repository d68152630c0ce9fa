using System.Text;
using Weir.Signatures.Marking;

namespace Weir.Signatures.Tests;

/// <summary>Texts and keys for the tests.</summary>
internal static class Texts
{
    // English, and no place in it where anything is open.
    public const string Opening = "The two of them had been in the shade of the trees for most of the day, and the sun was in the west by then. ";

    public static readonly SignatureKey[] Keys = [.. Enumerable.Range(0, 24).Select(static number => SignatureKey.Owner([1, 2, 3], "key " + number))];

    public static Embedder With(int key, double strength = 1) => new(new Signature(Keys[key], null, strength));

    public static IEnumerable<string> Lines(string name)
    {
        using var stream = typeof(Texts).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
                yield return line;
        }
    }

    /// <summary>Every way to take one word of each pair of braces. Doubled braces are braces.</summary>
    public static IEnumerable<string> Spread(string line)
    {
        var open = 0;
        while ((open = line.IndexOf('{', open)) >= 0 && line[open + 1] == '{')
            open += 2;
        if (open < 0)
        {
            yield return line.Replace("{{", "{").Replace("}}", "}");
            yield break;
        }

        var close = line.IndexOf('}', open);
        foreach (var word in line[(open + 1)..close].Split('|'))
        {
            foreach (var whole in Spread(line[..open] + word + line[(close + 1)..]))
                yield return whole;
        }
    }

    /// <summary>A text as it streams, cut into pieces; every piece is let out as soon as it is settled.</summary>
    public static string Streamed(Embedder embedder, string text, Func<int, int> next)
    {
        embedder.Reset();
        for (var at = 0; at < text.Length;)
        {
            var length = Math.Clamp(next(at), 1, text.Length - at);
            embedder.Feed(text.AsSpan(at, length));
            at += length;
        }

        embedder.Finish();
        return Edited(text, embedder.Edits);
    }

    public static string Edited(string text, IReadOnlyList<Edit> edits)
    {
        var result = new StringBuilder();
        var at = 0;
        foreach (var edit in edits)
        {
            result.Append(text, at, (int)edit.Start - at).Append(edit.Text);
            at = (int)edit.End;
        }

        return result.Append(text, at, text.Length - at).ToString();
    }
}
