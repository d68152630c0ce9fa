using System.Text.Json;

namespace Weir.Detection.Campaigns;

/// <summary>The one shape in which campaigns appear: in the report of `weir analyze` and on the admin port.</summary>
public static class CampaignJson
{
    public static void Write(Utf8JsonWriter json, CampaignFinding finding)
    {
        json.WriteStartObject();
        json.WriteString("campaign"u8, finding.Campaign);
        json.WriteString("verdict"u8, finding.Verdict.Word());
        json.WriteNumber("evidence"u8, FindingJson.Rounded(finding.Evidence));
        WriteMembers(json, "accounts"u8, finding.Accounts);
        if (finding.Beside.Count > 0)
            WriteMembers(json, "beside"u8, finding.Beside);
        if (finding.LeftOff > 0)
            json.WriteNumber("left_off"u8, finding.LeftOff);
        if (finding.Licensed.Count > 0)
            WriteWords(json, "licensed"u8, finding.Licensed);
        WriteWords(json, "targets"u8, finding.Targets);
        json.WriteStartArray("reasons"u8);
        foreach (var reason in finding.Reasons)
            FindingJson.WriteReason(json, reason);
        json.WriteEndArray();
        json.WriteNumber("exchanges"u8, finding.Exchanges);
        FindingJson.WriteExposure(json, finding.Exposure);
        if (finding.Merged.Count > 0)
            WriteWords(json, "merged"u8, finding.Merged);
        json.WriteStartArray("timeline"u8);
        foreach (var (at, says) in finding.Timeline)
        {
            json.WriteStartObject();
            json.WriteString("at"u8, at.UtcDateTime);
            json.WriteString("says"u8, says);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        FindingJson.WriteTime(json, "first_at"u8, finding.FirstAt);
        FindingJson.WriteTime(json, "last_at"u8, finding.LastAt);
        FindingJson.WriteTime(json, "watch_at"u8, finding.WatchAt);
        FindingJson.WriteTime(json, "act_at"u8, finding.ActAt);
        FindingJson.WriteCount(json, "exchanges_before_watch"u8, finding.ExchangesBeforeWatch);
        FindingJson.WriteCount(json, "exchanges_before_act"u8, finding.ExchangesBeforeAct);
        json.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<CampaignMember> members)
    {
        json.WriteStartArray(name);
        foreach (var member in members)
        {
            json.WriteStartObject();
            json.WriteString("account"u8, member.Account);
            json.WriteNumber("certainty"u8, FindingJson.Rounded(member.Certainty));
            json.WriteString("linked_at"u8, member.LinkedAt.UtcDateTime);
            json.WriteNumber("exchanges_before_link"u8, member.ExchangesBeforeLink);
            WriteWords(json, "because"u8, member.Because);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteWords(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<string> words)
    {
        json.WriteStartArray(name);
        foreach (var word in words)
            json.WriteStringValue(word);
        json.WriteEndArray();
    }
}
