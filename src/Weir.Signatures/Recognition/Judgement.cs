using System.Globalization;
using Weir.Signatures.Marking;

namespace Weir.Signatures.Recognition;

public enum Verdict : byte
{
    /// <summary>The text carries the mark of a key.</summary>
    Marked,
    /// <summary>Neither can be said: too little text, a weak trace, or controls that are not clean.</summary>
    Inconclusive,
    /// <summary>No trace, in a text in which a mark of strength one half would have shown.</summary>
    NotFound,
}

/// <summary>What a reading amounts to, and why.</summary>
/// <param name="ExpectedHalf">The z that this much text would show on average, had all of it been marked at strength one half.</param>
public sealed record Judgement(Verdict Verdict, string Reason, double ExpectedHalf, double ExpectedFull)
{
    /// <summary>p that makes a mark, after correction for the keys tried.</summary>
    public const double Strong = 1e-6;

    /// <summary>A control that reads below this carries the mark itself, or is ours.</summary>
    public const double ControlLimit = 1e-3;

    private const double LooksNull = 0.05;
    // Three standard deviations above what p < 1e-6 takes.
    private const double EnoughPower = 8;
    private const double SoundLow = 0.85, SoundHigh = 1.15;

    /// <param name="faults">What is wrong with the control, a sentence each.</param>
    public static Judgement Of(Evidence evidence, KeyReading best, DecoyReading decoys, IReadOnlyList<string> faults)
    {
        var (half, full) = (evidence.ExpectedZ(0.5), evidence.ExpectedZ(1));
        return As(Reason(out var verdict));

        Judgement As(string reason) => new(verdict, reason, half, full);

        string Reason(out Verdict verdict)
        {
            verdict = Verdict.Inconclusive;
            if (faults.Count > 0)
                return "the control is not clean: " + string.Join("; ", faults);
            if (evidence.Cells == 0)
                return "the text has no place where a mark could stand";
            if (evidence.Cells > 30 && decoys.Sd is < SoundLow or > SoundHigh)
                return Text($"keys that nobody marked with read a standard deviation of {decoys.Sd:0.00} here, where 1 is due");
            if (best.Adjusted < Strong && best.Z > decoys.Highest)
            {
                verdict = Verdict.Marked;
                return best.Inverted
                    ? "the key's mark shows, with swapped words turned over as a paraphrase leaves them"
                    : "the key's mark shows";
            }

            if (best.Adjusted < LooksNull)
                return Text($"a trace that is too weak to stand: p {best.Adjusted:0.0e+0}, and below {Strong:0e+0} is asked for");
            if (half < EnoughPower)
                return Text($"too little text: fully marked at strength 0.5 it would read z {half:0.0} on average, and no trace is worth something from {EnoughPower:0.0} on");
            verdict = Verdict.NotFound;
            return "no trace, where a mark of strength 0.5 on all of the text would have shown; a mark on a small part of it might not";
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
