using System.Globalization;
using Weir.Console.Work;
using Weir.Detection;
using Weir.Detection.Campaigns;
using Weir.Detection.Accounts;
using Weir.Gateway;
using Weir.Gateway.Enforcement;
using Weir.Policy;
using Weir.Traffic.Journals;

namespace Weir.Console.Policies;

/// <summary>
/// A policy over the gateway's own journal, beside the one in force, through the same detection and the same engine: the work of
/// <c>weir policy try</c> on one thread, behind everything else. It takes as much memory as detection itself.
/// </summary>
internal sealed class PolicyTrial(GatewayParts gateway, TrialWish wish, PolicyInForce against)
{
    private const int MostLanes = 240;
    private const int MostNamed = 20;
    /// <summary>What the name of a segment begins with.</summary>
    private const string HourFormat = "yyyy-MM-dd'T'HH";

    public async Task<TrialResult> RunAsync(JobProgress progress, CancellationToken cancel)
    {
        var began = gateway.Time.GetTimestamp();
        progress.Tell(null, "reading what is known of accounts");
        var facts = await gateway.Detection.LookAsync(static analysis => analysis.AllFacts(), cancel) ?? throw new IOException("detection has too many questions to answer; try again in a moment");
        var analysis = new AccountAnalysis(new AnalysisOptions { Calibration = gateway.Calibration.Yardstick, Threads = 1 });
        foreach (var known in facts)
            analysis.Facts(known);
        var files = Segments();
        if (files.Count == 0)
            throw new IOException("the journal holds nothing to replay" + (gateway.Config.Current.Journal.Enabled ? "." : ": it is turned off (journal.enabled)."));

        var (tried, now) = (new Replay(wish.Reading.Policy!, wish.Reading.Hash, wish.ApproveAfter), new Replay(against.Policy, against.Hash, wish.ApproveAfter));
        using var log = new LogReading([.. files.Select(static file => new LogSource(Path.GetFileName(file), () => Open(file)))], gateway.Data.Hasher, gateway.Time, new LogReadingOptions { Threads = 1 });
        var total = Math.Max(1, files.Sum(static file => new FileInfo(file) is { Exists: true } info ? info.Length : 0));
        await new ReplayRun(analysis, [tried, now]).ReadAsync(log, () =>
        {
            cancel.ThrowIfCancellationRequested();
            progress.Tell((double)log.BytesRead / total, string.Create(CultureInfo.InvariantCulture, $"{analysis.Summary.Exchanges:N0} exchanges replayed"));
        }, cancel);
        var summary = analysis.Summary;
        if (summary.Exchanges == 0)
            throw new IOException("no exchange was found in this part of the journal.");
        progress.Tell(1, "adding up");
        return Result(analysis, tried, now, summary, log.Faults.LinesSkipped) with { Took = gateway.Time.GetElapsedTime(began) };
    }

