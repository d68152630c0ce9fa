using Weir.Bench.Detection;
using Weir.Detection;

namespace Weir.Bench.Campaigns;

/// <summary>What one run of one scenario gave.</summary>
/// <param name="Wronged">Honest accounts in campaigns at act, by class.</param>
public sealed record Result(Case Case, ulong Seed, Score Ours, Score Baseline, IReadOnlyList<Earliness> Early, Proportion Replaced, IReadOnlyDictionary<string, int> Wronged)
{
    public static Result Of(Case one, ulong seed, Trial.Run run)
    {
        var found = run.Seen[0].Analysis.Campaigns();
        var baseline = run.Baseline.Campaigns();
        var wronged = found.Where(static one => one.Verdict == Verdict.Act).SelectMany(Score.Members).Select(name => run.Truth.Accounts[name]).Where(static account => account.Honest)
            .GroupBy(static account => account.Account.Class.Name, StringComparer.Ordinal).ToDictionary(static group => group.Key, static group => group.Count(), StringComparer.Ordinal);
        return new Result(one, seed, Score.Of(run.Truth, found), Score.Of(run.Truth, baseline, baseline), [.. Earliness.Of(run.Truth, found)], Replacements.Linked(run.Truth, found), wronged);
    }
}
