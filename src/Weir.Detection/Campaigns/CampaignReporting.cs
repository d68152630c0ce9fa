using Weir.Detection.Accounts;
using Weir.Detection.Accounts.Signals;
using Weir.Traffic.Text;

namespace Weir.Detection.Campaigns;

/// <summary>Findings of campaigns, in sentences that an analyst can check.</summary>
internal sealed class CampaignReporting(List<LinkRecord?> records, List<Group> groups, Linking linking, Judging judging, ModelBook models, Func<string, IEnumerable<string>> accountsOf)
{
    private const int MostReasons = 20;

    /// <param name="most">Accounts that are named, the surest first.</param>
    public CampaignFinding Of(Group group, int most)
    {
        var members = new List<(double Certainty, string Account, LinkRecord Record)>();
        var beside = new List<(double Certainty, string Account, LinkRecord Record)>();
        var licensed = new List<string>();
        foreach (var slot in group.Members)
        {
            var record = records[slot]!;
            var tie = linking.Compare(record, group);
            var standing = judging.Stand(record, group, tie);
            foreach (var account in accountsOf(record.Account))
            {
                if (record.Licensed)
                    licensed.Add(account);
                else
                    (standing.Firm ? members : beside).Add((Math.Round(standing.Certainty, 3), account, record));
            }
        }

        var leftOff = Math.Max(0, members.Count - most) + Math.Max(0, beside.Count - most);
        var reasons = Reasons(group);
        return new CampaignFinding
        {
            Campaign = group.Id,
            Verdict = group.Verdict,
            Evidence = group.Weight.Evidence,
            Accounts = Named(members, group, most, firm: true),
            Beside = Named(beside, group, most, firm: false),
            LeftOff = leftOff,
            Licensed = licensed,
            Targets = TargetsOf(group),
            Reasons = reasons,
            Exchanges = group.Exchanges,
            Exposure = ExposureOf(group),
            Timeline = [.. group.Timeline],
            Merged = [.. groups.Where(other => other.MergedInto == group.Number + 1).Select(static other => other.Id)],
            FirstAt = group.First == long.MaxValue ? null : Time(group.First),
            LastAt = group.Last == 0 ? null : Time(group.Last),
            WatchAt = group.WatchAt == 0 ? null : Time(group.WatchAt),
            ActAt = group.ActAt == 0 ? null : Time(group.ActAt),
            ExchangesBeforeWatch = group.WatchAt == 0 ? null : group.ExchangesBeforeWatch,
            ExchangesBeforeAct = group.ActAt == 0 ? null : group.ExchangesBeforeAct,
        };
    }

    /// <summary>Accounts of the group, each with why it is in.</summary>
    public List<CampaignMember> Of(Group group, IEnumerable<(string Account, LinkRecord Record)> accounts)
    {
        var members = new List<CampaignMember>();
        foreach (var (account, record) in accounts)
        {
            var tie = linking.Compare(record, group);
            var standing = judging.Stand(record, group, tie);
            members.Add(new CampaignMember(account, Math.Round(standing.Certainty, 3), Time(record.LinkedAt), record.ExchangesBeforeLink, standing.Firm, Because(tie, group)));
        }

        return members;
    }

    private List<CampaignMember> Named(List<(double Certainty, string Account, LinkRecord Record)> accounts, Group group, int most, bool firm)
    {
        accounts.Sort(static (a, b) => a.Certainty != b.Certainty ? b.Certainty.CompareTo(a.Certainty) : string.CompareOrdinal(a.Account, b.Account));
        return accounts[..Math.Min(most, accounts.Count)].ConvertAll(one =>
            new CampaignMember(one.Account, one.Certainty, Time(one.Record.LinkedAt), one.Record.ExchangesBeforeLink, firm, Because(linking.Compare(one.Record, group), group)));
    }

    public CampaignGlance Glance(Group group) => new(
        group.Id, group.Verdict, group.Weight.Evidence, group.Members.Count(slot => records[slot] is { Beside: false, Licensed: false }), group.Exchanges, ExposureOf(group), TargetsOf(group),
        group.First == long.MaxValue ? null : Time(group.First), group.Last == 0 ? null : Time(group.Last), group.ActAt == 0 ? null : Time(group.ActAt), group.Timeline.Count == 0 ? null : group.Timeline[^1]);

    private static List<string> TargetsOf(Group group) =>
        [.. group.Kinds().Take(6).Select(static kind => kind.Kind), .. group.Models.OrderByDescending(static model => model.Value).ThenBy(static model => model.Key, StringComparer.Ordinal).Take(4).Select(static model => model.Key)];

    private static Exposure ExposureOf(Group group) => Reporting.ExposureOf(group.StreamShare < 0.7 && group.Weight.Worded >= 0.5 ? group.Stream : group.Pool);

