using Microsoft.AspNetCore.Http;
using Weir.Console.Shell;
using Weir.Detection.Accounts;

namespace Weir.Console.Overview;

/// <summary>One look that tells whether all is well.</summary>
internal static class OverviewPage
{
    private const string Icon = "M3 11l7-7 7 7M5 9v8h10V9";

    public static void Map(ConsolePages pages)
    {
        pages.Section(new Section("/", "Overview", 'o', Icon));
        pages.Get("/", static who => who.MayLook, ShowAsync);
    }

    private static async Task<IResult> ShowAsync(Visit visit)
    {
        if (await visit.Gateway.Detection.LookAsync(static analysis => new OverviewModel(analysis.Summary, analysis.CountVerdicts()), visit.Cancel) is not { } model)
            return visit.Busy();
        return visit.Page<OverviewView, OverviewModel>("Overview", model);
    }
}

public sealed record OverviewModel(AnalysisSummary Summary, VerdictCounts Verdicts);