    private List<string> Segments()
    {
        if (!Directory.Exists(gateway.Data.JournalPath))
            return [];
        List<string> files = [.. Directory.EnumerateFiles(gateway.Data.JournalPath).Where(static file => file.EndsWith(".jsonl", StringComparison.Ordinal) || file.EndsWith(".jsonl.gz", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        if (wish.Hours is not { } hours || files.Count == 0 || HourOf(files[^1]) is not { } last)
            return files;
        return files.FindAll(file => HourOf(file) is not { } hour || hour > last - TimeSpan.FromHours(hours));
    }

    private static DateTime? HourOf(string file) =>
        Path.GetFileName(file) is { Length: > 13 } name && DateTime.TryParseExact(name.AsSpan(0, 13), HourFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var hour) ? hour : null;

    private static FileStream Open(string file)
    {
        try
        {
            return new FileStream(file, new FileStreamOptions { BufferSize = 0, Options = FileOptions.SequentialScan, Share = FileShare.ReadWrite | FileShare.Delete });
        }
        catch (FileNotFoundException) when (!file.EndsWith(".gz", StringComparison.Ordinal))
        {
            // The hour is over, and the segment was packed since it was listed.
            return new FileStream(file + ".gz", new FileStreamOptions { BufferSize = 0, Options = FileOptions.SequentialScan, Share = FileShare.ReadWrite | FileShare.Delete });
        }
    }

    private TrialResult Result(AccountAnalysis analysis, Replay tried, Replay now, AnalysisSummary summary, long unreadable)
    {
        var campaigns = analysis.Campaigns();
        var memberOf = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var campaign in campaigns)
        {
            foreach (var member in campaign.Accounts)
                memberOf.TryAdd(member.Account, campaign.Campaign);
        }

        var (then, before) = (tried.Accounts.ToDictionary(static one => one.Account, StringComparer.Ordinal), now.Accounts.ToDictionary(static one => one.Account, StringComparer.Ordinal));
        bool IsOrdinary(ReplayedAccount one) => !memberOf.ContainsKey(one.Account) && (analysis.GlanceAt(one.Account) is not { } glance || glance.Verdict == Verdict.Clear);
        var ordinary = tried.Accounts.Where(IsOrdinary).ToArray();
        var lanes = Lanes(tried, memberOf);
        var moves = new int[TrialResult.Postures * TrialResult.Postures];
        foreach (var (name, one) in then)
            moves[(int)(before.GetValueOrDefault(name)?.Hardest ?? Posture.Open) * TrialResult.Postures + (int)one.Hardest]++;
        return new TrialResult
        {
            Wish = wish, Mode = wish.Reading.Policy!.Mode, Against = against.Hash, From = summary.From!.Value, To = summary.To!.Value, Exchanges = summary.Exchanges, Took = default, Unreadable = unreadable,
            Asks = Asks(tried), Lanes = [.. lanes.Take(MostLanes)], LanesLeftOff = Math.Max(0, lanes.Count - MostLanes),
            All = TrialHarm.Of(tried.Accounts), AllNow = TrialHarm.Of(now.Accounts),
            Ordinary = TrialHarm.Of(ordinary), OrdinaryNow = TrialHarm.Of(ordinary.Select(one => before[one.Account])),
            OrdinaryTouched = [.. ordinary.Where(static one => one.Refused + one.Changed > 0).OrderByDescending(static one => one.Refused + one.Changed).Take(MostNamed).Select(static one => one.Account)],
            Harvests = [.. campaigns.Select(campaign => Harvest(campaign, then, before)).OfType<TrialHarvest>().OrderByDescending(static one => one.Act).ThenByDescending(static one => one.NewTokens)],
            Moves = moves,
        };
    }

    private static TrialHarvest? Harvest(CampaignFinding campaign, Dictionary<string, ReplayedAccount> then, Dictionary<string, ReplayedAccount> now)
    {
        double all = 0, through = 0, throughNow = 0;
        foreach (var member in campaign.Accounts)
        {
            if (!then.TryGetValue(member.Account, out var one))
                continue;
            all += one.NewTokens;
            through += one.NewTokensThrough;
            throughNow += now[member.Account].NewTokensThrough;
        }

        return all > 0 ? new TrialHarvest(campaign.Campaign, campaign.Verdict == Verdict.Act, campaign.Accounts.Count, all, 1 - throughNow / all, 1 - through / all) : null;
    }

    /// <summary>Accounts that were moved or asked about, those of a campaign together, each in the order in which it began.</summary>
    private static List<TrialLane> Lanes(Replay tried, Dictionary<string, string> memberOf)
    {
        var asked = tried.Moves.Where(static move => move is { Kind: EntryKind.Proposed, SubjectKind: SubjectKind.Account }).ToLookup(static move => move.Subject!, static move => (move.Time, move.Posture!.Value), StringComparer.Ordinal);
        var lanes = tried.Accounts.Where(one => one.Hardest > Posture.Watch || asked.Contains(one.Account))
            .Select(one => new TrialLane(one.Account, memberOf.GetValueOrDefault(one.Account), one.Steps, [.. asked[one.Account]], one.Hardest)).ToArray();
        var size = lanes.GroupBy(static lane => lane.Campaign ?? "", StringComparer.Ordinal).ToDictionary(static group => group.Key, static group => group.Key.Length == 0 ? 0 : group.Count(), StringComparer.Ordinal);
        return [.. lanes.OrderByDescending(lane => size[lane.Campaign ?? ""]).ThenBy(static lane => lane.Campaign, StringComparer.Ordinal).ThenBy(static lane => lane.First)];
    }

    /// <summary>When a person would have been asked about a campaign as a whole.</summary>
    private static List<TrialAsk> Asks(Replay tried) =>
        [.. tried.Moves.Where(static move => move is { Kind: EntryKind.Proposed, SubjectKind: SubjectKind.Campaign }).Select(static move => new TrialAsk(move.Subject!, move.Time, move.Posture!.Value))];
}
