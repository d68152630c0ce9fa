using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Weir.Gateway.Enforcement;
using Weir.Gateway.Enforcement.Notices;
using Weir.Gateway.Ledger;
using Weir.Ledger.Entries;
using Weir.Policy;

namespace Weir.Gateway.Admin;

/// <summary>What came of an act: entries that hold now, or why not.</summary>
/// <param name="Status">As an answer on the admin port: 200 where it was done.</param>
public sealed record ActOutcome(int Status, string? Fault, IReadOnlyList<PolicyEntry> Entries)
{
    public bool Done => Fault is null;

    internal static ActOutcome No(int status, string fault) => new(status, fault, []);
}

/// <summary>
/// The one way in which persons decide, whichever program or page they do it with. What is asked for is read, kept, and in force when this
/// returns. Two persons who answer the same question at the same moment are not both told that they did.
/// </summary>
public sealed class OperatorActs(PolicyDesk desk, NoticeDesk notices, GatewayLedger ledger)
{
    /// <summary>An appeal is answered and its decision lifted in one go; nobody needs many more.</summary>
    private const int MostTogether = 8;

    private readonly HashSet<string> _underway = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    public Task<ActOutcome> ActAsync(ActRequest asked, Operator by) => ActAsync([asked], by);

    /// <summary>Several acts as one: all of them are kept, or none.</summary>
    public async Task<ActOutcome> ActAsync(IReadOnlyList<ActRequest> asked, Operator by)
    {
        if (asked.Count is 0 or > MostTogether)
            return ActOutcome.No(StatusCodes.Status400BadRequest, $"One to {MostTogether} acts go together.");
        string[] questions = [.. asked.Select(static one => one.Id).OfType<string>().Distinct(StringComparer.Ordinal)];
        if (!TryClaim(questions))
            return ActOutcome.No(StatusCodes.Status409Conflict, "Somebody else is answering this at the moment.");
        try
        {
            return asked is [{ Act: "redeliver" or "dismiss" } notice] ? Settle(notice, by) : await KeepAsync(asked, by);
        }
        finally
        {
            lock (_gate)
                _underway.ExceptWith(questions);
        }
    }

    /// <summary>Puts another policy into force; null where the role or the reason does not do.</summary>
    /// <param name="over">The hash of the text that the person began with.</param>
    public async Task<(PolicySaved? Saved, ActOutcome Outcome)> SavePolicyAsync(string text, string over, string reason, Operator by)
    {
        if (!by.MayAll)
            return (null, ActReading.NotAllowed(by, "save a policy"));
        if (ActReading.ReasonOf(new ActRequest { Reason = reason }) is null)
            return (null, ActOutcome.No(StatusCodes.Status400BadRequest, "Every act needs a reason."));
        var saved = await desk.SaveAsync(text, over, by.Name, reason);
        return (saved, saved.State switch
        {
            PolicySaveState.Done or PolicySaveState.Same => new ActOutcome(StatusCodes.Status200OK, null, []),
            PolicySaveState.Faulty => ActOutcome.No(StatusCodes.Status400BadRequest, $"The policy has {saved.Reading.Faults.Count} faults and is not taken."),
            PolicySaveState.Changed => ActOutcome.No(StatusCodes.Status409Conflict, "Somebody has changed the file since this page was loaded."),
            PolicySaveState.NoFile => ActOutcome.No(StatusCodes.Status409Conflict, "The configuration names no policy file (key `policy`), so there is none to write to."),
            PolicySaveState.NotWritable => ActOutcome.No(StatusCodes.Status409Conflict, "The file cannot be written: " + saved.Says),
            _ => ActOutcome.No(StatusCodes.Status507InsufficientStorage, "The save could not be recorded, so nothing was changed."),
        });
    }

    private bool TryClaim(string[] questions)
    {
        lock (_gate)
        {
            if (questions.Any(_underway.Contains))
                return false;
            _underway.UnionWith(questions);
            return true;
        }
    }

    private async Task<ActOutcome> KeepAsync(IReadOnlyList<ActRequest> asked, Operator by)
    {
        var entries = new List<PolicyEntry>(asked.Count);
        foreach (var one in asked)
        {
            var (entry, status, fault) = desk.Look((book, _, _) => ActReading.Read(one, by, desk.File.Current.Policy, book, desk.Now));
            if (entry is null)
                return ActOutcome.No(status, fault!);
            entries.Add(entry);
        }

        return await desk.ActAsync(entries)
            ? new ActOutcome(StatusCodes.Status200OK, null, entries)
            : ActOutcome.No(StatusCodes.Status507InsufficientStorage, "The act could not be kept, so it does not hold" + (entries.Exists(static entry => entry.IsHard) ? "." : ", but for what frees somebody: that holds until the next restart."));
    }

    /// <summary>A notice that nobody took: sent again, or let go.</summary>
    private ActOutcome Settle(ActRequest asked, Operator by)
    {
        if (!by.MayDecide)
            return ActReading.NotAllowed(by, asked.Act);
        if (ActReading.ReasonOf(asked) is not { } reason)
            return ActOutcome.No(StatusCodes.Status400BadRequest, "Every act needs a reason.");
        if (asked.Id is not { } id || notices.Find(id) is not { } undelivered)
            return ActOutcome.No(StatusCodes.Status404NotFound, "No notice that could not be delivered has this id.");
        if (!(asked.Act is "redeliver" ? notices.TryRedeliver(id) : notices.TryDismiss(id)))
            return ActOutcome.No(StatusCodes.Status409Conflict, "This notice cannot be sent: its webhook is not configured any more, or somebody else was quicker.");
        ledger.Record(EntryType.OperatorAction, GatewayLedger.ByOperator, "", JsonSerializer.SerializeToUtf8Bytes(
            new { act = asked.Act, notice = undelivered.Notice, webhook = undelivered.Webhook, @event = undelivered.Event, actor = by.Name, reason }, PolicyEntryJson.Options));
        return new ActOutcome(StatusCodes.Status200OK, null, []);
    }
}
