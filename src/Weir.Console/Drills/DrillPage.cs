using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Weir.Console.Shell;
using Weir.Detection;

namespace Weir.Console.Drills;

/// <summary>What became of a made account so far: a sign each, in the order of the truth.</summary>
public static class DrillSigns
{
    public const char Waits = '.', Ordinary = 'o', Missed = 'm', Found = 'f', Innocent = 'x';

    /// <param name="accused">In a campaign that is sure, or surely a harvester by itself.</param>
    public static char Of(DrillAccount account, bool accused) =>
        accused ? account.IsHarvest ? Found : Innocent : account.Calls == 0 ? Waits : account.IsHarvest ? Missed : Ordinary;
}

/// <summary>A drill beside its truth.</summary>
public sealed record DrillModel
{
    public required DrillState State { get; init; }
    public required IReadOnlyList<DrillScenario> Scenarios { get; init; }
    public string? Warning { get; init; }
    /// <summary>A sign an account, in the order of the truth.</summary>
    public required string Signs { get; init; }
    public required IReadOnlyList<string> Campaigns { get; init; }

    public int Found => Signs.AsSpan().Count(DrillSigns.Found);
    public int Missed => Signs.AsSpan().Count(DrillSigns.Missed);
    public int Innocent => Signs.AsSpan().Count(DrillSigns.Innocent);
    public int Ordinary => State.Truth.Count(static one => !one.IsHarvest);
    public int Harvesters => State.Truth.Count - Ordinary;
}

/// <summary>Drills: made traffic whose truth is known, played to this gateway, and what it makes of it. There only where the program allows it.</summary>
internal sealed class DrillPage(ConsolePages pages, IDrillGround ground)
{
    public const string Topic = "drill";
    private const string Icon = "M10 3a7 7 0 100 14 7 7 0 000-14M10 7a3 3 0 100 6 3 3 0 000-6";

    public static void Map(ConsolePages pages, IDrillGround ground)
    {
        var page = new DrillPage(pages, ground);
        pages.Section(new Section("/drills", "Drills", 'd', Icon));
        pages.Get("/drills", static who => who.MayLook, page.LookAsync);
        pages.Post("/drills", static who => who.MayAll, page.StartAsync);
        pages.Post("/drills/stop", static who => who.MayAll, page.StopAsync);
        pages.Live.Add(Topic, page.TellAsync);
    }

    private async Task<IResult> LookAsync(Visit visit) => await ReadAsync(visit.Cancel) is { } model ? visit.Page<DrillView, DrillModel>("Drills", model) : visit.Busy();

    private Task<IResult> StartAsync(Visit visit, IFormCollection form)
    {
        if (!double.TryParse(form["scale"].ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var scale) || !ulong.TryParse(form["seed"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var seed))
            return Task.FromResult(visit.Back("/drills", "The scale is a number such as 0.05, the seed a whole number.", wrong: true));
        return Task.FromResult(ground.Start(new DrillWish(form["scenario"].ToString(), scale, seed)) is { } refused ? visit.Back("/drills", refused, wrong: true) : visit.To("/drills"));
    }

    private Task<IResult> StopAsync(Visit visit, IFormCollection form)
    {
        ground.Stop();
        return Task.FromResult(visit.Back("/drills", "The drill is stopped. What it sent stays in journal and ledger."));
    }

    private async Task<string?> TellAsync(CancellationToken cancel) => await ReadAsync(cancel) is { } model
        ? JsonSerializer.Serialize(new
        {
            phase = model.State.Phase.ToString().ToLowerInvariant(), day = Math.Round(model.State.Day, 1), percent = Percent(model.State), sent = model.State.Sent, refused = model.State.Refused,
            found = model.Found, missed = model.Missed, innocent = model.Innocent, campaigns = model.Campaigns.Count, signs = model.Signs,
        }, JsonSerializerOptions.Web)
        : null;

    internal static int Percent(DrillState state) => state.Days <= 0 ? 0 : (int)Math.Clamp(state.Day / state.Days * 100, 0, 100);

    /// <summary>Null where detection has no time to answer.</summary>
    private async Task<DrillModel?> ReadAsync(CancellationToken cancel)
    {
        var state = ground.State;
        var accused = state.Truth.Count == 0 ? new Accused([], []) : await pages.Gateway.Detection.LookAsync(analysis =>
        {
            var campaigns = analysis.Campaigns().Where(static one => one.Verdict == Verdict.Act).ToArray();
            var names = campaigns.SelectMany(static one => one.Accounts.Select(static member => member.Account)).ToHashSet(StringComparer.Ordinal);
            foreach (var one in state.Truth)
            {
                if (one.Calls > 0 && analysis.GlanceAt(one.Name) is { Verdict: Verdict.Act })
                    names.Add(one.Name);
            }

            return new Accused(names, [.. campaigns.Select(static one => one.Campaign)]);
        }, cancel);
        return accused is null ? null : new DrillModel
        {
            State = state, Scenarios = ground.Scenarios, Warning = ground.Warning, Campaigns = accused.Campaigns,
            Signs = string.Create(state.Truth.Count, (state, accused), static (signs, of) =>
            {
                for (var i = 0; i < signs.Length; i++)
                    signs[i] = DrillSigns.Of(of.state.Truth[i], of.accused.Names.Contains(of.state.Truth[i].Name));
            }),
        };
    }

    private sealed record Accused(HashSet<string> Names, IReadOnlyList<string> Campaigns);
}
