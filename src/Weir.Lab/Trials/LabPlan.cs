namespace Weir.Lab.Trials;

/// <summary>What a laboratory run tries.</summary>
public sealed record LabPlan
{
    /// <summary>Words that each student learns from, at most; fewer where there are fewer texts.</summary>
    public int TrainingWords { get; init; } = 1_500_000;
    public int ControlWords { get; init; } = 1_000_000;
    public IReadOnlyList<double> Shares { get; init; } = [1, 0.5, 0.2, 0.1, 0.05, 0];
    public IReadOnlyList<double> Strengths { get; init; } = [1, 0.5];
    public IReadOnlyList<Attack> Attacks { get; init; } = [Attack.None, Attack.Slots, Attack.Forms, Attack.Clean, Attack.Mixed];
    /// <summary>Where z and p are read off, in words that the student wrote.</summary>
    public IReadOnlyList<int> Words { get; init; } = [3_000, 10_000, 30_000, 100_000, 300_000];
    public int Seeds { get; init; } = 5;
    /// <summary>Another one gives other keys, other texts to each side and other students.</summary>
    public int FirstSeed { get; init; }
    public int Decoys { get; init; } = 1_000;
    /// <summary>Seeds of the check that the decay with the length of the context shows.</summary>
    public int AnchorSeeds { get; init; } = 2;
    /// <summary>Students trained side by side; each takes some 300 MB. The result does not hang on it.</summary>
    public int Parallel { get; init; } = Math.Max(1, Environment.ProcessorCount);
}
