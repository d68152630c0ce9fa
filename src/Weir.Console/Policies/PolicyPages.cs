using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Weir.Console.LedgerPages;
using Weir.Console.Shell;
using Weir.Console.Work;
using Weir.Gateway.Enforcement;
using Weir.Policy;

namespace Weir.Console.Policies;

/// <summary>The policy: what is in force, what is wrong with the file, what another one would do, and what it was before.</summary>
internal sealed class PolicyPages
{
    public const string Topic = "policy-trial";
    private const string Icon = "M6 3v14M6 4h9l-2 3 2 3H6";
    /// <summary>A policy of a megabyte, each sign of it escaped.</summary>
    private const int LargestForm = 4 << 20;

    private readonly ConsolePages _pages;
    private readonly PolicyDesk _desk;
    private readonly PolicyHistory _history;
    private readonly BackgroundJob<TrialResult> _trial;

    private PolicyPages(ConsolePages pages, PolicyHistory history)
    {
        (_pages, _desk, _history) = (pages, pages.Gateway.Policy, history);
        _trial = new BackgroundJob<TrialResult>("weir policy trial", pages.Gateway.Time, pages.Stopping);
    }

    public static void Map(ConsolePages pages, LedgerIndex index)
    {
        var page = new PolicyPages(pages, new PolicyHistory(index));
        pages.Section(new Section("/policy", "Policy", 'p', Icon));
        pages.Get("/policy", static who => who.MayLook, page.LookAsync);
        pages.Get("/policy/file", static who => who.MayLook, page.FileAsync);
        pages.Get("/policy/edit", static who => who.MayDecide, page.EditAsync);
        pages.Post("/policy/check", static who => who.MayDecide, page.CheckAsync, LargestForm);
        pages.Post("/policy/download", static who => who.MayDecide, page.DownloadAsync, LargestForm);
        pages.Post("/policy/save", static who => who.MayAll, page.SaveAsync, LargestForm);
        pages.Get("/policy/try", static who => who.MayLook, page.TrialAsync);
        pages.Post("/policy/try", static who => who.MayDecide, page.TryAsync, LargestForm);
        pages.Post("/policy/try/stop", static who => who.MayDecide, page.StopAsync);
        pages.Get("/policy/versions", static who => who.MayLook, page.VersionsAsync);
        pages.Get("/policy/versions/{index:long}", static who => who.MayLook, page.VersionAsync);
        pages.Live.Add(Topic, _ => Task.FromResult<string?>(JobLines.Of(page._trial)));
    }

    private async Task<IResult> LookAsync(Visit visit)
    {
        var current = _desk.File.Current;
        var text = await ReadFileAsync(visit.Cancel);
        var (held, stopped, proposed) = _desk.Look((book, _, _) =>
        {
            var now = _desk.Now;
            return (book.Standings.Values.Count(one => one.At(now) > Posture.Watch), book.Standings.Values.Count(one => one.At(now).IsHard()), book.Standings.Values.Count(static one => one.Proposal is not null));
        });
        return visit.Page<PolicyView, PolicyModel>("Policy", new PolicyModel
        {
            Policy = current.Policy, Hash = current.Hash, File = NameOf(_desk.File.Path), Text = text is null ? null : PolicyText.Read(text), IsAside = text is not null && !string.Equals(PolicyReader.HashOf(text), current.Hash, StringComparison.Ordinal),
            Taken = (await VersionsOrNoneAsync(visit.Cancel)).FirstOrDefault(version => string.Equals(version.Hash, current.Hash, StringComparison.Ordinal)), Held = held, Stopped = stopped, Proposed = proposed,
        });
    }

    private async Task<IResult> FileAsync(Visit visit) =>
        await ReadFileAsync(visit.Cancel) is { } text ? new FileResult("policy.yaml", "application/yaml; charset=utf-8", Encoding.UTF8.GetBytes(text)) : visit.Missing("There is no policy file to read.");

    /// <summary>The file, or what was just tried, or one of the samples to begin with.</summary>
    private async Task<IResult> EditAsync(Visit visit)
    {
        var file = await ReadFileAsync(visit.Cancel);
        var text = visit.Asked("of") switch
        {
            "tried" when _trial.State.Result is { } tried => tried.Wish.Text,
            "sample" => PolicyDocuments.Sample(),
            "strict" => PolicyDocuments.Sample(strict: true),
            _ => file ?? PolicyDocuments.Sample(),
        };
        return visit.Page<EditView, EditModel>("Edit the policy", Edit(visit, text, file is null ? "" : PolicyReader.HashOf(file), file));
    }

    private EditModel Edit(Visit visit, string text, string over, string? file) => new()
    {
        Text = PolicyText.Read(text), Over = over, File = NameOf(_desk.File.Path), MaySave = visit.Who.MayAll && _desk.File.Path is not null, Changes = TextDifference.Of(file ?? "", text),
    };

    /// <summary>For a person the page again, with what was found; for the script of it, what was found.</summary>
    private async Task<IResult> CheckAsync(Visit visit, IFormCollection form)
    {
        var text = PolicyText.FromForm(form["text"].ToString());
        if (visit.Http.Request.Headers.Accept.ToString().Contains("application/json", StringComparison.Ordinal))
            return Results.Json(new { marks = PolicyText.Read(text).Marks });
        var file = await ReadFileAsync(visit.Cancel);
        return visit.Page<EditView, EditModel>("Edit the policy", Edit(visit, text, form["over"].ToString(), file) with { Checked = true, Reason = form["reason"].ToString() });
    }

