using System.Buffers;
using System.Text.Json;
using Weir.Detection.Accounts;
using Weir.Gateway.Findings;
using Weir.Ledger.Entries;

namespace Weir.Gateway.Ledger;

/// <summary>What is told of accounts, licences among it, as entries of the ledger.</summary>
internal static class FactLedger
{
    public static void Told(GatewayLedger ledger, IReadOnlyList<AccountFacts> facts)
    {
        foreach (var known in facts)
            ledger.RecordLine(EntryType.AccountFacts, GatewayLedger.ByOperator, Line(known));
    }

    public static void Forgotten(GatewayLedger ledger, string account) => Forgotten(ledger, account, GatewayLedger.ByOperator);

    private static void Forgotten(GatewayLedger ledger, string account, string actor) =>
        ledger.RecordLine(EntryType.AccountForgotten, actor, JsonSerializer.SerializeToUtf8Bytes(new { account }));

    /// <summary>What a file of facts adds up to: the last line of each account.</summary>
    public static Dictionary<string, byte[]>? Read(string path)
    {
        if (!File.Exists(path))
            return null;
        var told = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        new FactLines(line =>
        {
            if (line.TryGetProperty("forgotten"u8, out var forgotten) && forgotten.GetString() is { } gone)
                told.Remove(gone);
            else if (AccountFactsJson.Read(line, account: null, out var facts) is null)
                told[facts!.Account] = Line(facts);
            return null;
        }).AddFile(path);
        return told;
    }

    /// <summary>
    /// A crash may come between the file and the ledger; the file was synced first, so it is ahead. What it holds otherwise than the ledger is
    /// recorded as found at this start.
    /// </summary>
    public static void Reconcile(GatewayLedger ledger, Dictionary<string, byte[]>? told, LedgerState state)
    {
        foreach (var (account, line) in told ?? [])
        {
            if (!state.Facts.TryGetValue(account, out var known) || !known.AsSpan().SequenceEqual(line))
                ledger.RecordLine(EntryType.AccountFacts, GatewayLedger.ByWeir, line);
        }

        foreach (var account in told is null ? [] : state.Facts.Keys.Where(account => !told.ContainsKey(account)))
            Forgotten(ledger, account, GatewayLedger.ByWeir);
    }

    private static byte[] Line(AccountFacts facts)
    {
        var line = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(line))
            AccountFactsJson.Write(json, facts);
        return line.WrittenSpan.ToArray();
    }
}
