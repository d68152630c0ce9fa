using Weir.Detection.Evidence;

namespace Weir.Detection.Accounts.Signals;

/// <summary>Prompts that probe the model: its system prompt, its hidden reasoning, injection, the boundary of its refusals.</summary>
internal static class Probing
{
    public static Signal Signal { get; } = new()
    {
        Name = "probing",
        Unit = "share of openings",
        Family = Family.Content,
        Anybody = Belief.Of(new(0.96, 0.4, 40), new(0.04, 1, 4)),
        Usual = "below 1%",
        Measure = static (in Stretch s) => s[Counter.Openings] < 10 ? Measure.None : new Measure(s[Counter.Probes], s[Counter.Openings]),
        Says = static (double rate, in Stretch s) => $"{Signal.Percent(rate)} of its prompts probe the model: system prompt, hidden reasoning, injection or refusals.",
    };
}
