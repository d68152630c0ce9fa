using System.Globalization;
using System.Text.Json;
using Weir.Cli.Analyze;
using Weir.Detection.Accounts;
using Weir.Policy;

namespace Weir.Cli.Policy;

/// <summary>What a replay found, for a person or a program. The last line is one sentence of totals.</summary>
internal sealed class TryReport(TryOptions options, ResponsePolicy policy, Replay replay, Replay? old, Dictionary<string, Label>? labels, AnalysisSummary summary, double seconds)
{
    private const int MostListed = 40;

    private static readonly JsonSerializerOptions Indented = new(PolicyEntryJson.Options) { WriteIndented = true };

    public void WriteText(TextWriter to)
    {
        to.WriteLine($"{options.File}: {policy.Rules.Count} rules, replayed as if mode were enforce" + (policy.Mode == PolicyMode.Shadow ? " (it says shadow)" : ""));
        to.WriteLine(Say($"{Count(summary.Exchanges)} exchanges of {Count(summary.Accounts)} accounts, {summary.From:yyyy-MM-dd HH:mm} to {summary.To:yyyy-MM-dd HH:mm} UTC, in {seconds:0.0} s"));
        to.WriteLine();
        Moves(to);
        Postures(to);
        if (labels is not null)
            Classes(to, labels);
        if (old is not null)
            Compared(to, old);
        to.WriteLine("What a replay cannot know");
        foreach (var line in Replay.CannotKnow)
            to.WriteLine("  " + line);
        to.WriteLine();
        to.WriteLine(Totals());
    }

    private void Moves(TextWriter to)
    {
        var moves = replay.Moves.Where(static move => move.Posture > Posture.Watch || move.Kind != EntryKind.Decided).ToArray();
        if (moves.Length == 0)
            return;
        to.WriteLine("Who would have been moved");
        foreach (var move in moves.Take(MostListed))
        {
            var verb = move.Kind == EntryKind.Proposed ? "ask for " : "";
            to.WriteLine(Say($"  {move.Time:MM-dd HH:mm}  {SafeText.Name(move.Subject!, 32),-32}  {(move.Kind == EntryKind.Proposed ? "" : (move.From ?? Posture.Open).Word() + " → ")}{verb}{move.Posture!.Value.Word()}  ({move.Rule}{(move.Campaign is { } c ? ", campaign " + c : "")})"));
        }

        if (moves.Length > MostListed)
            to.WriteLine($"  and {Count(moves.Length - MostListed)} more; --format json lists all");
        to.WriteLine();
    }

    private void Postures(TextWriter to)
    {
        to.WriteLine("Hardest posture   accounts   refused   changed   output kept back");
        foreach (var group in replay.Accounts.GroupBy(static one => one.Hardest).OrderBy(static group => group.Key))
            to.WriteLine(Say($"  {group.Key.Word(),-14} {Count(group.Count()),9} {Count(group.Sum(static one => one.Refused)),9} {Count(group.Sum(static one => one.Changed)),9} {KeptBack(group),18:0.0%}"));
        var asked = replay.Accounts.Count(static one => one.Asked > one.Hardest);
        if (asked > 0)
            to.WriteLine($"  {Count(asked)} accounts would have waited for a person with something harder.");
        to.WriteLine();
    }

    private void Classes(TextWriter to, Dictionary<string, Label> truth)
    {
        to.WriteLine("Class                              accounts  felt it  stopped   refused   changed  new output through");
        foreach (var group in replay.Accounts.Where(one => truth.ContainsKey(one.Account)).GroupBy(one => truth[one.Account]).OrderBy(static group => group.Key.Extraction).ThenBy(static group => group.Key.Class, StringComparer.Ordinal))
        {
            to.WriteLine(Say($"  {(group.Key.Extraction ? "! " : "  ")}{group.Key.Class,-30} {Count(group.Count()),8} {Count(group.Count(static one => one.Hardest > Posture.Watch)),8} {Count(group.Count(static one => one.Hardest.IsHard())),8} {Count(group.Sum(static one => one.Refused)),9} {Count(group.Sum(static one => one.Changed)),9} {Through(group),19:0.0%}"));
        }

        to.WriteLine();
    }