    private Task<IResult> DownloadAsync(Visit visit, IFormCollection form) =>
        Task.FromResult<IResult>(new FileResult("policy.yaml", "application/yaml; charset=utf-8", Encoding.UTF8.GetBytes(PolicyText.FromForm(form["text"].ToString()))));

    private async Task<IResult> SaveAsync(Visit visit, IFormCollection form)
    {
        var text = PolicyText.FromForm(form["text"].ToString());
        var (saved, outcome) = await visit.Gateway.Acts.SavePolicyAsync(text, form["over"].ToString(), form["reason"].ToString(), visit.Who);
        if (outcome.Done)
            return visit.Back("/policy", saved!.State == PolicySaveState.Same ? "That is the policy in force already." : $"The policy is in force, mode {saved.Reading.Policy!.Mode.ToString().ToLowerInvariant()}. The ledger has it, with your reason.");
        var file = await ReadFileAsync(visit.Cancel);
        var model = Edit(visit, text, form["over"].ToString(), file) with { Checked = saved?.State == PolicySaveState.Faulty, Refused = outcome.Fault, Reason = form["reason"].ToString() };
        // To write over what somebody else saved one must have seen it.
        return visit.Page<EditView, EditModel>("Edit the policy", saved?.State == PolicySaveState.Changed && file is not null ? model with { Over = PolicyReader.HashOf(file), Theirs = model.Changes } : model, outcome.Status);
    }

    private Task<IResult> TrialAsync(Visit visit) => Task.FromResult(visit.Page<TryView, TryModel>("Try a policy", new TryModel { Job = _trial.State, HasPolicy = _desk.File.Current.File is not null }));

    private async Task<IResult> TryAsync(Visit visit, IFormCollection form)
    {
        var text = form["of"].ToString() switch
        {
            "sample" => PolicyDocuments.Sample(),
            "strict" => PolicyDocuments.Sample(strict: true),
            "file" => await ReadFileAsync(visit.Cancel) ?? "",
            _ => PolicyText.FromForm(form["text"].ToString()),
        };
        var reading = PolicyReader.Read(text, "policy.yaml");
        if (reading.Policy is null)
            return visit.Page<EditView, EditModel>("Edit the policy", Edit(visit, text, form["over"].ToString(), await ReadFileAsync(visit.Cancel)) with { Checked = true, Refused = "A policy with faults cannot be tried." }, StatusCodes.Status400BadRequest);
        int? hours = int.TryParse(form["hours"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) && asked is > 0 and <= 24 * 3650 ? asked : null;
        var answered = DurationText.TryParse(form["approve"].ToString(), out var after) && after > TimeSpan.Zero ? after : (TimeSpan?)null;
        var trial = new PolicyTrial(visit.Gateway, new TrialWish(text, reading, hours, answered), _desk.File.Current);
        return _trial.TryStart(visit.Who.Name, trial.RunAsync)
            ? visit.To("/policy/try")
            : visit.Back("/policy/try", "A trial runs already, one at a time: it takes as much memory as detection. Stop it, or wait.", wrong: true);
    }

    private Task<IResult> StopAsync(Visit visit, IFormCollection form)
    {
        _trial.Stop();
        return Task.FromResult(visit.Back("/policy/try", "The trial is stopped."));
    }

    private async Task<IResult> VersionsAsync(Visit visit)
    {
        var versions = await VersionsOrNoneAsync(visit.Cancel);
        var model = new VersionsModel { Versions = versions, LedgerOff = _pages.Gateway.Ledger.Writer is null };
        if (Version(versions, visit.Asked("from")) is not { } from || Version(versions, visit.Asked("to")) is not { } to)
            return visit.Page<VersionsView, VersionsModel>("Versions of the policy", model);
        // The older one stands on the left, whichever was named first.
        (from, to) = from.Index <= to.Index ? (from, to) : (to, from);
        return await _history.TextAsync(from.Index, visit.Cancel) is { } older && await _history.TextAsync(to.Index, visit.Cancel) is { } newer
            ? visit.Page<VersionsView, VersionsModel>("Versions of the policy", model with { From = from, To = to, Difference = TextDifference.Of(older, newer) })
            : visit.Missing("The text of one of these versions is not there any more.");
    }

    private async Task<IResult> VersionAsync(Visit visit)
    {
        var versions = await VersionsOrNoneAsync(visit.Cancel);
        return Version(versions, visit.Route("index")) is { } version && await _history.TextAsync(version.Index, visit.Cancel) is { } text
            ? visit.Page<VersionsView, VersionsModel>("A version of the policy", new VersionsModel { Versions = versions, To = version, Whole = PolicyText.Read(text) })
            : visit.Missing("The ledger has no such version of the policy.");
    }

    private static PolicyVersion? Version(IReadOnlyList<PolicyVersion> versions, string? index) =>
        long.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? versions.FirstOrDefault(version => version.Index == at) : null;

    private async Task<IReadOnlyList<PolicyVersion>> VersionsOrNoneAsync(CancellationToken cancel)
    {
        try
        {
            return _pages.Gateway.Ledger.Writer?.Checkpoint is null ? [] : await _history.ReadAsync(cancel);
        }
        catch (IOException)
        {
            // The ledger's own page says what is wrong with it.
            return [];
        }
    }

    private async Task<string?> ReadFileAsync(CancellationToken cancel)
    {
        try
        {
            return _desk.File.Path is { } path && new FileInfo(path) is { Exists: true, Length: <= 2 * PolicyReader.MostChars } ? await File.ReadAllTextAsync(path, cancel) : null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? NameOf(string? path) => path is null ? null : Path.GetFileName(path);
}
