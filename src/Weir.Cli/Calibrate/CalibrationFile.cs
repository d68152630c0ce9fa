using System.Text.Json;
using Weir.Cli.Analyze;
using Weir.Detection;
using Weir.Detection.Accounts;

namespace Weir.Cli.Calibrate;

/// <summary>The file that `weir serve` and `weir analyze --baseline` start from, and that a person reads.</summary>
internal static class CalibrationFile
{
    public static void Write(Calibration calibration, Stream output)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteNumber(YardstickJson.Marker, YardstickJson.Version);
        json.WriteNumber("exchanges"u8, calibration.Summary.Exchanges);
        json.WriteNumber("accounts"u8, calibration.Summary.Accounts);
        if (calibration.Summary is { From: { } from, To: { } to })
        {
            json.WriteString("from"u8, from.UtcDateTime);
            json.WriteString("to"u8, to.UtcDateTime);
        }

        json.WriteStartObject("touched"u8);
        Verdicts(json, calibration.Whole);
        Parts(json, "by_tier"u8, calibration.ByTier);
        Parts(json, "by_language"u8, calibration.ByLanguage);
        Parts(json, "by_kind"u8, calibration.ByKind);
        json.WriteEndObject();
        Doubted(json, calibration);
        YardstickJson.Write(json, calibration.Yardstick);
        json.WriteEndObject();
    }

    private static void Doubted(Utf8JsonWriter json, Calibration calibration)
    {
        json.WriteStartArray("doubted"u8);
        foreach (var (finding, confirmed) in calibration.Doubted)
        {
            json.WriteStartObject();
            json.WriteString("account"u8, finding.Account);
            json.WriteString("reached"u8, (finding.ActAt is null ? Verdict.Watch : Verdict.Act).Word());
            json.WriteNumber("evidence"u8, Math.Round(finding.Evidence, 4));
            json.WriteBoolean("confirmed_ordinary"u8, confirmed);
            json.WriteStartArray("says"u8);
            foreach (var reason in finding.Reasons)
                json.WriteStringValue(reason.Says);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Parts(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<TouchedPart> parts)
    {
        json.WriteStartArray(name);
        foreach (var part in parts)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, part.Name);
            Verdicts(json, part);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Verdicts(Utf8JsonWriter json, TouchedPart part)
    {
        One(json, "watch"u8, part.Watch);
        One(json, "act"u8, part.Act);
    }

    private static void One(Utf8JsonWriter json, ReadOnlySpan<byte> name, Touched touched)
    {
        json.WriteStartObject(name);
        var (accounts, of) = (touched.Accounts.Count, touched.Accounts.Of);
        Share(json, "accounts"u8, accounts, of, touched.Accounts.Value, touched.Accounts.Interval);
        Share(json, "exchanges"u8, touched.Exchanges, touched.OfExchanges, touched.ExchangeShare, touched.ExchangeInterval);
        json.WriteEndObject();
    }

    private static void Share(Utf8JsonWriter json, ReadOnlySpan<byte> name, long count, long of, double? share, (double Low, double High) interval)
    {
        json.WriteStartObject(name);
        json.WriteNumber("count"u8, count);
        json.WriteNumber("of"u8, of);
        json.WriteNumber("share"u8, Math.Round(share ?? 0, 6));
        json.WriteNumber("low"u8, Math.Round(interval.Low, 6));
        json.WriteNumber("high"u8, Math.Round(interval.High, 6));
        json.WriteEndObject();
    }
}
