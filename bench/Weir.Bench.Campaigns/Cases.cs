using Weir.Drill.Scenarios;

namespace Weir.Bench.Campaigns;

/// <summary>A scenario at the scale at which it is measured: large enough to be itself, small enough to be run often.</summary>
public sealed record Case(Scenario Scenario, double Scale, string Goal)
{
    public string Name => Scale == 1 ? Scenario.Name : $"{Scenario.Name} × {Scale.ToString(System.Globalization.CultureInfo.InvariantCulture)}";

    public static IReadOnlyList<Case> Of(Options options)
    {
        Case[] all =
        [
            Made("multilingual", 0.5, "plain"), Made("hydra", 0.005, "plain"), Made("lab-reasoning", 0.3, "plain"), Made("lab-agents", 0.02, "plain"), Made("lab-coding", 0.005, "plain"),
            Made("low-and-slow", 1, "slow"), Made("low-and-slow", 0.15, "slow"),
            Made("resellers-50", 1, "blended"), Made("resellers-10", 1, "blended at 10%"),
            Made("pivot", 1, "plain"), Made("logprobs", 0.5, "plain"), Made("probing", 1, "plain"), Made("replaced", 1, "plain"), Made("adaptive", 1, "adaptive"), Made("framing", 1, "plain"),
            Made("stolen-keys", 1, "plain"), Made("trial-hopping", 1, "plain"),
        ];
        return [.. all.Where(one => options.Chosen(one.Scenario.Name)).Select(one => one with { Scale = one.Scale * options.Scale })];

        static Case Made(string name, double scale, string goal) => new(ScenarioList.Named(name)!, scale, goal);
    }
}
