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
    private readonly List<double> _null = [];

    /// <summary>Told after each student: how many of how many.</summary>
    public Action<int, int>? Progress { get; init; }

    public LabResult Run(CancellationToken cancellation)
    {
        var cells = new Dictionary<(double, double, Attack, int), (List<double> Z, List<double> P)>();
        var students = plan.Shares.SelectMany(share => plan.Strengths.SelectMany(strength => plan.Attacks.Select(attack => (share, strength, attack)))).Where(static s => s.share > 0).ToList();
        // An unmarked student is the same whatever it was not marked with.
        if (plan.Shares.Contains(0))
            students.Add((0, plan.Strengths[0], Attack.None));
        var total = (students.Count * plan.Seeds) + (4 * plan.AnchorSeeds);
        var done = 0;
        for (var seed = 0; seed < plan.Seeds; seed++)
        {
            var split = Split.Of(texts, plan, seed);
            var control = ControlStatistics.Of(Count(split.Control, new Tally()));
            foreach (var (share, strength, attack) in students)
            {
                cancellation.ThrowIfCancellationRequested();
                var key = SignatureKey.Owner([(byte)seed, 17], "lab " + seed);
                var trained = Train(split, share, new Signature(key, null, strength), attack, seed);
                var tally = new Tally();
                foreach (var (words, evidence) in Write(trained, tally, control, seed))
                {
                    var reading = evidence.Read(key);
                    var cell = cells.TryGetValue((share, strength, attack, words), out var known) ? known : cells[(share, strength, attack, words)] = ([], []);
                    cell.Z.Add(reading.Z);
                    cell.P.Add(reading.P);
                    if (words == plan.Words[^1] && attack == Attack.None && share is 0 or 1 && strength == plan.Strengths[0])
                        _null.AddRange(Enumerable.Range(0, plan.Decoys).Select(number => evidence.PlainZ(SignatureKey.Decoy(number, KeyLayer.Owner))));
                }

                Progress?.Invoke(++done, total);
            }
        }

        var anchor = Anchor(() => Progress?.Invoke(++done, total), cancellation);
        return new LabResult(plan, source, texts.Count, texts.Sum(static text => (long)text.AsSpan().Count(' ')), [.. cells.Select(static pair => new LabCell(pair.Key.Item1, pair.Key.Item2, pair.Key.Item3, pair.Key.Item4, pair.Value.Z, pair.Value.P))], anchor, _null);
    }

    /// <summary>Everything marked, by choices that hang on 0, 1, 2 or 4 whole words in front: the published decay must show.</summary>
    private List<AnchorCell> Anchor(Action told, CancellationToken cancellation)
    {
        var anchor = new List<AnchorCell>();
        if (plan.AnchorSeeds == 0)
            return anchor;
        foreach (var context in (int[])[0, 1, 2, 4])
        {
            var (z, copied) = (new List<double>(), new List<double>());
            for (var seed = 0; seed < plan.AnchorSeeds; seed++)
            {
                cancellation.ThrowIfCancellationRequested();
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
                var words = Math.Min(100_000, plan.Words[^1]);
                foreach (var text in trained.Texts(words, seed))
                {
                    fresh.Add(text);
                    all.Add(text);
                }

                z.Add(new Evidence(fresh, control).PlainZ(key));
                copied.Add(new Evidence(all, control).PlainZ(key));
                told();
            }

            anchor.Add(new AnchorCell(context, z, copied));
        }

        return anchor;
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

    private IEnumerable<(int Words, Evidence Evidence)> Write(Student student, Tally tally, ControlStatistics control, int seed)
    {
        var next = 0;
        foreach (var text in student.Texts(plan.Words[^1] + (plan.Words[^1] / 8) + 1_000, seed))
        {
            tally.Add(text);
            if (tally.Words < plan.Words[next])
                continue;
            yield return (plan.Words[next], new Evidence(tally, control));
            if (++next == plan.Words.Count)
                yield break;
        }
    }

    private static Tally Count(List<string> texts, Tally tally)
    {
        foreach (var text in texts)
            tally.Add(text);
        return tally;
    }

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
