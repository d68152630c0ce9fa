using System.Text.Json;

namespace Weir.Detection.Campaigns;

/// <summary>The one shape in which a campaign's bonds appear.</summary>
public static class CampaignBondsJson
{
    public static void Write(Utf8JsonWriter json, CampaignBonds bonds)
    {
        json.WriteStartObject();
        json.WriteString("campaign"u8, bonds.Campaign);
        json.WriteString("verdict"u8, bonds.Verdict.Word());
        json.WriteStartArray("accounts"u8);
        foreach (var join in bonds.Accounts)
        {
            json.WriteStartObject();
            json.WriteString("account"u8, join.Account);
            json.WriteString("first_at"u8, join.FirstAt.UtcDateTime);
            json.WriteString("last_at"u8, join.LastAt.UtcDateTime);
            json.WriteString("linked_at"u8, join.LinkedAt.UtcDateTime);
            json.WriteNumber("exchanges_before_link"u8, join.ExchangesBeforeLink);
            json.WriteNumber("exchanges"u8, join.Exchanges);
            json.WriteNumber("certainty"u8, FindingJson.Rounded(join.Certainty));
            json.WriteString("verdict"u8, join.Verdict.Word());
            json.WriteNumber("new_tokens"u8, join.NewTokens);
            if (join.Belonging != Belonging.Member)
                json.WriteBoolean(join.Belonging == Belonging.Beside ? "beside"u8 : "licensed"u8, true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (bonds.LeftOff > 0)
            json.WriteNumber("left_off"u8, bonds.LeftOff);
        json.WriteStartArray("bonds"u8);
        foreach (var bond in bonds.Bonds)
            Write(json, bond);
        json.WriteEndArray();
        json.WriteStartArray("replacements"u8);
        foreach (var (gone, came) in bonds.Replacements)
        {
            json.WriteStartArray();
            json.WriteNumberValue(gone);
            json.WriteNumberValue(came);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteStartArray("merges"u8);
        foreach (var merge in bonds.Merges)
        {
            json.WriteStartObject();
            json.WriteString("at"u8, merge.At.UtcDateTime);
            json.WriteString("campaign"u8, merge.Campaign);
            json.WriteNumber("accounts"u8, merge.Accounts);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("growth"u8);
        foreach (var (at, accounts) in bonds.Growth)
        {
            json.WriteStartObject();
            json.WriteString("at"u8, at.UtcDateTime);
            json.WriteNumber("accounts"u8, accounts);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("volume"u8);
        json.WriteString("from"u8, bonds.Volume.From.UtcDateTime);
        json.WriteNumber("step_seconds"u8, bonds.Volume.Step.TotalSeconds);
        json.WriteStartArray("exchanges"u8);
        foreach (var exchanges in bonds.Volume.Exchanges)
            json.WriteNumberValue(exchanges);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartArray("timeline"u8);
        foreach (var (at, says) in bonds.Timeline)
        {
            json.WriteStartObject();
            json.WriteString("at"u8, at.UtcDateTime);
            json.WriteString("says"u8, says);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, CampaignBond bond)
    {
        json.WriteStartObject();
        json.WriteString("kind"u8, bond.Kind);
        json.WriteString("family"u8, bond.Family);
        json.WriteString("mark"u8, bond.Mark);
        if (bond.Name is { } name)
            json.WriteString("name"u8, name);
        json.WriteStartArray("accounts"u8);
        foreach (var account in bond.Accounts)
            json.WriteNumberValue(account);
        json.WriteEndArray();
        json.WriteNumber("members"u8, bond.Members);
        json.WriteNumber("one_in"u8, bond.OneIn);
        json.WriteNumber("weight"u8, FindingJson.Rounded(bond.Weight));
        json.WriteBoolean("forgeable"u8, bond.Forgeable);
        json.WriteEndObject();
    }
}
