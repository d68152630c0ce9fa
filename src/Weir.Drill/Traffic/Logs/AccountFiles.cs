using System.Text.Json;

namespace Weir.Drill.Traffic.Logs;

/// <summary>The accounts file (what an operator knows) and the truth file (what nobody knows) of made traffic.</summary>
public static class AccountFiles
{
    public static void WriteAccounts(IEnumerable<Account> accounts, Stream to)
    {
        foreach (var account in accounts)
        {
            var facts = account.Who.Facts;
            using (var json = new Utf8JsonWriter(to))
            {
                json.WriteStartObject();
                json.WriteString("account"u8, account.Who.Account);
                json.WriteString("created"u8, facts.Created.UtcDateTime);
                if (facts.Organization is not null)
                    json.WriteString("organization"u8, facts.Organization);
                json.WriteString("email_domain"u8, facts.EmailDomain);
                json.WriteString("payment"u8, facts.Payment);
                json.WriteString("signup_ip"u8, facts.SignedUpFrom.Address);
                json.WriteBoolean("verified"u8, facts.Verified);
                json.WriteString("tier"u8, facts.Tier);
                if (facts.LicensedUntil is { } until)
                {
                    json.WriteStartObject("licence"u8);
                    json.WriteBoolean("distillation"u8, true);
                    json.WriteString("until"u8, until.UtcDateTime);
                    json.WriteEndObject();
                }

                json.WriteEndObject();
            }

            to.WriteByte((byte)'\n');
        }
    }

    public static void WriteTruth(IEnumerable<Account> accounts, Stream to)
    {
        foreach (var account in accounts)
        {
            using (var json = new Utf8JsonWriter(to))
            {
                json.WriteStartObject();
                json.WriteString("account"u8, account.Who.Account);
                json.WriteString("label"u8, account.Class.Label == Label.Extraction ? "extraction"u8 : "benign"u8);
                json.WriteString("class"u8, account.Class.Name);
                json.WriteString("group"u8, account.Group);
                if (account.Class.IsCampaign)
                    json.WriteString("campaign"u8, account.Group);
                json.WriteEndObject();
            }

            to.WriteByte((byte)'\n');
        }
    }
}
