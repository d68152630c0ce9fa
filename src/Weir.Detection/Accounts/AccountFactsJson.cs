using System.Globalization;
using System.Text.Json;

namespace Weir.Detection.Accounts;

/// <summary>
/// What an operator knows of an account, as one JSON object: a line of the accounts file, or the body that the admin port
/// takes. Unknown members are ignored; a known one of the wrong type is a fault, since facts decide about customers.
/// </summary>
public static class AccountFactsJson
{
    /// <param name="json">The object.</param>
    /// <param name="account">The account where the address names it and the object need not; else null.</param>
    /// <param name="facts">Null where there is a fault.</param>
    /// <returns>What is wrong, or null.</returns>
    public static string? Read(JsonElement json, string? account, out AccountFacts? facts)
    {
        var fault = ReadSound(json, account, out facts);
        if (fault is not null)
            facts = null;
        return fault;
    }

    /// <summary>The same for a report, which moves nobody: what is sound counts, although something beside it is not.</summary>
    /// <param name="facts">Null where no account is named.</param>
    /// <returns>The first thing that is wrong, or null.</returns>
    public static string? ReadSound(JsonElement json, string? account, out AccountFacts? facts)
    {
        facts = null;
        if (json.ValueKind != JsonValueKind.Object)
            return "is not a JSON object";
        string? fault = null;
        var named = Text(json, "account", ref fault);
        if (account is not null && named is not null && !string.Equals(account, named, StringComparison.Ordinal))
            return "names another 'account' than the address";
        account ??= named;
        if (string.IsNullOrEmpty(account))
            return fault ?? "names no 'account'";
        facts = new AccountFacts
        {
            Account = account,
            Created = Time(json, "created", ref fault),
            Organization = Text(json, "organization", ref fault),
            EmailDomain = Text(json, "email_domain", ref fault),
            Payment = Text(json, "payment", ref fault),
            SignupAddress = Text(json, "signup_ip", ref fault),
            Verified = Truth(json, "verified", ref fault),
            Tier = Text(json, "tier", ref fault),
            Country = Text(json, "country", ref fault),
            Licence = Licence(json, ref fault),
        };
        return fault;
    }

    public static void Write(Utf8JsonWriter json, AccountFacts facts)
    {
        json.WriteStartObject();
        json.WriteString("account"u8, facts.Account);
        if (facts.Created is { } created)
            json.WriteString("created"u8, created.UtcDateTime);
        WriteText(json, "organization"u8, facts.Organization);
        WriteText(json, "email_domain"u8, facts.EmailDomain);
        WriteText(json, "payment"u8, facts.Payment);
        WriteText(json, "signup_ip"u8, facts.SignupAddress);
        if (facts.Verified is { } verified)
            json.WriteBoolean("verified"u8, verified);
        WriteText(json, "tier"u8, facts.Tier);
        WriteText(json, "country"u8, facts.Country);
        if (facts.Licence is { } licence)
        {
            json.WriteStartObject("licence"u8);
            json.WriteBoolean("distillation"u8, licence.Distillation);
            if (licence.Until is { } until)
                json.WriteString("until"u8, until.UtcDateTime);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static DistillationLicence? Licence(JsonElement json, ref string? fault)
    {
        if (!Given(json, "licence", out var licence))
            return null;
        if (licence.ValueKind != JsonValueKind.Object)
        {
            fault ??= "has a 'licence' that is not an object";
            return null;
        }

        string? unread = null;
        var read = new DistillationLicence(Truth(licence, "distillation", ref unread) ?? false, Time(licence, "until", ref unread));
        if (unread is null)
            return read;
        // Without its end it would hold for ever.
        fault ??= $"has a licence that cannot be read: it {unread}";
        return null;
    }

    private static bool Given(JsonElement json, string name, out JsonElement value) =>
        json.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;

    private static string? Text(JsonElement json, string name, ref string? fault)
    {
        if (!Given(json, name, out var value))
            return null;
        if (value.ValueKind == JsonValueKind.String)
            return value.GetString();
        fault ??= $"has a '{name}' that is not a string";
        return null;
    }

    private static bool? Truth(JsonElement json, string name, ref string? fault)
    {
        if (!Given(json, name, out var value))
            return null;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return value.GetBoolean();
        fault ??= $"has a '{name}' that is neither true nor false";
        return null;
    }

    private static DateTimeOffset? Time(JsonElement json, string name, ref string? fault)
    {
        if (!Given(json, name, out var value))
            return null;
        if (value.ValueKind == JsonValueKind.String
            && DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
            return time;
        fault ??= $"has a '{name}' that is no time (expected as 2026-02-12T08:15:30Z)";
        return null;
    }

    private static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }
}
