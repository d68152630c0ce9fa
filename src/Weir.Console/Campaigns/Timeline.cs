using System.Globalization;
using Weir.Detection.Campaigns;
using Weir.Policy;

namespace Weir.Console.Campaigns;

/// <summary>A bar of the timeline, and when it was in shares of the whole.</summary>
public readonly record struct TimeBar(double From, double To, double Height, long Count);

/// <summary>A moment that is marked: what happened, in words.</summary>
public sealed record TimeMark(DateTimeOffset At, double Place, string Kind, string Says);

/// <summary>Joins, volume, verdicts and decisions over one stretch of time, ready to be drawn: places and heights between 0 and 1.</summary>
public sealed record Timeline(DateTimeOffset From, DateTimeOffset To, IReadOnlyList<TimeBar> Began, IReadOnlyList<TimeBar> Volume, IReadOnlyList<TimeMark> Marks, IReadOnlyList<(double Place, DateTimeOffset At)> Days)
{
    private const int MostMarks = 24;

    public static Timeline Of(CampaignSight sight, CampaignDecisions decisions)
    {
        var (bonds, finding) = (sight.Bonds, sight.Finding);
        var volume = bonds.Volume;
        var from = sight.Waves.From;
        var to = Latest(finding.LastAt, sight.Waves.To, volume.From + volume.Step * volume.Exchanges.Count);
        foreach (var (at, _) in decisions.Changes)
            to = Latest(at, to);
        // A decision long after the last exchange must not press all else into a corner.
        if (finding.LastAt is { } last && to - last > (last - from) / 2)
            to = last + (last - from) / 2;
        var whole = Math.Max(1, (to - from).Ticks);
        double Place(DateTimeOffset at) => Math.Clamp((double)(at - from).Ticks / whole, 0, 1);

        var step = Math.Max(1, ((sight.Waves.To - from).Ticks / Graph.Waves.Bins) + 1);
        var most = Math.Max(1, sight.Waves.Began.Count == 0 ? 1 : sight.Waves.Began.Max());
        var began = sight.Waves.Began.Select((count, bin) => new TimeBar(Place(from.AddTicks(bin * step)), Place(from.AddTicks((bin + 1) * step)), (double)count / most, count)).Where(static bar => bar.Count > 0).ToList();
        var widest = Math.Max(1, volume.Exchanges.Count == 0 ? 1 : volume.Exchanges.Max());
        var flow = volume.Exchanges.Select((count, at) => new TimeBar(Place(volume.From + volume.Step * at), Place(volume.From + volume.Step * (at + 1)), (double)count / widest, count)).ToList();

        var marks = new List<TimeMark>();
        foreach (var told in bonds.Timeline)
            marks.Add(new TimeMark(told.At, Place(told.At), told.Says.StartsWith("reaches act", StringComparison.Ordinal) ? "act" : told.Says.StartsWith("reaches watch", StringComparison.Ordinal) ? "watch" : "told", Capital(told.Says)));
        foreach (var group in decisions.Changes.GroupBy(static one => (one.Posture, one.At.UtcDateTime.Date)))
            marks.Add(new TimeMark(group.Min(static one => one.At), Place(group.Min(static one => one.At)), "decided", $"{Words.Accounts(group.Count())} to {group.Key.Posture.Word()}"));
        if (decisions.Own?.WordAt(decisions.Now) is { } word)
            marks.Add(new TimeMark(word.Since, Place(word.Since), "decided", $"{(word.Posture == Posture.Open ? "Dismissed" : word.Posture.Word() + " for all its accounts")}, by {Pieces.ShownText.Of(word.Actor, 40).Shown}"));
        return new Timeline(from, to, began, flow, [.. marks.OrderBy(static mark => mark.At).TakeLast(MostMarks)], DaysOf(from, to, Place));
    }

    private static DateTimeOffset Latest(params ReadOnlySpan<DateTimeOffset?> times)
    {
        var latest = DateTimeOffset.MinValue;
        foreach (var time in times)
            latest = time > latest ? time.Value : latest;
        return latest;
    }

    private static List<(double, DateTimeOffset)> DaysOf(DateTimeOffset from, DateTimeOffset to, Func<DateTimeOffset, double> place)
    {
        var days = (to - from).TotalDays;
        var step = days < 1.5 ? TimeSpan.FromHours(6) : TimeSpan.FromDays(Math.Max(1, Math.Ceiling(days / 8)));
        var all = new List<(double, DateTimeOffset)>();
        var first = new DateTimeOffset((from.UtcTicks / step.Ticks + 1) * step.Ticks, TimeSpan.Zero);
        for (var at = first; at < to && all.Count < 12; at += step)
            all.Add((place(at), at));
        return all;
    }

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpper(text[0], CultureInfo.InvariantCulture) + text[1..];
}
