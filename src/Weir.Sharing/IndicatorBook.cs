using System.Globalization;
using Weir.Detection;
using Weir.Traffic;

namespace Weir.Sharing;

/// <summary>Indicators that were taken in from somebody, and how far that sender is trusted: from 0 to 1, by the operator.</summary>
public sealed record TrustedIndicators(ReceivedIndicators Received, double Trust);

/// <summary>
/// Holds shared indicators against traffic. A match only adds evidence: weighted by trust in its sender, less the older it is,
/// capped over all senders together, and nothing at all for an account that has no evidence of its own. It may move an account
/// to <c>watch</c>, never to <c>act</c>: whoever writes a bundle must not be able to have a customer of another house struck.
/// </summary>
/// <param name="hashers">Hashes clients, and networks, as the group does in that quarter; null where there is no group key. Networks only match where the log was read with it.</param>
public sealed class IndicatorBook(IReadOnlyList<TrustedIndicators> indicators, Func<string, KeyedHasher?> hashers)
{
    /// <summary>All senders and all matches together, on the scale of evidence (log10).</summary>
    public const double Most = 1.0;
    /// <summary>What an account must show itself before anything is added.</summary>
    public const double OwnEvidence = 0.3;
    /// <summary>Somewhat more than an account needs that is suspected for what it does here.</summary>
    private const double WatchAt = VerdictThresholds.Watch + OwnEvidence;
    private const double HalfLifeDays = 30;
    private const double TemplateWeight = 0.8;
    private const double NetworkWeight = 0.3;
    private const double ClientWeight = 0.2;
    private const int FewestMatches = 3;
    private const double FewestPart = 0.2;
    private const int MostAccounts = 200_000;

    private readonly Matcher[] _matchers = [.. indicators.Where(static one => one.Trust > 0).Select(one => new Matcher(one, hashers(one.Received.Shared.Epoch)))];
    private readonly Dictionary<string, Seen[]> _seen = new(StringComparer.Ordinal);

    private struct Seen
    {
        public int Openings;
        public int Templates;
        public bool Network;
        public bool Client;
    }

    private sealed class Matcher(TrustedIndicators from, KeyedHasher? hasher)
    {
        public readonly TrustedIndicators From = from;
        public readonly KeyedHasher? Hasher = hasher;
        public readonly HashSet<KeyedHash> Networks = [.. from.Received.Shared.Networks];
        public readonly HashSet<KeyedHash> Clients = [.. from.Received.Shared.Clients];
    }

    public int Count => _matchers.Length;

    public void Observe(Exchange exchange)
    {
        _seen.TryGetValue(exchange.Account, out var seen);
        for (var i = 0; i < _matchers.Length; i++)
        {
            var matcher = _matchers[i];
            if (exchange.Time > matcher.From.Received.ValidUntil)
                continue;
            var template = exchange.Ask.UserMessages <= 1 && exchange.Prompt is { } prompt && matcher.From.Received.Shared.Templates.Any(one => one.Fits(prompt.Wording));
            var network = !exchange.Network.IsNone && matcher.Networks.Contains(exchange.Network);
            var client = matcher.Hasher is { } hasher && matcher.Clients.Count > 0 && matcher.Clients.Contains(SharedIndicators.ClientOf(exchange, hasher));
            if (seen is null && !template && !network && !client)
                continue;
            if (seen is null && _seen.Count >= MostAccounts)
                return;
            if (seen is null)
                _seen.Add(exchange.Account, seen = new Seen[_matchers.Length]);
            seen[i].Openings += exchange.Ask.UserMessages <= 1 ? 1 : 0;
            seen[i].Templates += template ? 1 : 0;
            seen[i].Network |= network;
            seen[i].Client |= client;
        }
    }

    /// <summary>The finding with what others told added to it; the same where nothing fits.</summary>
    public Finding Raise(Finding finding)
    {
        if (finding.Licensed || finding.Evidence < OwnEvidence || !_seen.TryGetValue(finding.Account, out var seen) || finding.LastAt is not { } now)
            return finding;
        var reasons = new List<Reason>();
        var sum = 0.0;
        for (var i = 0; i < _matchers.Length; i++)
        {
            var weight = WeightOf(seen[i]) * _matchers[i].From.Trust * Fresh(_matchers[i].From.Received, now);
            weight = Math.Min(weight, Most - sum);
            if (weight <= 0.005)
                continue;
            sum += weight;
            reasons.Add(ReasonOf(_matchers[i].From, seen[i], weight, now));
        }

        if (reasons.Count == 0)
            return finding;
        var evidence = finding.Evidence + sum;
        return finding with
        {
            Evidence = evidence,
            Verdict = finding.Verdict == Verdict.Clear && evidence >= WatchAt ? Verdict.Watch : finding.Verdict,
            Reasons = [.. finding.Reasons.Concat(reasons).OrderByDescending(static reason => reason.Weight)],
        };
    }

    /// <summary>What would be added to so much evidence of the account's own, at that moment.</summary>
    public double Adds(string account, double evidence, DateTimeOffset now)
    {
        if (evidence < OwnEvidence || !_seen.TryGetValue(account, out var seen))
            return 0;
        var sum = 0.0;
        for (var i = 0; i < _matchers.Length && sum < Most; i++)
            sum += Math.Min(WeightOf(seen[i]) * _matchers[i].From.Trust * Fresh(_matchers[i].From.Received, now), Most - sum);
        return sum;
    }

    private static double WeightOf(in Seen seen)
    {
        var templates = seen.Templates >= FewestMatches && seen.Templates >= FewestPart * seen.Openings ? TemplateWeight : 0;
        return templates + (seen.Network ? NetworkWeight : 0) + (seen.Client ? ClientWeight : 0);
    }

    /// <summary>Half as much every thirty days since the campaign was last seen.</summary>
    private static double Fresh(ReceivedIndicators received, DateTimeOffset now) =>
        now > received.ValidUntil ? 0 : Math.Pow(0.5, Math.Max(0, (now - received.Shared.Last).TotalDays) / HalfLifeDays);

    private static Reason ReasonOf(TrustedIndicators from, in Seen seen, double weight, DateTimeOffset now)
    {
        var what = new List<string>(3);
        if (seen.Templates > 0)
            what.Add(string.Create(CultureInfo.InvariantCulture, $"{seen.Templates} prompts made from its templates"));
        if (seen.Network)
            what.Add("a network of its");
        if (seen.Client)
            what.Add("a client of its");
        var days = Math.Max(0, (int)(now - from.Received.Shared.Last).TotalDays);
        return new Reason("shared indicator", seen.Templates, "none", weight, string.Create(CultureInfo.InvariantCulture,
            $"{from.Received.Sender} told of a campaign, last seen {days} days before: {string.Join(", ", what)} (trust {from.Trust:0.##}). This alone moves nobody to act."));
    }
}