    private void Compared(TextWriter to, Replay other)
    {
        var before = other.Accounts.ToDictionary(static one => one.Account, StringComparer.Ordinal);
        var changed = replay.Accounts.Where(one => before.TryGetValue(one.Account, out var was) && was.Hardest != one.Hardest).ToArray();
        to.WriteLine($"Against {options.Against}: {Count(changed.Length)} accounts would have stood elsewhere");
        foreach (var group in changed.GroupBy(one => (before[one.Account].Hardest, one.Hardest)).OrderBy(static group => group.Key))
            to.WriteLine($"  {group.Key.Item1.Word()} → {group.Key.Item2.Word()}: {Count(group.Count())} accounts");
        to.WriteLine(Say($"  refused {Count(before.Values.Sum(static one => one.Refused))} → {Count(replay.Accounts.Sum(static one => one.Refused))}, changed {Count(before.Values.Sum(static one => one.Changed))} → {Count(replay.Accounts.Sum(static one => one.Changed))}, new output through {Through(before.Values):0.0%} → {Through(replay.Accounts):0.0%}"));
        to.WriteLine();
    }

    private string Totals()
    {
        var felt = replay.Accounts.Count(static one => one.Hardest > Posture.Watch);
        var text = Say($"Of {Count(replay.Accounts.Count)} accounts {Count(felt)} would have felt it and {Count(replay.Accounts.Count(static one => one.Hardest.IsHard()))} been stopped; {Count(replay.Accounts.Sum(static one => one.Refused))} of {Count(replay.Accounts.Sum(static one => one.Exchanges))} requests refused, {Count(replay.Accounts.Sum(static one => one.Changed))} changed, {1 - Through(replay.Accounts):0.0%} of new output kept back");
        if (labels is null)
            return text + ".";
        var honest = replay.Accounts.Where(one => labels.TryGetValue(one.Account, out var label) && !label.Extraction).ToArray();
        var harvest = replay.Accounts.Where(one => labels.TryGetValue(one.Account, out var label) && label.Extraction).ToArray();
        return text + Say($"; of {Count(honest.Length)} honest accounts {Count(honest.Count(static one => one.Refused + one.Changed > 0))} had a request refused or changed ({Count(honest.Sum(static one => one.Refused + one.Changed))} requests), of the harvests' new output {Through(harvest):0.0%} got through.");
    }

    public void WriteJson(TextWriter to)
    {
        var result = new
        {
            policy = options.File,
            mode = policy.Mode.ToString().ToLowerInvariant(),
            exchanges = summary.Exchanges,
            accounts = summary.Accounts,
            summary.From,
            summary.To,
            seconds = Math.Round(seconds, 3),
            refused = replay.Accounts.Sum(static one => one.Refused),
            changed = replay.Accounts.Sum(static one => one.Changed),
            new_output_through = Math.Round(Through(replay.Accounts), 4),
            moves = replay.Moves.Select(static move => new { move.Time, account = move.Subject, kind = move.Kind, from = move.From, to = move.Posture, move.Rule, move.Campaign, move.Evidence, move.Because }),
            by_account = replay.Accounts.Where(static one => one.Hardest > Posture.Open || one.Asked > Posture.Open).OrderByDescending(static one => one.Hardest).ThenBy(static one => one.Account, StringComparer.Ordinal)
                .Select(static one => new { one.Account, one.Hardest, one.Asked, first_moved = one.FirstMoved, one.Exchanges, one.Refused, one.Changed, one.Tokens, tokens_through = one.TokensThrough, new_tokens = Math.Round(one.NewTokens), new_tokens_through = Math.Round(one.NewTokensThrough) }),
            by_class = labels is null ? null : replay.Accounts.Where(one => labels.ContainsKey(one.Account)).GroupBy(one => labels[one.Account]).Select(static group => new
            {
                group.Key.Class, extraction = group.Key.Extraction, accounts = group.Count(), felt = group.Count(static one => one.Hardest > Posture.Watch), stopped = group.Count(static one => one.Hardest.IsHard()),
                refused = group.Sum(static one => one.Refused), changed = group.Sum(static one => one.Changed), tokens_through = Math.Round(group.Sum(static one => (double)one.TokensThrough) / Math.Max(1, group.Sum(static one => one.Tokens)), 4), new_output_through = Math.Round(Through(group), 4),
            }),
            cannot_know = Replay.CannotKnow,
            totals = Totals(),
        };
        to.WriteLine(JsonSerializer.Serialize(result, Indented));
    }

    private static double Through(IEnumerable<ReplayedAccount> accounts)
    {
        double all = 0, through = 0;
        foreach (var one in accounts)
            (all, through) = (all + one.NewTokens, through + one.NewTokensThrough);
        return all > 0 ? through / all : 1;
    }

    private static double KeptBack(IEnumerable<ReplayedAccount> accounts) => 1 - Through(accounts);

    private static string Count(long number) => TextReport.Number(number);

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
