using System.Globalization;
using System.Text.Json;
using Weir.Ledger.Entries;
using Weir.Policy;

namespace Weir.Console.LedgerPages;

/// <summary>What an entry says, for people. Names and texts in it are others': a view must show them as such.</summary>
/// <param name="Says">A phrase that needs no name: "suspended, 7 d".</param>
/// <param name="Subject">Whom it is about; null where nobody, or nobody knows any more.</param>
/// <param name="Why">The reason that was given.</param>
public sealed record EntryWords(string Says, Subject? Subject = null, string? By = null, string? Why = null, PolicyEntry? Policy = null)
{
    public static EntryWords Of(Entry? entry, Payload? payload)
    {
        if (entry is null)
            return new("of a form that this version does not know");
        if (payload is null)
            return new(entry.Payload is null ? NameOf(entry.Type) : $"{NameOf(entry.Type)}; its contents are not here any more");
        try
        {
            return entry.Type is EntryType.Decision or EntryType.OperatorAction or EntryType.PolicyVersion && PolicyEntryJson.Read(Line(payload)) is { } policy ? Of(policy) : OfLine(entry.Type, payload);
        }
        catch (Exception odd) when (odd is JsonException or InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            return new(NameOf(entry.Type));
        }
    }

    public static string NameOf(string type) => type switch
    {
        EntryType.Decision => "decision",
        EntryType.OperatorAction => "act of a person",
        EntryType.PolicyVersion => "policy in force",
        EntryType.TermsVersion => "terms in force",
        EntryType.CalibrationVersion => "calibration in force",
        EntryType.KeyCreated => "key created",
        EntryType.KeyRotated => "key rotated",
        EntryType.KeyRevoked => "key revoked",
        EntryType.AccountFacts => "facts of an account",
        EntryType.AccountForgotten => "facts taken back",
        EntryType.AccountErased => "account erased",
        EntryType.GatewayStarted => "gateway started",
        EntryType.GatewayStopped => "gateway stopped",
        EntryType.JournalSegment => "hour of the journal",
        EntryType.SignatureKey => "key that marks answers",
        _ => type,
    };

    private static EntryWords Of(PolicyEntry entry) => new(Phrase(entry), entry.Whom, entry.Actor, entry.Reason ?? (entry.Because is [var first, ..] ? first : null), entry);

    private static string Phrase(PolicyEntry entry)
    {
        var posture = entry.Posture?.Word();
        return entry.Kind switch
        {
            EntryKind.Decided => entry.Posture == Posture.Open ? "back to open" : $"moved to {posture} by rule {entry.Rule}",
            EntryKind.Proposed => $"a person is asked for {posture} (rule {entry.Rule})",
            EntryKind.Approved => $"{posture} approved",
            EntryKind.Declined => "proposal turned down",
            EntryKind.PostureSet => $"set to {posture}",
            EntryKind.PostureCleared => "cleared: back to open",
            EntryKind.Verified => "confirmed who it is",
            EntryKind.Unverified => "confirmation withdrawn",
            EntryKind.Trusted => "trusted",
            EntryKind.Untrusted => "trusted no more",
            EntryKind.LicenceGranted => "licence granted",
            EntryKind.LicenceRevoked => "licence revoked",
            EntryKind.LicenceMetered => string.Create(CultureInfo.InvariantCulture, $"licence used: {entry.Tokens:N0} tokens"),
            EntryKind.LicenceRequested => "asked for a licence",
            EntryKind.Appealed => "appealed",
            EntryKind.Answered => "answered",
            EntryKind.Reported => "abuse reported",
            EntryKind.Noted => "note",
            EntryKind.PolicyTaken => $"policy taken into force, mode {entry.Mode?.ToString().ToLowerInvariant()}",
            _ => entry.Kind.ToString(),
        };
    }

    private static EntryWords OfLine(string type, Payload payload)
    {
        if (type is EntryType.TermsVersion or EntryType.CalibrationVersion)
            return new(string.Create(CultureInfo.InvariantCulture, $"{NameOf(type)}, {payload.Body.Bytes.Length:N0} bytes"));
        using var json = JsonDocument.Parse(payload.Body.Bytes);
        var root = json.RootElement;
        return type switch
        {
            EntryType.JournalSegment => new(string.Create(CultureInfo.InvariantCulture, $"hour {Text(root, "segment")} of the journal closed, {Number(root, "lines"):N0} lines")),
            EntryType.GatewayStarted => new($"gateway started, version {Text(root, "version")}"),
            EntryType.OperatorAction when Text(root, "act") is { } act => new(Act(act, root), About(payload, root), Text(root, "actor") ?? Text(root, "by"), Text(root, "reason")),
            EntryType.AccountErased => new(string.Create(CultureInfo.InvariantCulture, $"account erased: {Number(root, "journal_lines"):N0} lines of the journal, {Erasure.Read(payload.Body.Bytes).Count:N0} payloads")),
            _ => new(NameOf(type), Account(payload) is { } account ? Weir.Policy.Subject.Account(account) : null),
        };
    }

    /// <summary>What people do that is no decision.</summary>
    private static string Act(string act, JsonElement root) => act switch
    {
        "read_text" => "looked at the prompt and answer of a call",
        "export" => "handed out what is kept of an account",
        "erase" => "asked to have an account erased",
        "evidence" => "put evidence together",
        _ when Text(root, "notice") is { } notice => $"{act} of notice {notice} to webhook {Text(root, "webhook")}",
        _ => act,
    };

    private static Subject? About(Payload payload, JsonElement root) =>
        Text(root, "campaign") is { } campaign ? new Subject(SubjectKind.Campaign, campaign) : Account(payload) is { } account ? Weir.Policy.Subject.Account(account) : null;

    /// <summary>As it was handed over. What is about nobody was not parted.</summary>
    private static byte[] Line(Payload payload) => payload.Subject.Bytes.IsEmpty ? payload.Body.Bytes.ToArray() : Identity.Join(payload.Subject.Bytes.Span, payload.Body.Bytes.Span);

    private static string? Account(Payload payload)
    {
        using var line = JsonDocument.Parse(Line(payload));
        return line.RootElement.ValueKind == JsonValueKind.Object ? Text(line.RootElement, "account") : null;
    }

    private static string? Text(JsonElement json, string name) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static long Number(JsonElement json, string name) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.TryGetInt64(out var number) ? number : 0;
}
