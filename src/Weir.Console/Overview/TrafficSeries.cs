using System.Globalization;
using System.Text;
using System.Text.Json;
using Weir.Gateway.Findings;

namespace Weir.Console.Overview;

/// <summary>Traffic over time, for the script's plot and for the picture that stands there without one.</summary>
public sealed record TrafficSeries(string Name, TimeSpan Step, IReadOnlyList<TrafficPoint> Points)
{
    public const string Minutes = "minutes";
    public const string Hours = "hours";

    public static TrafficSeries Of(TrafficHistory history, string name) => name is Minutes
        ? new(Minutes, TimeSpan.FromMinutes(1), history.Minutes)
        : new(Hours, TimeSpan.FromHours(1), history.Hours);

    /// <summary>By the hour once there are enough of them to see something.</summary>
    public static string UsualName(TrafficHistory history) => history.Hours.Count >= 12 ? Hours : Minutes;

    public long Calls => Points.Sum(static point => point.Calls);
    public long Suspect => Points.Sum(static point => point.Suspect);
    public double Share => Calls == 0 ? 0 : (double)Suspect / Calls;

    public object Data => new
    {
        at = Points.Select(static point => point.At.ToUnixTimeSeconds()),
        ordinary = Points.Select(static point => point.Calls - point.Suspect),
        suspect = Points.Select(static point => point.Suspect),
        share = Points.Select(static point => point.Calls == 0 ? (double?)null : Math.Round((double)point.Suspect / point.Calls, 4)),
    };

    public string Json => JsonSerializer.Serialize(Data, JsonSerializerOptions.Web);

    /// <summary>An area under a line, in a box of the given size.</summary>
    public string Area(Func<TrafficPoint, double> value, double most, int width, int height)
    {
        if (Points.Count == 0 || most <= 0)
            return "";
        var path = new StringBuilder();
        path.Append(CultureInfo.InvariantCulture, $"M0 {height}");
        for (var i = 0; i < Points.Count; i++)
            path.Append(CultureInfo.InvariantCulture, $"L{X(i, width):0.#} {height - (height * value(Points[i]) / most):0.#}");
        return path.Append(CultureInfo.InvariantCulture, $"L{X(Points.Count - 1, width):0.#} {height}Z").ToString();
    }

    private double X(int i, int width) => Points.Count < 2 ? width : (double)width * i / (Points.Count - 1);
}
