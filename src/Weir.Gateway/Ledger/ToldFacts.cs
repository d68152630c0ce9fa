using System.Text.Json;
using Weir.Detection.Accounts;

namespace Weir.Gateway.Ledger;

/// <summary>What was told of accounts over the admin port, for tools that look at a data folder.</summary>
public static class ToldFacts
{
    public static IEnumerable<AccountFacts> Read(string dataFolder)
    {
        var told = FactLedger.Read(Path.Combine(dataFolder, "findings", "facts.jsonl")) ?? [];
        foreach (var line in told.Values)
        {
            using var json = JsonDocument.Parse(line);
            if (AccountFactsJson.Read(json.RootElement, account: null, out var facts) is null)
                yield return facts!;
        }
    }
}
