using Weir.Drill.Scenarios.Parts;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Scenarios.Campaigns;

/// <summary>
/// The whole hydra: about 24,000 fraudulent accounts and 16 million exchanges for three laboratories, load-balanced,
/// replaced when banned, a part of it behind resellers whose other customers are ordinary people. Three campaigns in
/// the truth file, one for each laboratory.
/// </summary>
public sealed class Hydra : Scenario
{
    public override string Name => "hydra";

    public override string Summary => "24,000 accounts, 16 million exchanges, three laboratories, bans and replacements, resellers; choose a scale";

    public override Label Label => Label.Extraction;

    public override (int, long) Size => (24_000, 16_500_000);

    public override double Days => 28;

    public override double ReleaseDay => 18;

    public override int People => 40_000;

    public override IEnumerable<Account> Make(Casting cast)
    {
        cast.NextGroup("reasoning");
        foreach (var account in ReasoningLab.Enlist(cast, cast.Members(250, 8), 600))
            yield return account;
        cast.NextGroup("agents");
        foreach (var account in AgentLab.Enlist(cast, cast.Members(200, 9), 17_000))
            yield return account;
        cast.NextGroup("coding");
        foreach (var account in CodingLab.Enlist(cast, cast.Members(4_200, 12), 3_100))
            yield return account;
        foreach (var account in BlendedResellers.Enlist(cast, cast.Members(200, 3), 4_000, 0.5))
            yield return account;
    }
}
