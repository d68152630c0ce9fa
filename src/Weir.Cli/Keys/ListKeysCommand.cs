using System.CommandLine;
using System.Text.Json;
using Weir.Gateway.Admission;

namespace Weir.Cli.Keys;

/// <summary><c>weir keys list</c>: every key and how it stands.</summary>
internal static class ListKeysCommand
{
    private static readonly string[] Heads = ["ID", "ACCOUNT", "ORGANIZATION", "NAME", "MODELS", "CREATED", "EXPIRES", "STATE"];

    public static Command Create(Terminal terminal)
    {
        var json = new Option<bool>("--json") { Description = "One JSON object a line." };
        var data = KeyCommands.DataOption();
        var command = new WeirCommand("list", "List all keys, revoked and expired ones too.")
        {
            Examples = ["weir keys list", "weir keys list --json | jq -r 'select(.state == \"open\") | .account'"],
            Options = { json, data },
        };
        command.SetAction(parsed => List(terminal, new KeyFile(parsed.GetValue(data)!, terminal.Time), parsed.GetValue(json)));
        return command;
    }

    private static int List(Terminal terminal, KeyFile file, bool json)
    {
        KeyBook book;
        try
        {
            book = file.Read();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return terminal.Fail($"'{file.Path}' cannot be read: {exception.Message}");
        }

        var now = terminal.Time.GetUtcNow();
        var keys = book.All.OrderBy(static key => key.Account, StringComparer.Ordinal).ThenBy(static key => key.Created).ToList();
        if (json)
            keys.ForEach(key => terminal.Out.WriteLine(Json(key, now)));
        else if (keys.Count > 0)
            WriteTable(terminal.Out, [Heads, .. keys.Select(key => Row(key, now))]);
        else
            terminal.Error.WriteLine("There are no keys. Make one with: weir keys create --account NAME");
        foreach (var fault in book.Faults)
            terminal.Error.WriteLine($"weir: {file.Path}, {fault}; the line is passed over");
        return ExitCodes.Ok;
    }

    private static string State(KeyRecord key, DateTimeOffset now) =>
        key.Revoked is not null ? "revoked" : key.Expires <= now ? "expired" : now < key.OverlapUntil ? "rotating" : "open";

    private static string[] Row(KeyRecord key, DateTimeOffset now) =>
    [
        key.Id, key.Account, key.Organization ?? "", key.Name ?? "", key.Models is { } models ? string.Join(' ', models) : "all",
        Moments.Text(key.Created), Moments.Text(key.Expires), State(key, now),
    ];

    private static void WriteTable(TextWriter output, IReadOnlyList<string[]> rows)
    {
        var widths = Enumerable.Range(0, Heads.Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
            output.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }

    private static string Json(KeyRecord key, DateTimeOffset now) => JsonSerializer.Serialize(new
    {
        id = key.Id,
        account = key.Account,
        organization = key.Organization,
        name = key.Name,
        models = key.Models,
        created = key.Created,
        expires = key.Expires,
        rotated = key.Rotated,
        overlap_until = key.OverlapUntil,
        revoked = key.Revoked,
        state = State(key, now),
    });
}
