using System.Globalization;
using Weir.Console.Campaigns.Graph;
using Weir.Console.Pieces;
using Weir.Detection;
using Weir.Detection.Campaigns;

namespace Weir.Console.Campaigns;

/// <summary>A campaign in sentences: the same that its picture shows, for whoever cannot see it, and for whoever has ten seconds.</summary>
internal static class Words
{
    private static readonly CultureInfo English = CultureInfo.InvariantCulture;

    public static string Count(long number) => number.ToString("N0", English);

    public static string Accounts(long number) => number == 1 ? "1 account" : Count(number) + " accounts";

    /// <summary>One sentence: how many do what since when.</summary>
    public static string Lead(CampaignSight sight)
    {
        var finding = sight.Finding;
        var take = finding.Targets.Count == 0 ? "" : " They take " + string.Join(", ", finding.Targets.Take(3)) + ".";
        return $"{Accounts(sight.Members)} that act as one, {Count(finding.Exchanges)} exchanges, {Numbers.Short(finding.Exposure.NewTokens)} new tokens.{take}";
    }

    /// <summary>What the picture shows, a sentence each.</summary>
    public static IEnumerable<string> Picture(CampaignSight sight)
    {
        var (bonds, parts) = (sight.Bonds, sight.Layout.Parts);
        if (parts.Core.Count > 0)
            yield return "Nearly all of them share " + List([.. parts.Core.Take(4).Select(at => $"{Thing(bonds.Bonds[at])} ({Numbers.Percent((double)bonds.Bonds[at].Accounts.Count / Math.Max(1, bonds.Accounts.Count))})")]) + ".";
        var bound = parts.All.Where(static part => part.Kind == PartKind.Bound).OrderByDescending(static part => part.Accounts.Count).ToList();
        if (bound.Count > 0)
        {
            var largest = bound[0];
            yield return $"It has {(bound.Count == 1 ? "one part" : Count(bound.Count) + " parts")} with something of {(bound.Count == 1 ? "its" : "their")} own; the largest, {Accounts(largest.Accounts.Count)}, shares {Thing(bonds.Bonds[largest.Bond])}.";
        }

        if (Waves(sight.Waves) is { } waves)
            yield return waves;
        if (bonds.Replacements.Count > 0)
            yield return $"{Accounts(bonds.Replacements.Count)} began shortly after another of them had fallen silent for good: replacements.";
        var unsure = bonds.Accounts.Count(static one => one.Belonging == Belonging.Member && one.Certainty < CampaignParts.Sure);
        if (unsure > 0)
            yield return $"{Accounts(unsure)} {(unsure == 1 ? "stands" : "stand")} at the edge, with a certainty under {Numbers.Percent(CampaignParts.Sure)}.";
        var beside = bonds.Accounts.Count(static one => one.Belonging == Belonging.Beside);
        if (beside > 0)
            yield return $"{Accounts(beside)} {(beside == 1 ? "stands" : "stand")} beside it, linked only by what others can put on an account; nothing follows for {(beside == 1 ? "it" : "them")}.";
        if (bonds.LeftOff > 0)
            yield return $"{Accounts(bonds.LeftOff)} more are not drawn.";
    }

    public static string? Waves(Waves waves) => waves.All switch
    {
        { Count: 0 } => waves.To > waves.From ? $"Accounts began all the time from {Day(waves.From)} to {Day(waves.To)}." : null,
        [var only] => only.Accounts < waves.Began.Sum() * 0.9 ? null : $"They began between {Day(only.From)} and {Day(only.To)}.",
        var several => $"They began in {several.Count} waves: " + List([.. several.Select(static wave => $"{Count(wave.Accounts)} from {Day(wave.From)}")]) + ".",
    };

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM HH:mm", English);

    /// <summary>"one mail domain, pool.example", "one template".</summary>
    public static string Thing(CampaignBond bond) => bond.Name is { } name ? $"{Article(bond.Kind)}, {ShownText.Of(name, 60).Shown}" : Article(bond.Kind);

    private static string Article(string kind) => kind switch { "payment" => "one means of payment", "beginning" => "one time of beginning", _ => "one " + kind };

    private static string List(IReadOnlyList<string> parts) => parts.Count < 2 ? string.Concat(parts) : string.Join(", ", parts.Take(parts.Count - 1)) + " and " + parts[^1];

    /// <summary>A kind of bond in the plural, for the list of what holds it together.</summary>
    public static string Family(string family) => family switch
    {
        "wording" => "wording: prompts made alike",
        "client" => "client: one program",
        "place" => "place: networks and end users",
        "registration" => "registration",
        _ => "payment",
    };

    public static string Belongs(CampaignJoin join) => join.Belonging switch
    {
        Belonging.Beside => "beside",
        Belonging.Licensed => "licensed",
        _ => join.Certainty >= CampaignParts.Sure ? "member" : "at the edge",
    };

    public static string Verdict(Verdict verdict) => verdict switch
    {
        Detection.Verdict.Act => "Evidence enough for a hard response.",
        Detection.Verdict.Watch => "Worth a closer look; not enough for a hard response.",
        _ => "They act as one, and what they take looks ordinary.",
    };
}
