using Weir.Lab.Trials;
using Weir.Signatures.Marking;
using Weir.Signatures.Recognition;

namespace Weir.Bench.Signatures;

/// <summary>How many words show a mark, and what keys read that nobody marked with.</summary>
internal static class Strength
{
    private const double Shows = 5.26;

    public static void Run(BenchTexts texts, bool test)
    {
        Null("unmarked text", texts, test, static text => text);
        var embedder = new Embedder(new Signature(SignatureKey.Owner([1], "bench"), null, 1));
        Null("text marked with another key", texts, test, embedder.Apply);
        Console.WriteLine($"{"words until z 5.26 (all of one source, " + (test ? 2 : 40) + " keys)",-44} {"median",8} {"9 of 10",8} {"in goal",8}");
        foreach (var (strength, paraphrase, goal) in (ReadOnlySpan<(double, bool, int)>)[(1, false, 4_000), (0.5, false, 12_000), (1, true, 12_000), (0.5, true, 36_000)])
            Words(texts, strength, paraphrase, goal, test ? 2 : 40);
    }

    private static void Null(string what, BenchTexts texts, bool test, Func<string, string> mark)
    {
        foreach (var (name, control) in (ReadOnlySpan<(string, ControlStatistics)>)[("own control", texts.Statistics), ("shipped control", ControlStatistics.Shipped)])
        {
            var tally = new Tally();
            foreach (var text in texts.Rest.Take(test ? 20 : int.MaxValue))
                tally.Add(mark(text));
            var decoys = new Evidence(tally, control).Decoys(test ? 50 : 1_000);
            Console.WriteLine(FormattableString.Invariant($"{$"null z, {what}, {name}",-56} mean {decoys.Mean,5:0.00} sd {decoys.Sd:0.000} (goal 0.95 to 1.05) highest {decoys.Highest:0.00}"));
        }
    }

    private static void Words(BenchTexts texts, double strength, bool paraphrase, int goal, int keys)
    {
        var needed = new List<long>();
        for (var number = 0; number < keys; number++)
        {
            var key = SignatureKey.Owner([3], $"{number}");
            var embedder = new Embedder(new Signature(key, null, strength));
            var rewriter = paraphrase ? Attacks.Paraphrase(0.3, number) : null;
            var order = texts.Rest.ToArray();
            new Random(number).Shuffle(order);
            var tally = new Tally();
            var words = long.MaxValue;
            foreach (var text in order)
            {
                var marked = embedder.Apply(text);
                tally.Add(rewriter?.Apply(marked) ?? marked);
                if (new Evidence(tally, texts.Statistics).Read(key).Z >= Shows)
                {
                    words = tally.Words;
                    break;
                }

                if (tally.Words > 20 * goal)
                    break;
            }

            needed.Add(words);
        }

        needed.Sort();
        var name = FormattableString.Invariant($"  strength {strength:0.0}{(paraphrase ? ", 30% paraphrased" : "")}, goal {goal}");
        Console.WriteLine($"{name,-44} {Shown(needed[keys / 2]),8} {Shown(needed[keys * 9 / 10]),8} {needed.Count(words => words <= goal) * 100 / keys,7}%");
    }

    private static string Shown(long words) => words == long.MaxValue ? "never" : $"{words}";
}
