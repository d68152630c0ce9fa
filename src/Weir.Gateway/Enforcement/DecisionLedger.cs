using System.Text.Json.Nodes;
using Weir.Gateway.Ledger;
using Weir.Ledger.Entries;
using Weir.Policy;

namespace Weir.Gateway.Enforcement;

/// <summary>Decisions and acts as entries of the ledger: whom they are about stands in the member that evidence can leave out.</summary>
internal static class DecisionLedger
{
    public static string TypeOf(PolicyEntry entry) => entry.Kind switch
    {
        EntryKind.PolicyTaken => EntryType.PolicyVersion,
        EntryKind.Decided or EntryKind.Proposed or EntryKind.Approved or EntryKind.LicenceMetered => EntryType.Decision,
        _ => EntryType.OperatorAction,
    };

    public static string ActorOf(PolicyEntry entry) => entry.Kind switch
    {
        EntryKind.Appealed or EntryKind.LicenceRequested or EntryKind.Reported => "customer",
        EntryKind.Decided or EntryKind.Proposed or EntryKind.LicenceMetered or EntryKind.PolicyTaken => GatewayLedger.ByWeir,
        _ => GatewayLedger.ByOperator,
    };

    public static byte[] Line(PolicyEntry entry)
    {
        var line = (JsonObject)JsonNode.Parse(PolicyEntryJson.Write(entry))!;
        switch (entry.SubjectKind)
        {
            case SubjectKind.Account:
                Rename(line, "subject", "account");
                break;
            case SubjectKind.EndUser:
                Rename(line, "subject", "end_user");
                Rename(line, "of", "account");
                break;
            case SubjectKind.Organization:
                Rename(line, "subject", "organization");
                break;
        }

        return System.Text.Encoding.UTF8.GetBytes(line.ToJsonString(PolicyEntryJson.Options));
    }

    private static void Rename(JsonObject line, string from, string to)
    {
        if (!line.TryGetPropertyValue(from, out var value))
            return;
        line.Remove(from);
        line[to] = value;
    }
}
