using System.Globalization;
using Weir.Policy;

namespace Weir.Console.Policies;

public readonly record struct LaneBar(double X, double Width, Posture Posture);

/// <param name="Asks">Where a person would have been asked.</param>
public sealed record LaneRow(TrialLane Lane, double Y, IReadOnlyList<LaneBar> Bars, IReadOnlyList<double> Asks);

/// <param name="Asks">Where a person would have been asked about all of them.</param>
public readonly record struct LaneGroup(string? Campaign, int Lanes, double Y, double Height, IReadOnlyList<double> Asks);

public readonly record struct LaneTick(double X, string Says);

/// <summary>
/// Who would have been moved where, and when: a line an account, time from left to right, accounts of a campaign under each other. Laid out here, so that the
/// picture stands in the page without a script.
/// </summary>
public sealed record LanesDrawing
{
    public const double Width = 1000, Left = 150, Right = 12, Top = 26;
    private const double Gap = 10, Tallest = 14, Lowest = 3, Room = 640;

    private static readonly TimeSpan[] Steps =
    [
        TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1), TimeSpan.FromHours(3), TimeSpan.FromHours(6), TimeSpan.FromHours(12), TimeSpan.FromDays(1), TimeSpan.FromDays(2), TimeSpan.FromDays(7), TimeSpan.FromDays(30),
    ];

    public double Height { get; private init; }
    public double LaneHeight { get; private init; }
    public required IReadOnlyList<LaneRow> Rows { get; init; }
    public required IReadOnlyList<LaneGroup> Groups { get; init; }
    public required IReadOnlyList<LaneTick> Ticks { get; init; }

    public static LanesDrawing Of(IReadOnlyList<TrialLane> lanes, IReadOnlyList<TrialAsk> asks, DateTimeOffset from, DateTimeOffset to)
    {
        var span = Math.Max(1, (to - from).TotalSeconds);
        double X(DateTimeOffset at) => Left + Math.Clamp((at - from).TotalSeconds / span, 0, 1) * (Width - Left - Right);
        var tall = Math.Clamp(Room / Math.Max(1, lanes.Count), Lowest, Tallest);
        var (rows, groups) = (new List<LaneRow>(lanes.Count), new List<LaneGroup>());
        var y = Top;
        for (var i = 0; i < lanes.Count;)
        {
            var (campaign, first, top) = (lanes[i].Campaign, i, y);
            for (; i < lanes.Count && string.Equals(lanes[i].Campaign, campaign, StringComparison.Ordinal); i++, y += tall)
                rows.Add(new LaneRow(lanes[i], y, Bars(lanes[i], X, Width - Right), [.. lanes[i].Asked.Select(asked => X(asked.At))]));
            groups.Add(new LaneGroup(campaign, i - first, top, y - top, [.. asks.Where(ask => string.Equals(ask.Campaign, campaign, StringComparison.Ordinal)).Select(ask => X(ask.At))]));
            // A group of one lane still needs the height of its name.
            y = Math.Max(y, top + Tallest) + Gap;
        }

        return new LanesDrawing { Height = y, LaneHeight = tall, Rows = rows, Groups = groups, Ticks = TicksOf(from, to, X) };
    }

    private static List<LaneBar> Bars(TrialLane lane, Func<DateTimeOffset, double> x, double end)
    {
        var bars = new List<LaneBar>();
        for (var i = 0; i < lane.Steps.Count; i++)
        {
            var (at, posture) = lane.Steps[i];
            var until = i + 1 < lane.Steps.Count ? x(lane.Steps[i + 1].At) : end;
            if (posture != Posture.Open)
                bars.Add(new LaneBar(x(at), Math.Max(1, until - x(at)), posture));
        }

        return bars;
    }

    private static List<LaneTick> TicksOf(DateTimeOffset from, DateTimeOffset to, Func<DateTimeOffset, double> x)
    {
        var step = Array.Find(Steps, step => (to - from) / step <= 9);
        if (step == default)
            step = Steps[^1] * Math.Ceiling((to - from) / Steps[^1] / 9);
        var ticks = new List<LaneTick>();
        for (var at = new DateTimeOffset((from.UtcTicks + step.Ticks - 1) / step.Ticks * step.Ticks, TimeSpan.Zero); at <= to; at += step)
            ticks.Add(new LaneTick(x(at), at.ToString(step < TimeSpan.FromDays(1) ? "d MMM HH:mm" : "d MMM", CultureInfo.InvariantCulture)));
        return ticks;
    }
}
