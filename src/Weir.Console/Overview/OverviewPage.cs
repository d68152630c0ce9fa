using Microsoft.AspNetCore.Http;
using Weir.Console.Inbox;
using Weir.Console.Live;
using Weir.Console.Shell;

namespace Weir.Console.Overview;

/// <summary>One look that tells whether all is well.</summary>
internal sealed class OverviewPage
{
    private const string Icon = "M3 11l7-7 7 7M5 9v8h10V9";
    private static readonly TimeSpan Holds = TimeSpan.FromSeconds(0.9);

    private readonly Shared<OverviewModel> _model;

    private OverviewPage(ConsolePages pages, InboxReading inbox) => _model = new(Holds, cancel => OverviewModel.ReadAsync(pages.Gateway, inbox, cancel));

    public static void Map(ConsolePages pages, InboxReading inbox)
    {
        var page = new OverviewPage(pages, inbox);
        pages.Section(new Section("/", "Overview", 'o', Icon));
        pages.Get("/", static who => who.MayLook, page.ShowAsync);
        var history = pages.Gateway.History;
        pages.Live.Add("overview", async cancel => (await page._model.GetAsync(cancel))?.Digest);
        pages.Live.Add(TrafficSeries.Minutes, _ => Task.FromResult<string?>(TrafficSeries.Of(history, TrafficSeries.Minutes).Json));
        pages.Live.Add(TrafficSeries.Hours, _ => Task.FromResult<string?>(TrafficSeries.Of(history, TrafficSeries.Hours).Json));
    }

    private async Task<IResult> ShowAsync(Visit visit)
    {
        if (await _model.GetAsync(visit.Cancel) is not { } model)
            return visit.Busy();
        var history = visit.Gateway.History;
        var series = TrafficSeries.Of(history, visit.Asked("traffic") switch { TrafficSeries.Minutes => TrafficSeries.Minutes, TrafficSeries.Hours => TrafficSeries.Hours, _ => TrafficSeries.UsualName(history) });
        return visit.Page<OverviewView, OverviewShown>("Overview", new OverviewShown(model, series));
    }
}

public sealed record OverviewShown(OverviewModel Now, TrafficSeries Traffic);
