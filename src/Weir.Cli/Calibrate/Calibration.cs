using Weir.Cli.Analyze;
using Weir.Detection;
using Weir.Detection.Accounts;
using Weir.Traffic.Text;

namespace Weir.Cli.Calibrate;

/// <summary>One part of the traffic (a tier, a language, a kind of ask) and what each verdict would have touched of it.</summary>
internal sealed record TouchedPart(string Name, Touched Watch, Touched Act);

/// <summary>What a calibration found, before it takes a form.</summary>
internal sealed record Calibration
{
    public required AnalysisSummary Summary { get; init; }
    public required TouchedPart Whole { get; init; }
    public required IReadOnlyList<TouchedPart> ByTier { get; init; }
    public required IReadOnlyList<TouchedPart> ByLanguage { get; init; }
    public required IReadOnlyList<TouchedPart> ByKind { get; init; }
    /// <summary>Accounts that reached a verdict, most evidence first, and whether a person said that they are ordinary.</summary>
    public required IReadOnlyList<(Finding Finding, bool Confirmed)> Doubted { get; init; }
    public required Yardstick Yardstick { get; init; }

    public int Open => Doubted.Count(doubt => !doubt.Confirmed);

    public static Calibration Of(AccountAnalysis analysis, Tallies tallies, IReadOnlySet<string> confirmed)
    {
        // Whatever was reached would have been acted on, also where the evidence fell again later.
        var reached = analysis.Findings(all: true).Where(Measured.AtWatch).ToDictionary(finding => finding.Account, StringComparer.Ordinal);
        var whole = new Parts();
        Parts tiers = new(), languages = new(), kinds = new();
        foreach (var (account, tally) in tallies.Accounts)
        {
            var finding = reached.GetValueOrDefault(account);
            whole.Add("", tally.Exchanges, finding);
            tiers.Add(analysis.FactsOf(account)?.Tier ?? "unknown", tally.Exchanges, finding);
            foreach (var (language, count) in tally.Languages.All)
                languages.Add(((Language)language).Code(), count, finding);
            foreach (var (kind, count) in tally.Kinds.All)
                kinds.Add(AskKindNames.Name(kind), count, finding);
        }

        return new Calibration
        {
            Summary = analysis.Summary,
            Whole = whole.List is [var all, ..] ? all : new TouchedPart("", new Touched(), new Touched()),
            ByTier = tiers.List,
            ByLanguage = languages.List,
            ByKind = kinds.List,
            Doubted = [.. reached.Values.OrderByDescending(finding => finding.Evidence).ThenBy(finding => finding.Account, StringComparer.Ordinal).Select(finding => (finding, confirmed.Contains(finding.Account)))],
            Yardstick = analysis.Yardstick,
        };
    }

    private sealed class Parts
    {
        private readonly Dictionary<string, TouchedPart> _parts = new(StringComparer.Ordinal);

        /// <summary>Largest first.</summary>
        public IReadOnlyList<TouchedPart> List => [.. _parts.Values.OrderByDescending(part => part.Watch.OfExchanges).ThenBy(part => part.Name, StringComparer.Ordinal)];

        public void Add(string name, long exchanges, Finding? finding)
        {
            if (!_parts.TryGetValue(name, out var part))
                _parts.Add(name, part = new TouchedPart(name, new Touched(), new Touched()));
            part.Watch.Add(exchanges, finding is not null);
            part.Act.Add(exchanges, finding?.ActAt is not null);
        }
    }
}
