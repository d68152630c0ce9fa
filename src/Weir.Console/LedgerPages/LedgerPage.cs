using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Weir.Console.Shell;
using Weir.Console.Work;
using Weir.Gateway.Ledger;
using Weir.Ledger;
using Weir.Ledger.Checks;
using Weir.Ledger.Entries;
using Weir.Ledger.Files;
using Weir.Ledger.Signing;
using Weir.Ledger.Tree;

namespace Weir.Console.LedgerPages;

public sealed record LedgerRow(long Index, Entry? Entry, EntryWords Words);

/// <summary>A witness that signed a checkpoint, and when it saw it.</summary>
public sealed record WitnessSeen(string Name, DateTimeOffset? At);

public sealed record LedgerModel
{
    public required LedgerQuery Query { get; init; }
    public required IReadOnlyList<LedgerRow> Rows { get; init; }
    public bool Older { get; init; }
    public required IReadOnlyList<KeyValuePair<string, int>> Types { get; init; }
    public required IReadOnlyList<string> Actors { get; init; }
    public LedgerHealth? Health { get; init; }
    public string? Reason { get; init; }
    public string? Key { get; init; }
    public Checkpoint? Checkpoint { get; init; }
    public Checkpoint? Witnessed { get; init; }
    public required IReadOnlyList<WitnessSeen> Witnesses { get; init; }
    public int Waiting { get; init; }
    public required JobState<LedgerReport> Check { get; init; }
}

public sealed record EntryModel
{
    public required long Index { get; init; }
    public required long Size { get; init; }
    public required Entry? Entry { get; init; }
    public required string Leaf { get; init; }
    public required EntryWords Words { get; init; }
    public string? Subject { get; init; }
    public string? Body { get; init; }
    /// <summary>Bytes of the body that are not shown.</summary>
    public int BodyLeftOff { get; init; }
    public required TlogProof Proof { get; init; }
    /// <summary>The proof was verified just now, against our key.</summary>
    public required bool Proved { get; init; }
}

/// <summary>The ledger: what was decided, that it still stands as it was written, and the proof of any of it.</summary>
internal sealed class LedgerPage
{
    public const string Topic = "ledger-check";
    private const string Icon = "M5 3h10v14H5zM8 7h4M8 10h4M8 13h2";
    private const int PageSize = 50;
    private const int MostBody = 64 << 10;

    private readonly GatewayLedger _ledger;
    private readonly BackgroundJob<LedgerReport> _check;

    private LedgerPage(ConsolePages pages, LedgerIndex index)
    {
        (_ledger, Index) = (pages.Gateway.Ledger, index);
        _check = new BackgroundJob<LedgerReport>("weir ledger check", pages.Gateway.Time, pages.Stopping);
    }

    private LedgerIndex Index { get; }

    public static void Map(ConsolePages pages, LedgerIndex index)
    {
        var page = new LedgerPage(pages, index);
        pages.Section(new Section("/ledger", "Ledger", 'l', Icon));
        pages.Get("/ledger", static who => who.MayLook, page.ListAsync);
        pages.Get("/ledger/{index:long}", static who => who.MayLook, page.OneAsync);
        pages.Get("/ledger/{index:long}/proof", static who => who.MayLook, page.ProofAsync);
        pages.Post("/ledger/verify", static who => who.MayDecide, page.VerifyAsync);
        pages.Post("/ledger/verify/stop", static who => who.MayDecide, page.StopAsync);
        pages.Live.Add(Topic, _ => Task.FromResult<string?>(JobLines.Of(page._check)));
    }

    private async Task<IResult> ListAsync(Visit visit)
    {
        var query = new LedgerQuery
        {
            Type = visit.Asked("type"), Actor = visit.Asked("actor"), From = Moment(visit.Asked("from")), Until = Moment(visit.Asked("until")),
            Before = long.TryParse(visit.Asked("before"), NumberStyles.None, CultureInfo.InvariantCulture, out var before) ? before : null,
        };
        var model = new LedgerModel
        {
            Query = query, Rows = [], Types = [], Actors = [], Witnesses = [], Check = _check.State, Health = _ledger.IsEnabled ? _ledger.Health : null, Reason = _ledger.Reason, Key = _ledger.Key?.Text,
            Checkpoint = _ledger.Writer?.Checkpoint, Waiting = _ledger.Writer?.Waits ?? 0,
        };
        if (_ledger.Writer?.Checkpoint is null)
            return visit.Page<LedgerView, LedgerModel>("Ledger", model);
        try
        {
            var slice = await Index.FindAsync(query, PageSize, visit.Cancel);
            var rows = new List<LedgerRow>(slice.Entries.Count);
            foreach (var at in slice.Entries)
            {
                var record = await Index.Source.ReadOneAsync(at, Index.Size, visit.Cancel);
                rows.Add(new LedgerRow(at, record.Entry, EntryWords.Of(record.Entry, record.Payload)));
            }

            var witnessed = Index.Source.Read(LedgerFiles.Witnessed) is { } bytes && Checkpoint.TryParse(bytes, out var seen) ? seen : null;
            return visit.Page<LedgerView, LedgerModel>("Ledger", model with
            {
                Rows = rows, Older = slice.Older, Types = await Index.TypesAsync(visit.Cancel), Actors = await Index.ActorsAsync(visit.Cancel), Witnessed = witnessed,
                Witnesses = [.. witnessed?.Note.Signatures.Where(line => _ledger.Key is not { } own || !line.IsOf(own)).Select(static line => new WitnessSeen(line.Name, Cosignature.TimeOf(line))) ?? []],
            });
        }
        catch (IOException unreadable)
        {
            return visit.Page<LedgerView, LedgerModel>("Ledger", model with { Reason = $"The ledger cannot be read: {unreadable.Message}. Verify says what is damaged." });
        }
    }

