using System.Text.Json;

namespace Weir.Detection;

/// <summary>The one shape in which findings appear: in the report of `weir analyze` and on the admin port.</summary>
public static class FindingJson
{
    public static string Word(this Verdict verdict) => verdict switch
    {
        Verdict.Clear => "clear",
        Verdict.Watch => "watch",
        Verdict.Act => "act",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "A verdict without a word."),
    };

    public static void Write(Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartObject();
        json.WriteString("account"u8, finding.Account);
        if (finding.Organization is { } organization)
            json.WriteString("organization"u8, organization);
        json.WriteString("verdict"u8, finding.Verdict.Word());
        json.WriteNumber("evidence"u8, Rounded(finding.Evidence));
        json.WriteBoolean("licensed"u8, finding.Licensed);
        json.WriteString("campaign"u8, finding.Campaign);
        WriteExposure(json, finding.Exposure);
        json.WriteStartArray("reasons"u8);
        foreach (var reason in finding.Reasons)
            WriteReason(json, reason);
        json.WriteEndArray();
        json.WriteNumber("exchanges"u8, finding.Exchanges);
        WriteTime(json, "first_at"u8, finding.FirstAt);
        WriteTime(json, "last_at"u8, finding.LastAt);
        WriteTime(json, "watch_at"u8, finding.WatchAt);
        WriteTime(json, "act_at"u8, finding.ActAt);
        WriteCount(json, "exchanges_before_watch"u8, finding.ExchangesBeforeWatch);
        WriteCount(json, "exchanges_before_act"u8, finding.ExchangesBeforeAct);
        json.WriteEndObject();
    }

    internal static void WriteExposure(Utf8JsonWriter json, Exposure exposure)
    {
        json.WriteStartObject("exposure"u8);
        json.WriteNumber("tokens"u8, exposure.Tokens);
        json.WriteNumber("new_tokens"u8, exposure.NewTokens);
        json.WriteStartObject("by_kind"u8);
        foreach (var (kind, tokens) in exposure.ByKind)
            json.WriteNumber(kind, tokens);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    internal static void WriteReason(Utf8JsonWriter json, Reason reason)
    {
        json.WriteStartObject();
        json.WriteString("signal"u8, reason.Signal);
        json.WriteNumber("value"u8, Rounded(reason.Value));
        json.WriteString("usual"u8, reason.Usual);
        json.WriteNumber("weight"u8, Rounded(reason.Weight));
        json.WriteString("says"u8, reason.Says);
        json.WriteEndObject();
    }

    internal static void WriteTime(Utf8JsonWriter json, ReadOnlySpan<byte> name, DateTimeOffset? time)
    {
        if (time is { } at)
            json.WriteString(name, at.UtcDateTime);
        else
            json.WriteNull(name);
    }

    internal static void WriteCount(Utf8JsonWriter json, ReadOnlySpan<byte> name, long? count)
    {
        if (count is { } number)
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }

    /// <summary>Four digits are more than any measurement here is worth; JSON knows no infinity.</summary>
    internal static double Rounded(double value) =>
        double.IsNaN(value) ? 0 : Math.Round(Math.Clamp(value, -1e12, 1e12), 4);
}