    private static DateTimeOffset Time(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);

    private List<Reason> Reasons(Group group)
    {
        var weight = group.Weight;
        var reasons = new List<Reason>
        {
            new("what all of them take", weight.Taken, $"random groups of ordinary accounts of this size reach {Signal.Fine(weight.Chance)}", weight.BeyondChance,
                $"Together its accounts look like a harvest: {Signal.Number(group.Pool.Exchanges)} exchanges judged as one, log10 evidence {Signal.Fine(weight.Taken)}."),
        };
        if (weight.Faces.Spare >= 2)
            reasons.Add(new Reason("one hand, many faces", weight.Faces.Spare, "a firm has one card, one mail domain and one network it registered from", weight.Hidden,
                $"{Signal.Percent(weight.Faces.Part)} of its accounts hang together behind cards, mail domains and networks of registration of which each is shared by several and {Signal.Number(weight.Faces.Spare)} are more than one firm has."));
        if (weight.Open > 0)
            reasons.Add(new Reason("open coordination", group.Members.Count, "none", weight.Open, $"{Signal.Number(group.Members.Count)} accounts work off one set of templates, never the same prompt twice, in one hand behind many faces."));
        if (weight.Concert > 0)
            reasons.Add(new Reason("in concert", weight.Members, "people have interests of their own; seats of a firm have one card or one network", weight.Concert,
                $"{Signal.Number(weight.Members)} accounts, {Signal.Percent(weight.Under)} of them under one roof, ask, over {Signal.Number(Math.Round(weight.Depth))} openings each, about the same mixture of subjects and send evenly."));
        Held(group, reasons);
        reasons.Add(new Reason("worded alike", weight.Worded, $"what one ordinary account in ten reaches is taken off: {Signal.Fine(group.Ordinary[(int)LinkFamily.Wording])}", 0,
            $"{Signal.Percent(weight.Worded)} of its accounts are worded alike; {Signal.Percent(group.StreamShare)} of its exchanges carry its templates; {Signal.Fine(weight.Bearers)} accounts bear it; subjects differ {Signal.Fine(weight.Deck)} times as much between them as within."));
        if (weight.IsOneDeck)
            reasons.Add(new Reason("one deck dealt out", weight.Deck, "2 and more: people have interests of their own", weight.OfDeck, "Its accounts ask about the same mixture of subjects, as if one list had been dealt out to them."));
        if (group.Compared >= 30)
            reasons.Add(new Reason("shared prompts", weight.Shared, "people who work together send the same prompts", 0, $"{Signal.Percent(weight.Shared)} of its prompts had been sent by another of its accounts before."));
        if (weight.OfBalance > 0)
            reasons.Add(new Reason("even load", weight.Balance, "1 and more: people differ several times over", weight.OfBalance, "Its accounts send nearly the same amount each: the load is balanced."));
        if (weight.Moved > weight.MovedElsewhere * 3 && weight.Moved > 0.2)
            reasons.Add(new Reason("joint move to a model", weight.Moved, $"{Signal.Percent(weight.MovedElsewhere)} of everybody else's", weight.OfMove, $"Within a day of its first appearance, {Signal.Percent(weight.Moved)} of its exchanges went to the model {models.Newest}."));
        if (weight.Replaced is > 0 and var replaced)
            reasons.Add(new Reason("replacements", replaced, "none", weight.OfReplacement, $"{Signal.Number(replaced)} of its accounts began within hours after another of them had fallen silent."));
        reasons.Sort(static (a, b) => a.Weight != b.Weight ? b.Weight.CompareTo(a.Weight) : string.CompareOrdinal(a.Signal, b.Signal));
        if (reasons.Count > MostReasons)
            reasons.RemoveRange(MostReasons, reasons.Count - MostReasons);
        return reasons;
    }

    /// <summary>What holds its accounts together, by family: how many have something in common, and how rare it is.</summary>
    private void Held(Group group, List<Reason> reasons)
    {
        var count = Math.Max(1, group.Members.Count);
        for (var kind = 1; kind < Links.Kinds; kind++)
        {
            int having = 0, things = 0;
            var commonest = 0.0;
            foreach (var (key, of) in group.Tokens)
            {
                var token = new LinkToken(key);
                if ((int)token.Kind != kind || of < Math.Max(2, count / 50))
                    continue;
                var share = linking.ShareOf(token, group);
                if (share * 10 > (double)of / count)
                    continue;
                things++;
                if (of > having)
                    (having, commonest) = (of, share);
            }

            if (having < 2)
                continue;
            var part = Math.Min(1, (double)having / count);
            reasons.Add(new Reason("in common: " + Noun((LinkKind)kind, 1), part, $"1 in {Signal.Number(Math.Round(1 / commonest))} of ordinary accounts", Math.Min(Links.KindCap[kind], Math.Log10(part / commonest)),
                things == 1
                    ? $"{Signal.Percent(part)} of its accounts share one {Noun((LinkKind)kind, 1)}, which 1 in {Signal.Number(Math.Round(1 / commonest))} ordinary accounts has."
                    : $"Its accounts share {Signal.Number(things)} {Noun((LinkKind)kind, 2)} that ordinary accounts hardly have; the commonest, {Signal.Percent(part)} of its accounts."));
        }
    }

