using Weir.Detection.Evidence;

namespace Weir.Detection.Accounts.Signals;

/// <summary>Asks that bend the scale of raw outputs (a logit bias that is not a plain ban) to read it. With a sweep it recovers the last layer; alone it is a parameter and weighs little.</summary>
internal static class RawOutputs
{
    public static Signal Signal { get; } = new()
    {
        Name = "raw outputs swept",
        Unit = "share of exchanges",
        Family = Family.Sweep,
        Anybody = Belief.Of(new(0.985, 0.4, 40), new(0.015, 1, 1)),
        Usual = "none",
        Measure = static (in Stretch s) => s[Counter.Exchanges] < 30 ? Measure.None : new Measure(Math.Min(s[Counter.Biased], s[Counter.Logprobs]), s[Counter.Exchanges]),
        Says = static (double rate, in Stretch s) => $"{Signal.Percent(rate)} of its calls bend token scores and read the log-probabilities.",
    };
}
