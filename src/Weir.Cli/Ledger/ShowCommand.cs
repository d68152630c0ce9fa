using System.CommandLine;
using System.Text.Json;
using Weir.Ledger.Files;

namespace Weir.Cli.Ledger;

/// <summary><c>weir ledger show</c>: entries, one JSON object a line, with what is left of their payloads.</summary>
internal static class ShowCommand
{
    public static Command Create(Terminal terminal)
    {
        var place = new LedgerCommands.Place();
        var index = new Argument<long?>("index") { Description = "One entry. Without it, all.", Arity = ArgumentArity.ZeroOrOne };
        var type = new Option<string>("--type") { Description = "Only entries of this type." };
        var command = new WeirCommand("show", "Print entries, one JSON object a line.")
        {
            Examples = ["weir ledger show 42", "weir ledger show --type key.revoked | jq .time"],
            Arguments = { index },
            Options = { type },
        };
        foreach (var option in place.Options)
            command.Options.Add(option);
        command.SetAction((parsed, cancellation) => place.RunAsync(parsed, terminal, async ledger =>
        {
            var (checkpoint, fault) = await ledger.CheckpointAsync(cancellation);
            if (checkpoint is null)
                return terminal.Fail(fault!, ExitCodes.Broken);
            var (only, wanted) = (parsed.GetValue(index), parsed.GetValue(type));
            if (only is { } one && (one < 0 || one >= checkpoint.Size))
                return terminal.Fail($"There is no entry {one}: the ledger has {checkpoint.Size}.");
            await foreach (var record in ledger.Source.ReadAsync(only ?? 0, checkpoint.Size, cancellation))
            {
                if (record.Index > only)
                    break;
                if (wanted is null || string.Equals(record.Entry?.Type, wanted, StringComparison.Ordinal))
                    terminal.Out.WriteLine(Line(record));
            }

            return ExitCodes.Ok;
        }, cancellation));
        return command;
    }

    private static string Line(LedgerRecord record) => JsonSerializer.Serialize(new
    {
        index = record.Index,
        type = record.Entry?.Type,
        time = record.Entry?.Time.UtcDateTime,
        actor = record.Entry?.Actor,
        subject = record.Payload is { Subject.Bytes.Length: > 0 } about ? LedgerCommands.Text(about.Subject.Bytes) : null,
        body = record.Payload is { } payload ? LedgerCommands.Text(payload.Body.Bytes) : null,
        erased = record is { Entry.Payload: not null, Payload: null } ? "the payload is not here" : null,
    }, Gateway.Admin.AdminJson.Options);
}
