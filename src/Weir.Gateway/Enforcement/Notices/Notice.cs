using System.Text.Json;
using Weir.Policy;

namespace Weir.Gateway.Enforcement.Notices;

/// <summary>Something that somebody outside should know: a change of posture, a proposal, a message of a customer, a new campaign.</summary>
internal sealed record Notice(string Id, string Event, DateTimeOffset Time, byte[] Body)
{
    /// <summary>Null for what is nobody's news.</summary>
    public static Notice? Of(PolicyEntry entry)
    {
        var named = entry.Kind switch
        {
            EntryKind.Decided or EntryKind.Approved or EntryKind.PostureSet or EntryKind.PostureCleared when entry.Posture != entry.From => "posture.changed",
            EntryKind.Proposed => "posture.proposed",
            EntryKind.Appealed => "appeal.received",
            EntryKind.LicenceRequested => "licence.requested",
            EntryKind.Reported => "report.received",
            _ => null,
        };
        // What a customer wrote, and how it can be reached, is looked up with the reference and not sent about.
        return named is null ? null : new Notice(entry.Id, named, entry.Time, JsonSerializer.SerializeToUtf8Bytes(
            new { id = entry.Id, @event = named, time = entry.Time.UtcDateTime, entry = entry with { Text = null, Contact = null } }, PolicyEntryJson.Options));
    }

    public static Notice Leak(string id, Subject whom, int tokens, DateTimeOffset time) => new(
        id, "leak.found", time, JsonSerializer.SerializeToUtf8Bytes(new { id, @event = "leak.found", time = time.UtcDateTime, subject = whom.Name, subject_kind = whom.KindWord, biased_tokens = tokens }, PolicyEntryJson.Options));

    public static Notice Campaign(string id, string campaign, string verdict, int accounts, DateTimeOffset time) => new(
        id, "campaign.found", time, JsonSerializer.SerializeToUtf8Bytes(new { id, @event = "campaign.found", time = time.UtcDateTime, campaign, verdict, accounts }, PolicyEntryJson.Options));
}
