namespace Weir.Bench.Response;

/// <summary>Drills under several policies, side by side.</summary>
internal sealed class ResponseReport(IReadOnlyList<TrialResult> results, ulong seed, double scale, double pace, TimeSpan behind, int asked)
{
    private const int Resamples = 400;
    /// <summary>More answers than this teach the counting student nothing, and take gigabytes.</summary>
    private const int MostTaught = 40_000;

    public void Write(TextWriter to)
    {
        var all = results[0];
        to.WriteLine($"{all.Calls:N0} calls of {all.Accounts:N0} accounts in {all.Campaigns.Count} campaigns, among {all.OrdinaryCalls:N0} of {all.OrdinaryAccounts:N0} ordinary accounts, through a running gateway; seed {seed}, scale {scale:0.####}, pace {pace:0.###}; decisions up to {behind.TotalMinutes:0.#} minutes of the drill behind the traffic.");
        to.WriteLine();
        to.WriteLine("| policy | answered | tokens | new tokens | accounts stopped | decisions | student's accuracy |");
        to.WriteLine("|---|---:|---:|---:|---:|---:|---:|");
        to.WriteLine($"| none | {all.Calls:N0} | 100.0% | 100.0% | – | – | {Student.Accuracy(Math.Min(all.NewAsks, MostTaught), seed, asked):0.0%} |");
        foreach (var one in results)
            to.WriteLine($"| {one.Name} | {one.Answered:N0} | {Share(one.Tokens, one.AskedTokens)} | {Share(one.NewTokens, one.AskedNewTokens)} | {one.Stopped:N0} of {one.Accounts:N0} | {one.Decisions:N0} | {Student.Accuracy(Math.Min(one.NewAnswers, MostTaught), seed, asked):0.0%} |");
        to.WriteLine();
        to.WriteLine("Share of new tokens by campaign:");
        to.WriteLine();
        to.WriteLine("| campaign | accounts | calls | " + string.Join(" | ", results.Select(static one => one.Name)) + " |");
        to.WriteLine("|---|---:|---:|" + string.Concat(results.Select(static _ => "---:|")));
        foreach (var campaign in all.Campaigns)
            to.WriteLine($"| {campaign.Name} | {campaign.Accounts.Count:N0} | {campaign.Calls:N0} | " + string.Join(" | ", results.Select(one => one.Campaigns.Single(same => same.Name == campaign.Name)).Select(one => $"{Share(one.NewTokens, one.AskedNewTokens)} ({one.Stopped:N0} stopped)")) + " |");
        to.WriteLine();
        to.WriteLine("Ordinary accounts:");
        to.WriteLine();
        to.WriteLine("| policy | felt anything | stopped | calls refused | changed | latency ms p50 / p95 | p50 against the first row (95%) |");
        to.WriteLine("|---|---:|---:|---:|---:|---:|---:|");
        foreach (var one in results)
            to.WriteLine($"| {one.Name} | {one.OrdinaryFelt} | {one.OrdinaryStopped} | {one.OrdinaryRefused} | {one.OrdinaryChanged} | {At(one.Latencies, 0.5)} / {At(one.Latencies, 0.95)} | {Difference(one.Latencies, all.Latencies)} |");
        foreach (var one in results.Where(static one => one.OrdinaryNames.Count > 0))
            to.WriteLine($"\n{one.Name}: {string.Join(", ", one.OrdinaryNames.Take(20))}");
        to.WriteLine();
        to.WriteLine("Tokens are those that the drill gives each answer; what a reseller's other customers ask is not counted as the harvest's.");
        to.WriteLine($"The student counts runs of words in as many questions and answers of the task world as the campaigns got new answers (at most {MostTaught:N0}), and is asked {asked:N0} others. {results.Sum(static one => one.Seconds):0} s in all.");
    }

    private static string Share(long part, long whole) => whole == 0 ? "–" : (part / (double)whole).ToString("0.0%", System.Globalization.CultureInfo.InvariantCulture);

    private static int At(IReadOnlyList<int> latencies, double share)
    {
        var sorted = latencies.Order().ToArray();
        return sorted.Length == 0 ? 0 : sorted[(int)((sorted.Length - 1) * share)];
    }

    /// <summary>By the bootstrap: both sides drawn again and again from what was measured.</summary>
    private static string Difference(IReadOnlyList<int> one, IReadOnlyList<int> other)
    {
        if (ReferenceEquals(one, other) || one.Count == 0 || other.Count == 0)
            return "–";
        var dice = new Random(1);
        var differences = new double[Resamples];
        for (var i = 0; i < Resamples; i++)
            differences[i] = Median(one, dice) - Median(other, dice);
        Array.Sort(differences);
        return $"{differences[Resamples / 40]:+0;-0;0} to {differences[Resamples - 1 - Resamples / 40]:+0;-0;0}";
    }

    private static double Median(IReadOnlyList<int> of, Random dice)
    {
        var drawn = new int[Math.Min(2_000, of.Count)];
        for (var i = 0; i < drawn.Length; i++)
            drawn[i] = of[dice.Next(of.Count)];
        Array.Sort(drawn);
        return drawn[drawn.Length / 2];
    }
}
