using Weir.Drill.Scenarios;
using Weir.Drill.Traffic;
using Xunit;

namespace Weir.Drill.Tests.Scenarios;

/// <summary>Campaigns and honest groups draw their programs, clients, networks and tiers alike: no such field tells one from the other.</summary>
public sealed class ScenarioFairnessTests
{
    [Fact]
    public void No_parameter_client_tier_or_network_separates_campaigns_from_look_alikes()
    {
        // What a scenario is defined by is not a field to be fair about: log-probabilities, and the model that has just come out.
        string[] apart = ["logprobs", "release-day", "hydra"];
        var (thieves, honest) = (new List<Account>(), new List<Account>());
        for (var seed = 0UL; seed < 30; seed++)
        {
            foreach (var scenario in ScenarioList.All.Where(one => !apart.Contains(one.Name, StringComparer.Ordinal)))
            {
                var plan = scenario.Plan(seed, 0.01) with { Cast = [(scenario, 1)] };
                (scenario.Label == Label.Extraction ? thieves : honest).Add(plan.Accounts()[0]);
            }
        }

        var fields = new (string Name, Func<Account, double> Value)[]
        {
            ("max_tokens", static one => one.Shape.MaxTokens ?? 0),
            ("temperature", static one => one.Shape.Temperature ?? -1),
            ("top_p", static one => one.Shape.TopP ?? 0),
            ("n", static one => one.Shape.Choices),
            ("seed", static one => one.Shape.Seeded ? 1 : 0),
            ("stream", static one => one.Shape.Stream ? 1 : 0),
            ("reasoning", static one => one.Shape.Reasoning ? 1 : 0),
            ("format", static one => (int)one.Shape.Format),
            ("dialect", static one => (int)one.Shape.Dialect),
            ("model", static one => one.Who.Model[8] + one.Who.Model.Length),
            ("client", static one => one.Who.Clients[0].UserAgent[0]),
            ("tls", static one => one.Who.Clients[0].Tls[4] + (one.Who.Clients[0].Tls[5] / 10.0)),
            ("network", static one => one.Who.Places[0].Network.Contains(':', StringComparison.Ordinal) ? 1 : 0),
            ("carrier", static one => one.Who.Places[0].Network.StartsWith("100.", StringComparison.Ordinal) ? 1 : 0),
            ("keys", static one => one.Who.Keys.Length),
            ("tier", static one => one.Who.Facts.Tier[0] + one.Who.Facts.Tier.Length),
            ("verified", static one => one.Who.Facts.Verified ? 1 : 0),
            ("mail", static one => one.Who.Facts.EmailDomain.Length),
        };
        var unfair = fields.Select(field => (field.Name, Auc: Auc(thieves.ConvertAll(one => field.Value(one)), honest.ConvertAll(one => field.Value(one))))).Where(static field => field.Auc is < 0.42 or > 0.58).ToList();
        Assert.True(unfair.Count == 0, string.Join(", ", unfair));
    }

    private static double Auc(List<double> thieves, List<double> honest) =>
        thieves.Sum(thief => honest.Sum(other => thief > other ? 1.0 : thief == other ? 0.5 : 0)) / ((double)thieves.Count * honest.Count);
}
