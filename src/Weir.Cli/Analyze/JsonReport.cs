using System.Buffers;
using System.Text;
using System.Text.Json;
using Weir.Detection;
using Weir.Detection.Campaigns;
using Weir.Traffic.Journals;

namespace Weir.Cli.Analyze;

/// <summary>The report as JSON: the contract that other programs rely on. docs/analyze.md names every member.</summary>
internal static class JsonReport
{
    public static void Write(Report report, TextWriter output)
    {
        // Everything beyond ASCII is escaped, so that no name can do anything to a terminal or a page that shows the file.
        var bytes = new ArrayBufferWriter<byte>(1 << 16);
        using var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        Summary(json, report);
        json.WriteStartArray("accounts"u8);
        foreach (var finding in report.Findings)
        {
            FindingJson.Write(json, finding);
            json.Flush();
            Hand(bytes, output);
        }

        json.WriteEndArray();
        json.WriteStartArray("campaigns"u8);
        foreach (var campaign in report.Campaigns)
        {
            CampaignJson.Write(json, campaign);
            json.Flush();
            Hand(bytes, output);
        }

        json.WriteEndArray();
        if (report.Measured is { } measured)
            MeasuredJson(json, measured);
        json.WriteEndObject();
        json.Flush();
        Hand(bytes, output);
        output.Write('\n');
    }

    private static void Hand(ArrayBufferWriter<byte> bytes, TextWriter output)
    {
        output.Write(Encoding.UTF8.GetString(bytes.WrittenSpan));
        bytes.ResetWrittenCount();
    }

    private static void Summary(Utf8JsonWriter json, Report report)
    {
        json.WriteStartObject("summary"u8);
        json.WriteNumber("exchanges"u8, report.Summary.Exchanges);
        json.WriteNumber("accounts"u8, report.Summary.Accounts);
        json.WriteNumber("lines_skipped"u8, report.Faults.LinesSkipped);
        WriteTime(json, "from"u8, report.Summary.From);
        WriteTime(json, "to"u8, report.Summary.To);
        json.WriteNumber("seconds"u8, Math.Round(report.Seconds, 3));
        json.WriteNumber("lines"u8, report.Lines);
        json.WriteNumber("act"u8, report.CountOf(Verdict.Act));
        json.WriteNumber("watch"u8, report.CountOf(Verdict.Watch));
        json.WriteNumber("fallen"u8, report.Fallen.Count);
        json.WriteNumber("campaigns"u8, report.Campaigns.Count);
        json.WriteNumber("unidentified"u8, report.Summary.Unidentified);
        json.WriteNumber("out_of_order"u8, report.Faults[LogFaultKind.OutOfOrder]);
        json.WriteStartArray("faults"u8);
        foreach (var fault in report.Faults.Kept)
        {
            json.WriteStartObject();
            json.WriteString("file"u8, fault.Source);
            json.WriteNumber("line"u8, fault.Line);
            json.WriteString("kind"u8, KindName(fault.Kind));
            json.WriteBoolean("skipped"u8, fault.Skipped);
            json.WriteString("says"u8, fault.Says);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void MeasuredJson(Utf8JsonWriter json, Measured measured)
    {
        json.WriteStartObject("measured"u8);
        json.WriteStartObject("precision"u8);
        WriteShare(json, "watch"u8, measured.PrecisionAtWatch);
        WriteShare(json, "act"u8, measured.PrecisionAtAct);
        json.WriteEndObject();
        json.WriteStartObject("recall"u8);
        WriteShare(json, "watch"u8, measured.RecallAtWatch);
        WriteShare(json, "act"u8, measured.RecallAtAct);
        json.WriteEndObject();
        json.WriteStartObject("left_before"u8);
        WriteShare(json, "watch"u8, measured.LeftBeforeWatch);
        WriteShare(json, "act"u8, measured.LeftBeforeAct);
        json.WriteEndObject();
        json.WriteStartArray("classes"u8);
        foreach (var one in measured.Classes)
        {
            json.WriteStartObject();
            json.WriteString("class"u8, one.Label.Class);
            json.WriteString("label"u8, one.Label.Extraction ? "extraction"u8 : "benign"u8);
            json.WriteNumber("accounts"u8, one.Watch.Of);
            // For a benign class these are its false alarms, for a harvest what was found of it.
            WriteShare(json, "watch"u8, one.Watch);
            WriteShare(json, "act"u8, one.Act);
            if (one.Label.Extraction)
            {
                WriteShare(json, "left_before_watch"u8, one.LeftBeforeWatch);
                WriteShare(json, "left_before_act"u8, one.LeftBeforeAct);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("unlabelled_accounts"u8, measured.Unlabelled);
        json.WriteNumber("labels_without_account"u8, measured.Unseen);
        json.WriteEndObject();
    }

    private static void WriteShare(Utf8JsonWriter json, ReadOnlySpan<byte> name, Share share)
    {
        json.WriteStartObject(name);
        json.WriteNumber("count"u8, share.Count);
        json.WriteNumber("of"u8, share.Of);
        if (share.Value is { } value)
            json.WriteNumber("share"u8, Math.Round(value, 5));
        else
            json.WriteNull("share"u8);
        var (low, high) = share.Interval;
        json.WriteNumber("low"u8, Math.Round(low, 5));
        json.WriteNumber("high"u8, Math.Round(high, 5));
        json.WriteEndObject();
    }

    private static void WriteTime(Utf8JsonWriter json, ReadOnlySpan<byte> name, DateTimeOffset? time)
    {
        if (time is { } at)
            json.WriteString(name, at.UtcDateTime);
        else
            json.WriteNull(name);
    }

    private static string KindName(LogFaultKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());
}
