using System.Globalization;
using System.Text;
using Weir.Ledger.Entries;
using Weir.Ledger.Files;
using Weir.Policy;

namespace Weir.Cli.EvidencePacks;

/// <summary>An entry of the ledger in words: whom it is about, what was done, why and by whom.</summary>
/// <param name="IsDecision">Somebody's standing was decided about, rather than something told or made.</param>
internal sealed record DecisionRow(long Index, DateTimeOffset Time, string Whom, string What, string Why, string By, bool IsDecision = false);

/// <summary>Entries about accounts and campaigns, for a reader who does not read JSON. Names are replaced where the pack names nobody.</summary>
internal static class DecisionWords
{
    /// <summary>Null where there is nothing to tell: the payload was erased, or it is of a type that is told elsewhere.</summary>
    public static DecisionRow? Of(LedgerRecord record, Pseudonyms names)
    {
        if (record is not { Entry: { } entry, Payload: { } payload })
            return null;
        var line = Identity.Join(payload.Subject.Bytes.Span, payload.Body.Bytes.Span);
        if (entry.Type is EntryType.Decision or EntryType.OperatorAction && PolicyEntryJson.Read(line) is { } decision)
            return Of(record.Index, entry, decision, names);
        return What(entry.Type) is { } what ? new DecisionRow(record.Index, entry.Time, Account(line) is { Length: > 0 } account ? names.Hide(account) : "", what, "", entry.Actor) : null;
    }

    private static DecisionRow Of(long index, Entry entry, PolicyEntry decision, Pseudonyms names)
    {
        var why = new StringBuilder();
        foreach (var because in decision.Because ?? [])
            why.Append(because).Append(' ');
        if (decision.Reason is { } reason)
            why.Append("Reason given: ").Append(reason).Append(". ");
        if (decision.Text is { } text && decision.Kind is not EntryKind.PolicyTaken)
            why.Append('“').Append(text).Append("” ");
        if (decision.Evidence is { } evidence)
            why.Append(CultureInfo.InvariantCulture, $"Its own evidence was {evidence:0.0;-0.0;0.0}. ");
        if (decision.NewTokens is { } tokens)
            why.Append(CultureInfo.InvariantCulture, $"{tokens:N0} new output tokens had left. ");
        if (decision.Clause is { } clause)
            why.Append("Clause ").Append(clause).Append(" of the terms. ");
        if (decision.Rule is { } rule)
            why.Append("Rule ").Append(rule).Append(". ");
        return new DecisionRow(index, entry.Time, decision.Whom is { } whom ? names.Hide(whom.ToString()) : "", names.Hide(What(decision)), names.Hide(why.ToString().TrimEnd()), decision.Actor ?? entry.Actor, IsDecision: true);
    }

    private static string What(PolicyEntry decision)
    {
        var posture = decision.Posture?.ToString().ToLowerInvariant() ?? "open";
        var what = decision.Kind switch
        {
            EntryKind.Decided => decision.From is { } from && from != decision.Posture ? $"moved from {from.ToString().ToLowerInvariant()} to {posture}" : $"held at {posture}",
            EntryKind.Proposed => $"a person was asked for {posture}",
            EntryKind.Approved => $"a person approved {posture}",
            EntryKind.Declined => "a person declined what was proposed",
            EntryKind.PostureSet => $"a person set {posture}",
            EntryKind.PostureCleared => "a person took the decision back",
            EntryKind.Verified => "a person confirmed who this is",
            EntryKind.Unverified => "the confirmation was taken back",
            EntryKind.Trusted => "a person declared trust",
            EntryKind.Untrusted => "the trust was taken back",
            EntryKind.LicenceGranted => "a licence to distil was granted",
            EntryKind.LicenceRevoked => "a licence was revoked",
            EntryKind.LicenceMetered => "the use of a licence was written down",
            EntryKind.LicenceRequested => "the customer asked for a licence",
            EntryKind.Appealed => "the customer contested the decision",
            EntryKind.Answered => "a person answered the customer",
            EntryKind.Reported => "somebody reported abuse",
            EntryKind.Noted => "a person noted something",
            _ => decision.Kind.ToString(),
        };
        if (decision.Until is { } until && decision.Kind is not EntryKind.Proposed)
            what += string.Create(CultureInfo.InvariantCulture, $" until {until.UtcDateTime:yyyy-MM-dd HH:mm} UTC");
        return decision.Mode is PolicyMode.Shadow ? what + " (recorded only: the policy was in shadow mode)" : what;
    }

    private static string? What(string type) => type switch
    {
        EntryType.KeyCreated => "a key was made",
        EntryType.KeyRotated => "a key got a new secret",
        EntryType.KeyRevoked => "a key was revoked",
        EntryType.AccountFacts => "the operator told facts of the account",
        EntryType.AccountForgotten => "the operator took facts back",
        EntryType.AccountListed => "the operator's file of accounts gave a licence, or said that the account is verified",
        EntryType.AccountUnlisted => "the operator's file of accounts no longer says so",
        EntryType.OperatorAction => "an operator acted",
        _ => null,
    };

    private static string Account(byte[] line)
    {
        try
        {
            using var json = System.Text.Json.JsonDocument.Parse(line);
            return json.RootElement.TryGetProperty("account"u8, out var account) ? account.GetString() ?? "" : "";
        }
        catch (System.Text.Json.JsonException)
        {
            return "";
        }
    }
}
