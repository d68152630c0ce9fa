using System.Globalization;

namespace Weir.Console.Work;

/// <summary>A job as an open page is told of it.</summary>
internal static class JobLines
{
    /// <summary>So often after its end it is told again: a page that was made a moment before takes the first word for what it shows already.</summary>
    private const int Echoes = 4;

    public static string Of<T>(BackgroundJob<T> job)
        where T : class
    {
        var state = job.State;
        return string.Create(CultureInfo.InvariantCulture, $"{state.Phase} {state.Percent} {state.Doing} {Math.Min(Echoes, (int)job.SinceEnd.TotalSeconds)}");
    }
}
