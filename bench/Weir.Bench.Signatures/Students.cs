using Weir.Lab.Trials;

namespace Weir.Bench.Signatures;

/// <summary>The students that the goal is about: a fifth of what they learned was marked, and clean ones beside them.</summary>
internal static class Students
{
    public static void Run(BenchTexts texts)
    {
        var plan = new LabPlan { Shares = [0.2, 0], Strengths = [1], Attacks = [Attack.None], Words = [100_000], AnchorSeeds = 0 };
        foreach (var cell in new LabRun(plan, texts.All, texts.Source).Run(CancellationToken.None).Cells)
            Console.WriteLine(FormattableString.Invariant($"students, {cell.Share:P0} marked, {cell.Words} words: z {string.Join(' ', cell.Z.Select(static z => z.ToString("0.0", null)))}; named {cell.Hits} of {cell.Z.Count}{(cell.Share > 0 ? ", goal 4" : ", goal 0")}"));
    }
}
