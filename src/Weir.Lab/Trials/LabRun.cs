using System.Text;
using Weir.Lab.Students;
using Weir.Signatures.Marking;
using Weir.Signatures.Recognition;

namespace Weir.Lab.Trials;

/// <summary>
/// Trains students on texts of which a share is marked, lets them write, and reads what they wrote with the product's own detector. The
/// control is unmarked text of the same source that no student saw. A student is one of a family; a neural one would stand beside it and
/// share everything else here.
/// </summary>
public sealed class LabRun(LabPlan plan, IReadOnlyList<string> texts, string source)
{
    private static readonly int[] Contexts = [0, 1, 2, 4];

    private int _done, _total;

    /// <summary>Told after each student, from several threads: how many of how many.</summary>
    public Action<int, int>? Progress { get; init; }

    public LabResult Run(CancellationToken cancellation)
    {
        var kinds = plan.Shares.Where(static share => share > 0)
            .SelectMany(share => plan.Strengths.SelectMany(strength => plan.Attacks.Select(attack => new Kind(share, strength, attack)))).ToList();
        // An unmarked student is the same whatever it was not marked with.
        if (plan.Shares.Contains(0))
            kinds.Add(new Kind(0, plan.Strengths[0], Attack.None));
        _total = (kinds.Count * plan.Seeds) + (Contexts.Length * plan.AnchorSeeds);
        _done = 0;
        var readings = new Reading[plan.Seeds][];
        var decoys = new List<double>();
        for (var seed = 0; seed < plan.Seeds; seed++)
        {
            var one = plan.FirstSeed + seed;
            var split = Split.Of(texts, plan, one);
            var control = ControlStatistics.Of(Count(split.Control, new Tally()));
            readings[seed] = Each(kinds.Count, number => Try(kinds[number], split, control, one), cancellation);
            decoys.AddRange(readings[seed].SelectMany(static reading => reading.Decoys));
        }

        var cells = kinds.SelectMany((kind, number) => plan.Words.Select((words, at) => new LabCell(kind.Share, kind.Strength, kind.Attack, words,
            [.. readings.Select(seed => seed[number].Z[at])], [.. readings.Select(seed => seed[number].P[at])])));
        return new LabResult(plan, source, texts.Count, texts.Sum(static text => (long)text.AsSpan().Count(' ')), [.. cells], Anchor(cancellation), decoys);
    }

    /// <summary>One student: learns, writes, and is read at each size; what it wrote is counted once and read as it grows.</summary>
    private Reading Try(Kind kind, Split split, ControlStatistics control, int seed)
    {
        var key = SignatureKey.Owner([(byte)seed, 17], "lab " + seed);
        var trained = Train(split, kind.Share, new Signature(key, null, kind.Strength), kind.Attack, seed);
        var (z, p) = (new double[plan.Words.Count], new double[plan.Words.Count]);
        double[] decoys = [];
        var at = 0;
        foreach (var evidence in Write(trained, new Tally(), control, seed))
        {
            var reading = evidence.Read(key);
            (z[at], p[at]) = (reading.Z, reading.P);
            if (++at == plan.Words.Count && kind.Attack == Attack.None && kind.Share is 0 or 1 && kind.Strength == plan.Strengths[0])
                decoys = [.. Enumerable.Range(0, plan.Decoys).Select(number => evidence.PlainZ(SignatureKey.Decoy(number, KeyLayer.Owner)))];
        }

        return new Reading(z, p, decoys);
    }

    /// <summary>Everything marked, by choices that hang on 0, 1, 2 or 4 whole words in front: the published decay must show.</summary>
    private List<AnchorCell> Anchor(CancellationToken cancellation)
    {
        var read = Each(Contexts.Length * plan.AnchorSeeds, number => Anchored(Contexts[number / plan.AnchorSeeds], number % plan.AnchorSeeds), cancellation);
        return plan.AnchorSeeds == 0 ? [] : [.. read.Chunk(plan.AnchorSeeds).Select((seeds, at) => new AnchorCell(Contexts[at], [.. seeds.Select(static one => one.Z)], [.. seeds.Select(static one => one.Copied)], [.. seeds.Select(static one => one.Followed)]))];
    }

    private (double Z, double Copied, double Followed) Anchored(int context, int seed)
    {
        var split = Split.Of(texts, plan, 100 + seed);
        var key = SignatureKey.Owner([(byte)seed, 23], $"anchor {context} {seed}");
        var control = ControlStatistics.Of(Count(split.Control, new Tally(context)));
        var marked = new Embedder(new Signature(key, null, 1) { ContextWords = context });
        var harvest = split.Training.ConvertAll(marked.Apply);
        var trained = Learn(harvest);
        var fresh = new Tally(context, repeatWords: 4);
        foreach (var text in harvest)
            fresh.Exclude(text);
        var all = new Tally(context);
        foreach (var text in trained.Texts(Math.Min(100_000, plan.Words[^1]), seed))
        {
            fresh.Add(text);
            all.Add(text);
        }

        var evidence = new Evidence(fresh, control);
        return (evidence.PlainZ(key), new Evidence(all, control).PlainZ(key), evidence.Followed(key));
    }

