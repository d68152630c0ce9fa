using System.Text.Json;
using Weir.Gateway.Admission;
using Weir.Gateway.Ledger;
using Weir.Ledger.Entries;

namespace Weir.Gateway.Admin;

/// <summary>The one way to have an account erased while the gateway runs, whether a program or a page asks: see <see cref="ErasureRequests"/>.</summary>
public static class AccountErasure
{
    public const int MostReason = 4_000;

    /// <summary>When it was asked for; null where nobody did.</summary>
    public static DateTimeOffset? AskedAt(GatewayParts parts, string account) =>
        parts.Erasures.Pending.FirstOrDefault(request => string.Equals(request.Account, account, StringComparison.Ordinal))?.Time;

    /// <summary>Keeps the request, revokes the account's keys, records it. The number of keys; null where the request could not be kept, and nothing was done.</summary>
    public static async Task<int?> AskAsync(GatewayParts parts, string account, Operator by, string reason)
    {
        var revoked = 0;
        try
        {
            parts.Erasures.Add(new ErasureRequest(account, by.Name, reason, parts.Time.GetUtcNow()));
            var keys = new KeyFile(parts.Data.Path, parts.Time);
            foreach (var key in keys.Read().All.Where(key => key.Revoked is null && string.Equals(key.Account, account, StringComparison.Ordinal)))
                revoked += (await keys.RevokeAsync(key.Id, CancellationToken.None)).Failed ? 0 : 1;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        // The entry is about the account, so its payload goes with the rest; that something was asked for, and when, stays.
        parts.Ledger.RecordLine(EntryType.OperatorAction, GatewayLedger.ByOperator, JsonSerializer.SerializeToUtf8Bytes(new { act = "erase", account, by = by.Name, reason }));
        return revoked;
    }
}
