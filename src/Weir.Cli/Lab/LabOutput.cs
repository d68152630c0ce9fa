using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Weir.Lab.Trials;

namespace Weir.Cli.Lab;

/// <summary>A laboratory run's result, for people and for programs.</summary>
internal static class LabOutput
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Json(LabResult result, TextWriter output) => output.WriteLine(JsonSerializer.Serialize(new
    {
        source = result.Source,
        texts = result.Texts,
        words = result.Words,
        broken = result.Broken,
        null_z = result.NullZ.Count == 0 ? null : new { count = result.NullZ.Count, mean = Math.Round(result.NullMean, 3), sd = Math.Round(result.NullSd, 3) },
        anchor = result.Anchor.Select(static cell => new { context_words = cell.ContextWords, followed = cell.Followed.Select(static share => Math.Round(share, 3)), z = cell.Z.Select(Rounded), z_with_copies = cell.Copied.Select(Rounded) }),
        failing = result.Failing,
        cells = result.Cells.Select(static cell => new
        {
            share = cell.Share,
            strength = cell.Strength,
            attack = Word(cell.Attack),
            words = cell.Words,
            z = cell.Z.Select(Rounded),
            p = cell.P,
            mean_z = Rounded(cell.Mean),
            interval = double.IsNaN(cell.Interval) ? (double?)null : Rounded(cell.Interval),
            named = cell.Hits,
            seeds = cell.Z.Count,
            fails = cell.Fails,
        }),
    }, Options));

    public static void Text(LabResult result, TextWriter output)
    {
        output.WriteLine(In($"{result.Texts} texts, {result.Words} words: {SafeText.Name(result.Source, 300)}"));
        output.WriteLine(In($"students: 5-gram, interpolated Kneser-Ney, up to {result.Plan.TrainingWords} words each, {result.Plan.Seeds} seeds"));
        output.WriteLine("z is the mean over the seeds, ± half its 95% interval; behind it how many seeds are named (p < 1e-6); ! where fewer than four in five are, or a clean one is");
        output.WriteLine();
        output.WriteLine("SHARE  STRENGTH  ATTACK" + string.Concat(result.Plan.Words.Select(static words => In($"{words,20} w"))));
        foreach (var row in result.Cells.GroupBy(static cell => (cell.Share, cell.Strength, cell.Attack)))
        {
            output.Write(In($"{row.Key.Share * 100,4:0}%  {(row.Key.Share > 0 ? row.Key.Strength : 0),8:0.0#}  {Word(row.Key.Attack),-6}"));
            foreach (var words in result.Plan.Words)
            {
                var cell = row.FirstOrDefault(one => one.Words == words);
                output.Write(cell is null ? new string(' ', 22) : In($"{cell.Mean,9:0.0} ±{Half(cell),4} {cell.Hits,2}/{cell.Z.Count}{(cell.Fails ? "!" : " ")} "));
            }

            output.WriteLine();
        }

        output.WriteLine();
        output.WriteLine(In($"{result.Failing} of {result.Cells.Count} cells fail"));
        foreach (var cell in result.Anchor)
            output.WriteLine(In($"choice by {cell.ContextWords} words in front: {cell.Followed.Average() * 100,3:0}% of the mark is left, z {cell.Z.Average():0.0}, {cell.Copied.Average():0.0} with what was copied word by word"));
        if (result.NullZ.Count > 0)
            output.WriteLine(In($"{result.NullZ.Count} readings of keys that nobody marked with: mean {result.NullMean:0.00}, standard deviation {result.NullSd:0.00}"));
        output.WriteLine();
        output.WriteLine(result.Broken is { } broken ? "THE LABORATORY IS BROKEN: " + broken : "The laboratory holds: what is inherited decays with the length of the context, as published.");
    }

    public static string Word(Attack attack) => attack.ToString().ToLowerInvariant();

    public static string Half(LabCell cell) => double.IsNaN(cell.Interval) ? "-" : cell.Interval.ToString("0.0", CultureInfo.InvariantCulture);

    private static double Rounded(double value) => Math.Round(value, 2);

    private static string In(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