    private List<string> Because(Tie tie, Group group)
    {
        var because = new List<(double Weight, string Says)>();
        for (var kind = 1; kind < Links.Kinds; kind++)
        {
            if (tie.Kinds[kind] < 0.3)
                continue;
            var token = new LinkToken(tie.Best[kind]);
            because.Add((tie.Kinds[kind], $"{Same((LinkKind)kind)} as others of the campaign; 1 in {Signal.Number(Math.Round(1 / linking.ShareOf(token, group)))} ordinary accounts has it (weight {Signal.Fine(tie.Kinds[kind])})."));
        }

        if (tie.Deck >= 0.3)
            because.Add((tie.Deck, $"Its questions lie where the campaign's do and hardly an ordinary account's (weight {Signal.Fine(tie.Deck)})."));
        if (Math.Abs(tie.Conduct) >= 0.3)
            because.Add((tie.Conduct, tie.Conduct > 0
                ? $"Its conduct (length of answers, kind of ask, single questions) is the campaign's rather than an ordinary account's (weight {Signal.Fine(tie.Conduct)})."
                : $"Its conduct is an ordinary account's rather than the campaign's (weight {Signal.Fine(tie.Conduct)})."));
        return [.. because.OrderByDescending(static one => one.Weight).ThenBy(static one => one.Says, StringComparer.Ordinal).Take(6).Select(static one => one.Says)];
    }

    private static string Same(LinkKind kind) => kind switch
    {
        LinkKind.Head => "Opens prompts with the same words",
        LinkKind.LongHead => "Opens prompts with the same long frame",
        LinkKind.Tail => "Ends prompts with the same words",
        LinkKind.System => "Sends the same system prompt",
        LinkKind.Phrase => "Uses the same phrases",
        LinkKind.Client => "Uses the same client build",
        LinkKind.Network => "Calls from the same network block",
        LinkKind.EndUser => "Serves the same end user",
        LinkKind.EmailDomain => "Registered with the same mail domain",
        LinkKind.SignupNetwork => "Registered from the same network block",
        LinkKind.CreatedHour => "Was created in the same hour",
        LinkKind.BeganHour => "Began at the same time",
        LinkKind.WokenDay => "Was made long before and spoke for the first time on the same day",
        LinkKind.Payment => "Is paid for by the same means",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A kind without words."),
    };

    internal static string Noun(LinkKind kind, int count) => (kind, count) switch
    {
        (LinkKind.Head, 1) => "opening of prompts",
        (LinkKind.Head, _) => "openings of prompts",
        (LinkKind.LongHead, 1) => "long frame of prompts",
        (LinkKind.LongHead, _) => "long frames of prompts",
        (LinkKind.Tail, 1) => "ending of prompts",
        (LinkKind.Tail, _) => "endings of prompts",
        (LinkKind.System, 1) => "system prompt",
        (LinkKind.System, _) => "system prompts",
        (LinkKind.Phrase, 1) => "phrase",
        (LinkKind.Phrase, _) => "phrases",
        (LinkKind.Client, 1) => "client build",
        (LinkKind.Client, _) => "client builds",
        (LinkKind.Network, 1) => "network block",
        (LinkKind.Network, _) => "network blocks",
        (LinkKind.EndUser, 1) => "end user",
        (LinkKind.EndUser, _) => "end users",
        (LinkKind.EmailDomain, 1) => "mail domain",
        (LinkKind.EmailDomain, _) => "mail domains",
        (LinkKind.SignupNetwork, 1) => "network of registration",
        (LinkKind.SignupNetwork, _) => "networks of registration",
        (LinkKind.CreatedHour, 1) => "hour of creation",
        (LinkKind.CreatedHour, _) => "hours of creation",
        (LinkKind.BeganHour, 1) => "time of beginning",
        (LinkKind.BeganHour, _) => "times of beginning",
        (LinkKind.WokenDay, 1) => "day of waking after a long silence",
        (LinkKind.WokenDay, _) => "days of waking after a long silence",
        (LinkKind.Payment, 1) => "means of payment",
        (LinkKind.Payment, _) => "means of payment",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A kind without words."),
    };
}
