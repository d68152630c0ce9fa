using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Weir.Signatures.Recognition;

namespace Weir.Cli.Signatures;

/// <summary>A recognition's outcome, for people and for programs.</summary>
internal static class DetectionOutput
{
    private const int MostKeysShown = 10;

    private static readonly JsonSerializerOptions Options = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Word(Verdict verdict) => verdict switch { Verdict.Marked => "marked", Verdict.NotFound => "not found", _ => "inconclusive" };

    public static void Json(Detection result, TextWriter output)
    {
        var best = result.Readings[0];
        output.WriteLine(JsonSerializer.Serialize(new
        {
            z = Math.Round(best.Z, 3),
            p = best.Adjusted,
            words = result.Tally.Words,
            verdict = Word(result.Judgement.Verdict),
            reason = result.Judgement.Reason,
            key = best.Key,
            places = result.Tally.Slots,
            repeats = result.Tally.Repeats,
            expected_z = new { half = Math.Round(result.Judgement.ExpectedHalf, 2), full = Math.Round(result.Judgement.ExpectedFull, 2) },
            decoys = new
            {
                count = result.Decoys.Count,
                mean = Math.Round(result.Decoys.Mean, 3),
                sd = Math.Round(result.Decoys.Sd, 3),
                highest = Math.Round(result.Decoys.Highest, 3),
                rank = Math.Round(result.Decoys.Rank(best.Z), 4),
            },
            control = new { source = result.Control.Source, places = result.Control.Statistics.Slots, notes = result.Control.Notes, faults = result.Control.Faults },
            keys = result.Readings.Select(static reading => new
            {
                key = reading.Key,
                z = Math.Round(reading.Z, 3),
                p = reading.P,
                p_adjusted = reading.Adjusted,
                inverted = reading.Inverted,
                groups = reading.Groups.ToDictionary(static group => group.Group.ToString().ToLowerInvariant(), static group => new { z = Math.Round(group.Z, 3), p = group.P, cells = group.Cells }, StringComparer.Ordinal),
            }),
        }, Options));
    }

    public static void Text(Detection result, TextWriter output)
    {
        var best = result.Readings[0];
        output.WriteLine(In($"{Word(result.Judgement.Verdict)}: {result.Judgement.Reason}"));
        output.WriteLine();
        output.WriteLine(In($"{result.Tally.Words} words, {result.Tally.Slots} open places in {best.Groups.Sum(static group => group.Cells)} cells, {result.Tally.Repeats} repeats left out"));
        output.WriteLine(In($"held against {SafeText.Name(result.Control.Source, 200)}, {result.Control.Statistics.Slots} places"));
        foreach (var note in result.Control.Notes)
            output.WriteLine("note: " + note);
        output.WriteLine();
        output.WriteLine("KEY                             z        p  p (Holm)  orthographic  form  lexical  optional");
        foreach (var reading in result.Readings.Take(MostKeysShown))
        {
            output.WriteLine(In($"{SafeText.Name(reading.Key, 28),-28}  {reading.Z,5:0.00}  {reading.P,7:0.0e+0}  {reading.Adjusted,8:0.0e+0}  {reading.Groups[0].Z,12:0.0}  {reading.Groups[1].Z,4:0.0}  {reading.Groups[2].Z,7:0.0}  {reading.Groups[3].Z,8:0.0}")
                + (reading.Inverted ? "  swapped words turned over" : ""));
        }

        if (result.Readings.Count > MostKeysShown)
            output.WriteLine($"and {result.Readings.Count - MostKeysShown} more");
        output.WriteLine();
        output.WriteLine(In($"{result.Decoys.Count} keys that nobody marked with: mean {result.Decoys.Mean:0.00}, standard deviation {result.Decoys.Sd:0.00}, highest {result.Decoys.Highest:0.00}"));
        output.WriteLine(In($"marked throughout, this text would read z {result.Judgement.ExpectedFull:0.0} at strength 1 and {result.Judgement.ExpectedHalf:0.0} at 0.5"));
    }

    private static string In(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
