using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Weir.Console.Shell;
using Weir.Console.Work;
using Weir.Gateway.Ledger;
using Weir.Ledger.Entries;
using Weir.Policy;

namespace Weir.Console.Campaigns.Evidence;

/// <summary>A pack that was made and can be taken away.</summary>
public sealed record MadePack(string Campaign, PackFacts Facts, long Bytes, FileStream File);

/// <summary>
/// Packs of evidence, one at a time, beside everything else. A pack lies in a file without a name until the next is made or the gateway ends; that it was asked for, and by whom, is an entry
/// of the ledger before anything is read.
/// </summary>
internal sealed class EvidenceRoom(ConsolePages pages, MakePack make)
{
    public const string Topic = "evidence";

    private readonly BackgroundJob<MadePack> _job = new("weir evidence", pages.Gateway.Time, pages.Stopping);
    private volatile string _campaign = "";

    /// <summary>How the work on this campaign's pack stands; nothing where the last one was another's.</summary>
    public JobState<MadePack>? StateOf(string campaign) => string.Equals(_campaign, campaign, StringComparison.Ordinal) ? _job.State : null;

    public void Map()
    {
        pages.Post("/campaigns/{id}/evidence", static who => who.MayDecide, StartAsync);
        pages.Get("/campaigns/{id}/evidence", static who => who.MayDecide, visit => Task.FromResult(Pack(visit)));
        pages.Get("/campaigns/{id}/evidence/names", static who => who.MayAll, visit => Task.FromResult(Names(visit)));
        pages.Live.Add(Topic, _ => Task.FromResult<string?>(_campaign + " " + JobLines.Of(_job)));
    }

    private Task<IResult> StartAsync(Visit visit, IFormCollection form)
    {
        var id = visit.Route("id");
        var before = _job.State.Result;
        var began = _job.TryStart(visit.Who.Name, (progress, cancel) => MakeAsync(new PackWish(visit.Gateway, id, visit.Who.Name), progress, cancel));
        if (began)
        {
            _campaign = id;
            before?.File.Dispose();
        }

        return Task.FromResult(visit.Back(Pieces.Links.Campaign(id) + "#evidence", began ? "The pack is being made." : "Another pack is being made. Ask again when it is done.", wrong: !began));
    }

    private async Task<MadePack> MakeAsync(PackWish wish, JobProgress progress, CancellationToken cancel)
    {
        // Lines of the journal leave the house with it.
        wish.Gateway.Ledger.Record(EntryType.OperatorAction, GatewayLedger.ByOperator, "", JsonSerializer.SerializeToUtf8Bytes(new { act = "evidence", campaign = wish.Campaign, actor = wish.By }, PolicyEntryJson.Options));
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), options);
        try
        {
            var facts = await make(wish, file, progress, cancel);
            await file.FlushAsync(cancel);
            return new MadePack(wish.Campaign, facts, file.Length, file);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    private IResult Pack(Visit visit) =>
        StateOf(visit.Route("id"))?.Result is { } pack
            ? new Download(pack.File, pack.Bytes, "application/zip", $"evidence-{pack.Campaign}.zip")
            : visit.Missing("There is no pack of this campaign. It is made on the campaign's page, and kept until another is made.");

    private IResult Names(Visit visit) =>
        StateOf(visit.Route("id"))?.Result is { } pack
            ? Results.Bytes(pack.Facts.Names, "application/json", $"evidence-{pack.Campaign}.zip.key.json")
            : visit.Missing("There is no pack of this campaign.");

    /// <summary>Read by place, so that several may take it at once.</summary>
    private sealed class Download(FileStream file, long length, string type, string name) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.ContentType = type;
            response.ContentLength = length;
            response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
            var buffer = new byte[128 << 10];
            for (var at = 0L; at < length;)
            {
                var read = await RandomAccess.ReadAsync(file.SafeFileHandle, buffer, at, httpContext.RequestAborted);
                if (read == 0)
                    break;
                await response.Body.WriteAsync(buffer.AsMemory(0, read), httpContext.RequestAborted);
                at += read;
            }
        }
    }
}
