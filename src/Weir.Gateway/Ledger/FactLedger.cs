using System.Buffers;
using System.Text.Json;
using Weir.Detection.Accounts;
using Weir.Gateway.Findings;
using Weir.Ledger.Entries;

namespace Weir.Gateway.Ledger;

/// <summary>What is told of accounts, licences among it, as entries of the ledger.</summary>
internal static class FactLedger
{
    /// <summary>Returns at once. What the ledger has no room for is found missing by <see cref="LedgerIntake"/>, and recorded then.</summary>
    public static void Told(GatewayLedger ledger, IReadOnlyList<AccountFacts> facts)
    {
        foreach (var known in facts)
            ledger.RecordLine(EntryType.AccountFacts, GatewayLedger.ByOperator, Line(known));
    }

    /// <summary>The same for one of many stretches: returns when the ledger has come so far, or after a while, so that many do not overrun it.</summary>
    public static async Task ToldAsync(GatewayLedger ledger, IReadOnlyList<AccountFacts> facts, CancellationToken cancellation)
    {
        Told(ledger, [.. facts.SkipLast(1)]);
        await ledger.RecordLineAsync(EntryType.AccountFacts, GatewayLedger.ByOperator, Line(facts[^1]), cancellation);
    }

    /// <summary>
    /// Records what came into the accounts file, changed in it and left it, as far as it excuses somebody: a licence, and that an account is
    /// verified. The rest of the file stays the operator's own.
    /// </summary>
    /// <param name="recorded">What the ledger knows of the file; grows with it.</param>
    /// <returns>False where the ledger had no room for all of it: go on later.</returns>
    public static bool Listed(GatewayLedger ledger, IReadOnlyDictionary<string, AccountFacts> listing, Dictionary<string, byte[]> recorded)
    {
        foreach (var (account, facts) in listing)
        {
            if (!Excuses(facts))
                continue;
            var line = Line(facts);
            if (recorded.TryGetValue(account, out var known) && known.AsSpan().SequenceEqual(line))
                continue;
            if (!ledger.RecordLine(EntryType.AccountListed, GatewayLedger.ByOperator, line))
                return false;
            recorded[account] = line;
        }

        foreach (var account in recorded.Keys.Where(account => !listing.TryGetValue(account, out var facts) || !Excuses(facts)).ToList())
        {
            if (!ledger.RecordLine(EntryType.AccountUnlisted, GatewayLedger.ByOperator, Named(account)))
                return false;
            recorded.Remove(account);
        }

        return true;
    }

    private static bool Excuses(AccountFacts facts) => facts.Licence is not null || facts.Verified is true;

    public static void Forgotten(GatewayLedger ledger, string account) => Forgotten(ledger, account, GatewayLedger.ByOperator);

    private static void Forgotten(GatewayLedger ledger, string account, string actor) =>
        ledger.RecordLine(EntryType.AccountForgotten, actor, Named(account));

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
    /// A crash may come between the file and the ledger, or the ledger may have had no room; the file was synced first, so it is ahead. What it
    /// holds otherwise than the ledger is recorded as found now.
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

    private static byte[] Named(string account) => JsonSerializer.SerializeToUtf8Bytes(new { account });

    private static byte[] Line(AccountFacts facts)
    {
        var line = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(line))
            AccountFactsJson.Write(json, facts);
        return line.WrittenSpan.ToArray();
    }
}
