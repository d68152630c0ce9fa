using System.Text.Json.Nodes;

namespace Weir.Cli.EvidencePacks;

/// <summary>The incident as a MITRE ATLAS case study: a draft for a person to complete, with nothing in it that the pack does not show.</summary>
internal static class AtlasCase
{
    public static JsonObject Of(EvidenceOrder order, Pseudonyms names, DateTimeOffset made)
    {
        var from = order.Findings.Min(static finding => finding.FirstAt) ?? made;
        var tokens = order.Findings.Sum(static finding => finding.Exposure.NewTokens);
        return new JsonObject
        {
            ["name"] = order.Campaign is null ? "Suspected model extraction over an inference API" : "Suspected model extraction by a campaign of accounts over an inference API",
            ["summary"] = $"{order.Accounts.Count} account(s) took {tokens} new output tokens from a model served over an API in a manner that detection found unlike ordinary use.",
            ["incident-date"] = from.UtcDateTime.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            ["incident-date-granularity"] = "DATE",
            ["reporter"] = order.By,
            ["target"] = "a model behind an inference API",
            ["actor"] = string.Join(", ", order.Accounts.Select(names.Of)),
            ["procedure"] = new JsonArray(
                Step("AML.TA0000", "AML.T0040", "AI model inference API access: the accounts called the model with keys of their own."),
                Step("AML.TA0010", "AML.T0024.002", "Extract AI model: " + names.Hide(string.Join(" ", order.Findings.SelectMany(static finding => finding.Reasons).Take(5).Select(static reason => reason.Says))))),
        };
    }

    private static JsonObject Step(string tactic, string technique, string description) => new() { ["tactic"] = tactic, ["technique"] = technique, ["description"] = description };
}