    private async Task<IResult> OneAsync(Visit visit)
    {
        var (model, answer) = await ReadAsync(visit);
        return model is null ? answer! : visit.Page<EntryView, EntryModel>($"Entry {model.Index}", model);
    }

    private async Task<IResult> ProofAsync(Visit visit)
    {
        var (model, answer) = await ReadAsync(visit);
        if (model is null)
            return answer!;
        return model.Proved
            ? new FileResult(string.Create(CultureInfo.InvariantCulture, $"{model.Index}.tlog-proof"), "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(model.Proof.ToString()))
            : visit.Refuse(StatusCodes.Status409Conflict, "This entry cannot be proved: the ledger is damaged. Verify says where.");
    }

    private async Task<(EntryModel? Model, IResult? Answer)> ReadAsync(Visit visit)
    {
        if (_ledger is not { Writer.Checkpoint: { } checkpoint, Key: { } key })
            return (null, visit.Missing("There is no ledger here."));
        if (!long.TryParse(visit.Route("index"), NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index >= checkpoint.Size)
            return (null, visit.Missing(string.Create(CultureInfo.InvariantCulture, $"The ledger has no such entry: it has {checkpoint.Size:N0}, from 0 on.")));
        try
        {
            var record = await Index.Source.ReadOneAsync(index, checkpoint.Size, visit.Cancel);
            var proof = new TlogProof(index, await new TreeReader(Index.Source, checkpoint.Size).ProveInclusionAsync(index, visit.Cancel), checkpoint);
            var body = record.Payload?.Body.Bytes ?? default;
            return (new EntryModel
            {
                Index = index, Size = checkpoint.Size, Entry = record.Entry, Leaf = Encoding.UTF8.GetString(record.Leaf.Span), Words = EntryWords.Of(record.Entry, record.Payload),
                Subject = record.Payload is { Subject.Bytes.Length: > 0 } about ? Encoding.UTF8.GetString(about.Subject.Bytes.Span) : null, Body = record.Payload is null ? null : Pretty(body[..Math.Min(body.Length, MostBody)]),
                BodyLeftOff = Math.Max(0, body.Length - MostBody), Proof = proof, Proved = proof.Proves(key, record.Leaf.Span),
            }, null);
        }
        catch (IOException unreadable)
        {
            return (null, visit.Refuse(StatusCodes.Status500InternalServerError, $"The ledger cannot be read here: {unreadable.Message}. Verify says what is damaged."));
        }
    }

    private Task<IResult> VerifyAsync(Visit visit, IFormCollection form) => Task.FromResult(
        _check.TryStart(visit.Who.Name, (progress, cancel) => LedgerCheck.RunAsync(_ledger.Folder, _ledger.Key, since: null, cancel, (read, all) =>
            progress.Tell(all == 0 ? null : (double)read / all, read == all ? "checking payloads" : string.Create(CultureInfo.InvariantCulture, $"{read:N0} of {all:N0} entries"))))
            ? visit.To("/ledger#check")
            : visit.Back("/ledger#check", "It is being verified already.", wrong: true));

    private Task<IResult> StopAsync(Visit visit, IFormCollection form)
    {
        _check.Stop();
        return Task.FromResult(visit.Back("/ledger#check", "Verifying was stopped. What was read until then proves nothing about the rest."));
    }

    /// <summary>JSON with room between; other bytes as text.</summary>
    private static string Pretty(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes);
            return JsonSerializer.Serialize(json.RootElement, Indented);
        }
        catch (JsonException)
        {
            return Encoding.UTF8.GetString(bytes.Span);
        }
    }

    private static readonly JsonSerializerOptions Indented = new(Weir.Gateway.Admin.AdminJson.Options) { WriteIndented = true };

    private static DateTimeOffset? Moment(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : null;
}
