using System.Globalization;
using Weir.Policy;

namespace Weir.Gateway.Door;

/// <summary>Postures and measures for people who never read a policy file.</summary>
internal static class PlainWords
{
    public static string Why(ResponsePolicy policy, Standing standing, bool person)
    {
        if (person)
            return "A person at the operator decided this.";
        var when = policy.Rules.FirstOrDefault(rule => string.Equals(rule.Name, standing.Rule, StringComparison.Ordinal))?.When;
        var why = when switch
        {
            { Campaign: not null } => "The account's requests act as one with those of other accounts, in a way that fits the collection of answers.",
            { BiasedTokens: not null } => "Requests of the account set parameters in a way that reads out how the model is built.",
            { Verdict: not null } or { Evidence: not null } => "The account's requests, taken together, fit the collection of answers for another model better than any ordinary use that is known here.",
            { Budget: not null } or { NewTokens: not null } => "Very much new output was taken through the account.",
            _ => "The account's requests met a rule of the policy in force.",
        };
        return standing.Approved ? why + " A person has looked at it." : why + " This was decided automatically; an appeal brings it before a person.";
    }

    public static string Of(Posture posture) => posture switch
    {
        Posture.Slow => "Requests are answered at a lower rate.",
        Posture.Narrow => "Requests are answered at a lower rate and with less detail.",
        Posture.Verify => "Requests are refused until the account's owner has confirmed who they are.",
        Posture.Suspend => "Requests are refused.",
        _ => "Nothing is different.",
    };

    public static IReadOnlyList<string> Of(Posture posture, Measures measures)
    {
        var told = new List<string> { Of(posture) };
        if (posture.IsHard())
            return told;
        Add(told, measures.RequestsPerMinute, "At most {0} requests a minute.");
        Add(told, measures.TokensPerMinute, "At most {0} output tokens a minute.");
        Add(told, measures.NewTokensPerHour, "At most {0} output tokens an hour that do not repeat earlier work.");
        Add(told, measures.NewTokensPerDay, "At most {0} output tokens a day that do not repeat earlier work.");
        Add(told, measures.Concurrency, "At most {0} requests at once.");
        if (measures.Pace is not null)
            told.Add("Answers begin a little later.");
        if (measures.Logprobs != LogprobsMeasure.Keep)
            told.Add(measures.Logprobs == LogprobsMeasure.None ? "No log-probabilities." : "Log-probabilities are rounded.");
        if (measures.LogitBias != BiasMeasure.Keep)
            told.Add(measures.LogitBias == BiasMeasure.None ? "No bias on tokens." : "No bias on tokens beyond bans.");
        Add(told, measures.Choices, "At most {0} answers to one request.");
        Add(told, measures.MaxTokens, "Answers of at most {0} tokens.");
        if (measures.HideReasoning)
            told.Add("Reasoning is not shown.");
        if (measures.NoSeeds)
            told.Add("Seeds are not used.");
        if (measures.Model is { } model)
            told.Add($"The model {model} answers.");
        return told;
    }

    private static void Add<T>(List<string> told, T? number, string text)
        where T : struct, IFormattable
    {
        if (number is { } value)
            told.Add(string.Format(CultureInfo.InvariantCulture, text, value.ToString("N0", CultureInfo.InvariantCulture)));
    }
}
