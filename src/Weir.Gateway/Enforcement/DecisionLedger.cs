using Weir.Gateway.Ledger;
using Weir.Ledger.Entries;
using Weir.Policy;

namespace Weir.Gateway.Enforcement;

/// <summary>Decisions and acts as entries of the ledger: whom they are about stands in members that evidence can leave out.</summary>
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
        EntryKind.PolicyTaken when !string.Equals(entry.Actor, GatewayLedger.ByWeir, StringComparison.Ordinal) => GatewayLedger.ByOperator,
        EntryKind.Appealed or EntryKind.LicenceRequested or EntryKind.Reported => "customer",
        EntryKind.Decided or EntryKind.Proposed or EntryKind.LicenceMetered or EntryKind.PolicyTaken => GatewayLedger.ByWeir,
        _ => GatewayLedger.ByOperator,
    };

    /// <summary>The same line as in the file of decisions, so that either can be made again from the other.</summary>
    public static byte[] Line(PolicyEntry entry) => PolicyEntryJson.Write(entry);
}
