using System.Runtime.InteropServices;

namespace Weir.Detection.Accounts;

/// <summary>
/// The pace of one account or flow: when the last openings came and the last answers ended. Remembers no more than it needs to tell the next one.
/// Times are milliseconds since 1970.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct Rhythm
{
    /// <summary>Where answers end about every two seconds by themselves, coming soon after one means nothing.</summary>
    private const float TellingGapMs = 2_000;
    private const long AtOnceMs = 500;
    private const long LongestPairMs = 600_000;

    public long LastOpening;
    public long LastEnd;
    public long EndBefore;
    /// <summary>A running estimate of the median gap between openings.</summary>
    public float UsualGapMs;

    public void Opening(long time, ref Marks marks)
    {
        if (LastOpening != 0)
        {
            var gap = Math.Abs(time - LastOpening);
            if (UsualGapMs >= TellingGapMs && gap < LongestPairMs)
            {
                marks.Set(Counter.Pairs);
                marks.Set(Counter.AtOnce, time >= LastEnd && time - LastEnd <= AtOnceMs || time >= EndBefore && time - EndBefore <= AtOnceMs);
            }

            if (gap < LongestPairMs)
            {
                marks.Set(Counter.Gaps);
                marks.Set(Counter.SteadyGaps, Math.Abs(gap - UsualGapMs) <= 0.15f * UsualGapMs);
                // Moves by a tenth towards each gap on the log scale: a median, not a mean.
                UsualGapMs = UsualGapMs == 0 ? Math.Max(gap, 1) : gap > UsualGapMs ? UsualGapMs * 1.1f : UsualGapMs / 1.1f;
            }
        }

        LastOpening = time;
    }

    public void Ended(long end)
    {
        EndBefore = LastEnd;
        LastEnd = end;
    }
}
