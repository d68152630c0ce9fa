using System.Text.Json;
using Weir.Console.Shell;
using Weir.Gateway.Ledger;
using Weir.Ledger.Entries;

namespace Weir.Console.Accounts;

/// <summary>What somebody is shown only once it is kept that they were.</summary>
internal static class RecordedAct
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Returns when the entry is durable: its place in the ledger, or why there is none.</summary>
    /// <param name="act">With the account under the name <c>account</c>, so that it is erased with the account.</param>
    public static async Task<(long Index, string? Refusal)> KeepAsync(Visit visit, object act)
    {
        var ledger = visit.Gateway.Ledger;
        if (!ledger.IsEnabled || ledger.Writer is not { } writer)
            return (-1, ledger.IsEnabled ? ledger.Reason ?? "it cannot be opened" : "it is turned off (ledger.enabled)");
        var (subject, body) = Identity.Split(JsonSerializer.SerializeToUtf8Bytes(act));
        try
        {
            var appended = await writer.AppendAsync(new NewEntry(EntryType.OperatorAction, visit.Now, GatewayLedger.ByOperator, Payload.Of(subject, body)), visit.Cancel).WaitAsync(Patience, TimeProvider.System, visit.Cancel);
            return (appended.Index, appended.Refusal);
        }
        catch (TimeoutException)
        {
            return (-1, "the disk takes too long");
        }
    }
}
