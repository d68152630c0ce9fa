using Weir.Drill.Scenarios.Campaigns;
using Weir.Drill.Scenarios.LookAlikes;
using Weir.Drill.Traffic;

namespace Weir.Drill.Scenarios;

/// <summary>Every drill, campaigns first.</summary>
public static class ScenarioList
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new MultilingualPrompts(), new Hydra(), new ReasoningLab(), new AgentLab(), new CodingLab(), new LowAndSlow(),
        new BlendedResellers(0.50), new BlendedResellers(0.10), new Pivot(), new LogprobCampaign(), new ProbingCampaign(), new BannedAndReplaced(),
        new Adaptive(), new Framing(), new StolenKeys(), new TrialHopping(),

        new Classroom(), new Hackathons(), new Offices(), new FamilyCards(), new SameProduct(), new CommunityBots(), new NightlyEvaluations(),
        new ReleaseDayBenchmarks(), new Agency(), new BuildFarm(), new CarrierNat(), new ViralPrompt(), new NewModelRush(),
        new DeclaredOrganization(), new HonestResellers(), new TranslationBureau(), new LicensedLaboratory(), new CallCentre(), new Franchise(), new FieldSurvey(),
    ];

    public static IEnumerable<Scenario> Campaigns => All.Where(static one => one.Label == Label.Extraction);

    public static IEnumerable<Scenario> LookAlikes => All.Where(static one => one.Label == Label.Benign);

    public static Scenario? Named(string name) => All.FirstOrDefault(one => string.Equals(one.Name, name, StringComparison.Ordinal));
}
