using Weir.Traffic;

namespace Weir.Policy;

/// <summary>
/// Requests that give away more of the model than their text, told by their parameters. A bias together with log-probabilities recovers
/// the last layer; more alternatives a position than anybody reads do so more slowly.
/// </summary>
public static class LeakRules
{
    /// <returns>What is wrong with the request, as the caller is told it; null where nothing is.</returns>
    public static string? Fault(AskFacts ask, LeakConfig leaks, bool trusted)
    {
        if (ask.BiasedTokens > 0 && (ask.Logprobs || ask.TopLogprobs > 0))
            return "A bias on tokens and log-probabilities are not given together.";
        if (trusted)
            return null;
        if (ask.BiasBeyondBans)
            return "A bias on tokens is taken for bans (-100) only.";
        if (ask.BiasedTokens > leaks.Bans)
            return $"At most {leaks.Bans} tokens can be banned in one request.";
        if (ask.TopLogprobs > leaks.TopLogprobs)
            return $"At most {leaks.TopLogprobs} log-probabilities a position are given.";
        return ask.Echo && ask.Logprobs ? "Log-probabilities of the prompt are not given." : null;
    }
}
