using System.Text.Json;
using Weir.Detection;
using Weir.Policy;

namespace Weir.Gateway.Enforcement.Notices;

/// <summary>A decision as an OCSF 1.8 Detection Finding (class 2004).</summary>
internal static class OcsfLine
{
    /// <summary>MITRE ATLAS: extract a model through its API.</summary>
    private static readonly string[] Types = ["AML.T0024.002"];

    private const int Category = 2, Class = 2004;

    /// <summary>Null for what is no finding.</summary>
    public static byte[]? Of(PolicyEntry entry)
    {
        if (entry.Kind is not (EntryKind.Decided or EntryKind.Proposed or EntryKind.Approved) || entry.Posture is not { } posture)
            return null;
        // Created with the first step up, updated with what follows, closed with the return to open.
        var activity = posture == Posture.Open ? 3 : entry.Kind == EntryKind.Decided && (entry.From ?? Posture.Open) == Posture.Open || entry.Kind == EntryKind.Proposed ? 1 : 2;
        return JsonSerializer.SerializeToUtf8Bytes(new
        {
            activity_id = activity,
            category_uid = Category,
            class_uid = Class,
            type_uid = Class * 100 + activity,
            severity_id = SeverityOf(posture),
            status_id = activity == 3 ? 4 : entry.Kind == EntryKind.Proposed ? 1 : 2,
            time = entry.Time.ToUnixTimeMilliseconds(),
            message = $"{entry.Subject}: {(entry.Kind == EntryKind.Proposed ? "asked for " : "")}{posture.Word()}",
            metadata = new { version = "1.8.0", uid = entry.Id, product = new { name = "Weir", vendor_name = "Weir", version = typeof(OcsfLine).Assembly.GetName().Version?.ToString(3) } },
            finding_info = new
            {
                uid = entry.Campaign ?? $"{entry.SubjectKind?.ToString().ToLowerInvariant()}:{entry.Subject}",
                title = entry.Campaign is null ? "Suspected distillation of the model through one account" : "Suspected distillation of the model by a campaign of accounts",
                desc = entry.Because is { Count: > 0 } because ? string.Join(' ', because) : null,
                types = Types,
                analytic = new { type_id = 4, name = entry.Rule, uid = entry.Policy },
            },
            confidence_score = entry.Certainty is { } certainty ? (int?)Math.Round(certainty * 100) : null,
            evidences = new[] { new { data = new { verdict = entry.Verdict?.ToString().ToLowerInvariant(), evidence_log10 = entry.Evidence, new_tokens = entry.NewTokens, clause = entry.Clause, mode = entry.Mode?.ToString().ToLowerInvariant() } } },
            resources = new[] { new { uid = entry.Subject, type = entry.SubjectKind?.ToString().ToLowerInvariant() } },
        }, PolicyEntryJson.Options);
    }

    private static int SeverityOf(Posture posture) => posture switch
    {
        Posture.Open or Posture.Watch => 1,
        Posture.Slow => 2,
        Posture.Narrow => 3,
        Posture.Verify => 4,
        _ => 5,
    };
}
