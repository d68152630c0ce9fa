namespace Weir.Lab.Trials;

/// <summary>What one kind of student read after so many words, over the seeds.</summary>
public sealed record LabCell(double Share, double Strength, Attack Attack, int Words, IReadOnlyList<double> Z, IReadOnlyList<double> P)
{
    public const double Named = 1e-6;

    // Two-sided 95% of Student's t, by degrees of freedom.
    private static readonly double[] T = [12.71, 4.30, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26];

    public double Mean => Z.Average();

    /// <summary>Half of the 95% interval of the mean over the seeds.</summary>
    public double Interval
    {
        get
        {
            if (Z.Count < 2)
                return double.NaN;
            var mean = Mean;
            var sd = Math.Sqrt(Z.Sum(z => (z - mean) * (z - mean)) / (Z.Count - 1));
            return sd * (Z.Count - 2 < T.Length ? T[Z.Count - 2] : 1.96) / Math.Sqrt(Z.Count);
        }
    }

    public int Hits => P.Count(static p => p < Named);

    /// <summary>A marked student that is not named in four of five seeds, or a clean one that is named at all.</summary>
    public bool Fails => Share > 0 ? Hits < 0.8 * Z.Count : Hits > 0;
}

/// <summary>The check of the laboratory itself: z by how many whole words in front the key's choice hung on.</summary>
/// <param name="Copied">z with what the student copied word by word left in.</param>
/// <param name="Followed">The share of the places that were set as the key says: what is left of the mark, of which there was one hundred percent. Unlike z it does not grow with the number of cells.</param>
public sealed record AnchorCell(int ContextWords, IReadOnlyList<double> Z, IReadOnlyList<double> Copied, IReadOnlyList<double> Followed);

public sealed record LabResult(LabPlan Plan, string Source, long Texts, long Words, IReadOnlyList<LabCell> Cells, IReadOnlyList<AnchorCell> Anchor, IReadOnlyList<double> NullZ)
{
    private const double Chance = 0.05;
    private const long Enough = 200_000;

    public int Failing => Cells.Count(static cell => cell.Fails);

    public double NullMean => NullZ.Average();

    public double NullSd
    {
        get
        {
            var mean = NullMean;
            return Math.Sqrt(NullZ.Sum(z => (z - mean) * (z - mean)) / Math.Max(1, NullZ.Count - 1));
        }
    }

    /// <summary>Why the laboratory must not be believed; null where it may be.</summary>
    public string? Broken
    {
        get
        {
            if (Anchor.Count == 0)
                return "the check of the decay with the length of the context was not run";
            var z = Anchor.ToDictionary(static cell => cell.ContextWords, static cell => cell.Z.Average());
            if (z[0] < 5 || z[1] < 5)
                return $"a mark that hangs on one word in front or none is not inherited (z {z[0]:0.0} and {z[1]:0.0})" + (Words < Enough ? $"; {Words} words of text are few, and some hundred thousand show it" : "");
            if (z[4] > 3)
                return $"a mark that hangs on four words in front is inherited (z {z[4]:0.0})";
            var left = Anchor.ToDictionary(static cell => cell.ContextWords, static cell => cell.Followed.Average());
            // A percent or two is chance.
            if (left[1] > left[0] + Chance || left[2] > left[1] + Chance || left[4] > left[2] + Chance || left[4] > left[0] / 2)
                return $"what is inherited does not decay with the length of the context ({left[0] * 100:0}%, {left[1] * 100:0}%, {left[2] * 100:0}%, {left[4] * 100:0}% for 0, 1, 2, 4 words)";
            return NullZ.Count >= 1_000 && NullSd is < 0.9 or > 1.1 ? $"keys that nobody marked with read a standard deviation of {NullSd:0.00}" : null;
        }
    }
}
