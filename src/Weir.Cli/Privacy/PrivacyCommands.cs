using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Cli.Keys;
using Weir.Cli.Postures;
using Weir.Gateway.Ledger;
using Weir.Gateway.Storage;
using Weir.Ledger.Files;
using Weir.Ledger.Signing;

namespace Weir.Cli.Privacy;

/// <summary><c>weir privacy</c>: what is known of an account, handed out or erased.</summary>
internal static class PrivacyCommands
{
    public static Command Create(Terminal terminal) => new("privacy", "Hand out, or erase, what is known of an account.")
    {
        Export(terminal),
        Erase(terminal),
    };

    private static WeirCommand Export(Terminal terminal)
    {
        var (account, data) = (new Argument<string>("account") { Description = "The account." }, KeyCommands.DataOption());
        var output = new Option<string>("--out") { Description = "The file to write.", Required = true };
        var command = new WeirCommand("export", "Write everything that is kept of an account to one JSON file.")
        {
            Examples = ["weir privacy export acme --data /var/lib/weir --out acme.json"],
            Arguments = { account },
            Options = { data, output },
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var folder = parsed.GetValue(data)!;
            if (!File.Exists(Path.Combine(folder, "format")))
                return terminal.Fail($"'{folder}' is no data folder.");
            var records = new AccountRecords(folder, parsed.GetValue(account)!);
            await using var file = OutputFile.Open(parsed.GetValue(output)!, terminal);
            if (file is null)
                return ExitCodes.Unusable;
            var size = new FolderSource(Path.Combine(folder, "ledger")).Read(LedgerFiles.Checkpoint) is { } bytes && Checkpoint.TryParse(bytes, out var checkpoint) ? checkpoint.Size : 0;
            var entries = await records.EntriesAsync(size, cancellation);
            var known = new JsonObject
            {
                ["account"] = parsed.GetValue(account),
                ["made"] = terminal.Time.GetUtcNow().UtcDateTime,
                ["journal"] = new JsonArray([.. records.JournalLines().Select(static line => JsonNode.Parse(line))]),
                ["kept_besides"] = new JsonArray([.. records.OtherLines().Select(static other => (JsonNode)new JsonObject { ["file"] = other.File, ["line"] = JsonNode.Parse(other.Line) })]),
                ["ledger"] = new JsonArray([.. entries.Select(static record => (JsonNode)new JsonObject
                {
                    ["index"] = record.Index,
                    ["type"] = record.Entry!.Type,
                    ["time"] = record.Entry.Time.UtcDateTime,
                    ["actor"] = record.Entry.Actor,
                    ["subject"] = System.Text.Encoding.UTF8.GetString(record.Payload!.Subject.Bytes.Span),
                    ["body"] = System.Text.Encoding.UTF8.GetString(record.Payload.Body.Bytes.Span),
                })]),
            };
            await using (var json = new Utf8JsonWriter(file.Stream, new JsonWriterOptions { Indented = true }))
                known.WriteTo(json);
            await file.CommitAsync();
            return ExitCodes.Ok;
        });
        return command;
    }

    private static WeirCommand Erase(Terminal terminal)
    {
        var (account, data) = (new Argument<string>("account") { Description = "The account." }, KeyCommands.DataOption());
        var door = new AdminDoor(terminal);
        var reason = new Option<string?>("--reason") { Description = "Why. A running gateway needs it; it stands in the request until that is done.", HelpName = "TEXT" };
        var command = new WeirCommand("erase", "Erase an account: its journal lines, keys, facts, decisions and payloads. The ledger and the rest of the journal still verify. A running gateway is asked with --gateway: it revokes the account's keys at once, and erases at its next start.")
        {
            Examples = ["weir privacy erase acme --data /var/lib/weir", "weir privacy erase acme --gateway http://127.0.0.1:8081 --reason 'asked by the customer on 3 May'"],
            Arguments = { account },
            Options = { data, door.Gateway, reason },
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            if (parsed.GetResult(door.Gateway) is { Implicit: false })
                return await door.PostAsync(parsed, $"/api/accounts/{Uri.EscapeDataString(parsed.GetValue(account)!)}/erasure", new JsonObject { ["reason"] = parsed.GetValue(reason) },
                    answer => terminal.Out.WriteLine($"{answer["keys_revoked"]} keys are revoked. What is stored goes at the next start of the gateway."), cancellation);
            var folder = parsed.GetValue(data)!;
            if (!File.Exists(Path.Combine(folder, "format")))
                return terminal.Fail($"'{folder}' is no data folder.");
            if (parsed.GetValue(account) is "")
                return terminal.Fail("An account has a name: '' is none.");
            if (!DataFolder.TryOpen(folder, out var open, out var fault))
                return terminal.Fail(fault.ToString());
            using (open)
            {
                var (key, why) = new LedgerKeyFile(Path.Combine(open.Path, LedgerKeyFile.Name)).Open(open.LedgerPath, null);
                if (key is null)
                    return terminal.Fail(why + ".");
                var (ledger, report) = await LedgerLog.OpenAsync(open.LedgerPath, key, cancellation);
                if (ledger is null)
                    return terminal.Fail($"The ledger has damage and does not grow (weir ledger verify): {report.Faults[0]}", ExitCodes.Broken);
                var erased = await new AccountRecords(open.Path, parsed.GetValue(account)!).EraseAsync(ledger, terminal.Time, cancellation);
                terminal.Out.WriteLine($"{erased.JournalLines} journal lines and {erased.Payloads} payloads are erased; entry {erased.Entry} says so.");
                if (erased is { JournalLines: 0, Payloads: 0 })
                    terminal.Error.WriteLine($"weir: nothing was found of '{SafeText.Of(parsed.GetValue(account)!)}': it is erased already, or spelt otherwise (weir privacy export shows what is known).");
                terminal.Error.WriteLine("weir: what you keep elsewhere of the account is yours to erase: backups, the accounts file, exported logs, evidence packs and their keys.");
                return ExitCodes.Ok;
            }
        });
        return command;
    }
}
