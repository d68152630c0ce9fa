using System.Diagnostics;
using Weir.Signatures.Marking;

namespace Weir.Bench.Signatures;

/// <summary>What a mark costs the reader: the share of words that change, and whether a spelling checker finds more.</summary>
internal static class Reader
{
    public static void Run(BenchTexts texts, bool test)
    {
        var some = texts.Rest.Take(test ? 5 : 400).ToArray();
        foreach (var strength in (ReadOnlySpan<double>)[0.25, 0.5, 0.6, 1])
        {
            var embedder = new Embedder(new Signature(SignatureKey.Owner([1], "bench"), null, strength));
            long words = 0, changed = 0, slots = 0;
            foreach (var text in some)
            {
                embedder.Apply(text);
                words += embedder.Words;
                changed += embedder.Edits.Count;
                slots += embedder.Slots;
            }

            Console.WriteLine(FormattableString.Invariant($"strength {strength,4:0.00}: {100.0 * changed / words,5:0.00}% of the words changed, {1000.0 * slots / words:0.0} open places in 1,000 words"));
        }

        var marker = new Embedder(new Signature(SignatureKey.Owner([1], "bench"), null, 1));
        var (before, after) = (Findings(some), Findings([.. some.Select(marker.Apply)]));
        if (before is null || after is null)
        {
            Console.WriteLine("spelling: aspell is not installed, nothing was compared");
            return;
        }

        var more = after.Except(before, StringComparer.Ordinal).ToArray();
        var fewer = before.Except(after, StringComparer.Ordinal).ToArray();
        Console.WriteLine($"spelling: {before.Count} kinds of findings unmarked, {after.Count} marked; new ones: {(more.Length == 0 ? "none" : string.Join(' ', more.Take(10)))}; gone: {(fewer.Length == 0 ? "none" : string.Join(' ', fewer.Take(10)))}");
    }

    private static HashSet<string>? Findings(string[] texts)
    {
        try
        {
            using var aspell = Process.Start(new ProcessStartInfo("aspell", ["list", "--lang=en", "--encoding=utf-8"]) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false })!;
            var found = new HashSet<string>(StringComparer.Ordinal);
            var reading = Task.Run(() =>
            {
                while (aspell.StandardOutput.ReadLine() is { } word)
                    found.Add(word);
            });
            foreach (var text in texts)
                aspell.StandardInput.WriteLine(text);
            aspell.StandardInput.Close();
            reading.GetAwaiter().GetResult();
            return found;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