    /// <summary>Students do not know of each other: side by side they are what they are one by one.</summary>
    private T[] Each<T>(int count, Func<int, T> work, CancellationToken cancellation)
    {
        var results = new T[count];
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = plan.Parallel, CancellationToken = cancellation }, number =>
        {
            results[number] = work(number);
            Progress?.Invoke(Interlocked.Increment(ref _done), _total);
        });
        return results;
    }

    private Student Train(Split split, double share, Signature signature, Attack attack, int seed)
    {
        var embedder = new Embedder(signature);
        var other = new Embedder(new Signature(SignatureKey.Owner([(byte)seed, 19], "another source"), null, signature.Strength));
        var after = Attacks.On(attack, seed);
        var learned = new List<string>();
        // The share is met text by text, so that marked and unmarked ones are spread alike.
        double owed = 0;
        var taken = 0;
        foreach (var text in split.Training)
        {
            owed += share * text.Length;
            if (owed < text.Length / 2.0)
            {
                learned.Add(text);
                continue;
            }

            owed -= text.Length;
            var marked = attack == Attack.Mixed && (taken++ & 1) == 1 ? other.Apply(text) : embedder.Apply(text);
            learned.Add(after?.Apply(marked) ?? marked);
        }

        if (attack == Attack.Clean)
            learned.AddRange(split.Later);
        return Learn(learned);
    }

    private static Student Learn(List<string> texts)
    {
        var tokens = new Tokens(texts);
        var stream = new List<ushort>();
        foreach (var text in texts)
            tokens.Write(text, stream);
        return new Student(tokens, new KneserNey(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(stream)));
    }

    private IEnumerable<Evidence> Write(Student student, Tally tally, ControlStatistics control, int seed)
    {
        var next = 0;
        foreach (var text in student.Texts(plan.Words[^1] + (plan.Words[^1] / 8) + 1_000, seed))
        {
            tally.Add(text);
            // A text may be long enough for two sizes.
            while (tally.Words >= plan.Words[next])
            {
                yield return new Evidence(tally, control);
                if (++next == plan.Words.Count)
                    yield break;
            }
        }
    }

    private static Tally Count(List<string> texts, Tally tally)
    {
        foreach (var text in texts)
            tally.Add(text);
        return tally;
    }

    private readonly record struct Kind(double Share, double Strength, Attack Attack);

    private sealed record Reading(double[] Z, double[] P, double[] Decoys);

    private sealed record Student(Tokens Tokens, KneserNey Model)
    {
        private const int LongestText = 2_000;

        /// <summary>Texts until so many words are written.</summary>
        public IEnumerable<string> Texts(int words, int seed)
        {
            var random = new Random(7_919 + seed);
            ulong before = 0;
            var text = new StringBuilder();
            for (var written = 0; written < words;)
            {
                text.Clear();
                for (var length = 0; length < LongestText; length++)
                {
                    var token = Model.Draw(ref before, random);
                    if (token == Tokens.End)
                        break;
                    Tokens.Read(token, text);
                }

                if (text.Length == 0)
                    continue;
                var one = text.ToString();
                written += 1 + one.AsSpan().Count(' ');
                yield return one;
            }
        }
    }

    /// <summary>Texts dealt out: a control that nobody learns from, what is learned, and what is learned later.</summary>
    private sealed record Split(List<string> Control, List<string> Training, List<string> Later)
    {
        public static Split Of(IReadOnlyList<string> texts, LabPlan plan, int seed)
        {
            var random = new Random(seed);
            var order = texts.ToArray();
            random.Shuffle(order);
            var split = new Split([], [], []);
            var all = order.Sum(static text => (long)text.AsSpan().Count(' '));
            // Where there is little, a third is control and a sixth comes later.
            var control = Math.Min(plan.ControlWords, all / 3);
            var training = Math.Min(plan.TrainingWords, all / 2);
            long given = 0;
            foreach (var text in order)
            {
                (given < control ? split.Control : given < control + training ? split.Training : split.Later).Add(text);
                given += text.AsSpan().Count(' ');
            }

            // What is learned later is at most as much as was learned before.
            long later = 0;
            split.Later.RemoveAll(text => (later += text.AsSpan().Count(' ')) > training);
            return split;
        }
    }
}
