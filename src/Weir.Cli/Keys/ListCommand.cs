using System.CommandLine;
using System.Text.Json;
using Weir.Gateway.Admission;

namespace Weir.Cli.Keys;

internal static class ListCommand
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    public static Command Create(Terminal terminal)
    {
        var account = KeyOptions.Word("--account", "Only this account's keys.");
        var json = new Option<bool>("--json") { Description = "One JSON object a line." };
        var place = new KeyPlace(terminal);
        var command = new WeirCommand("list", "List the keys; never their secrets.")
        {
            Examples = ["weir keys list", "weir keys list --account team-a --json"],
            Options = { account, json },
        };
        place.AddTo(command);
        command.SetAction(parsed =>
        {
            if (place.Open(parsed, make: false, out var exit) is not { } keys)
                return exit;
            try
            {
                var wanted = parsed.GetValue(account);
                var book = keys.Read();
                var rows = book.All.Where(key => wanted is null || string.Equals(key.Account, wanted, StringComparison.Ordinal))
                    .OrderBy(static key => key.Account, StringComparer.Ordinal).ThenBy(static key => key.Created)
                    .Select(key => KeyRow.Of(key, terminal.Time.GetUtcNow())).ToArray();
                foreach (var fault in book.Faults)
                    terminal.Error.WriteLine($"weir: {keys.Path}, {fault}; the line is passed over");
                Print(terminal.Out, rows, parsed.GetValue(json));
                return ExitCodes.Ok;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return terminal.Fail($"'{keys.Path}' cannot be read: {exception.Message}");
            }
        });
        return command;
    }

    private static void Print(TextWriter output, KeyRow[] rows, bool json)
    {
        if (json)
        {
            foreach (var row in rows)
                output.WriteLine(JsonSerializer.Serialize(row, Json));
            return;
        }

        string[][] lines = [["ID", "ACCOUNT", "ORGANIZATION", "NAME", "MODELS", "CREATED", "EXPIRES", "STATE"], .. rows.Select(static row => row.Cells)];
        var widths = Enumerable.Range(0, lines[0].Length).Select(column => lines.Max(line => line[column].Length)).ToArray();
        foreach (var line in lines)
            output.WriteLine(string.Join("  ", line.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }

    private sealed record KeyRow(
        string Id, string Account, string? Organization, string? Name, IReadOnlyList<string>? Models,
        DateTimeOffset Created, DateTimeOffset? Expires, string State)
    {
        public static KeyRow Of(KeyRecord key, DateTimeOffset now) => new(
            key.Id, key.Account, key.Organization, key.Name, key.Models, key.Created, key.Expires,
            key.Revoked is not null ? "revoked" : key.Expires <= now ? "expired" : now < key.OverlapUntil ? "rotating" : "open");

        [System.Text.Json.Serialization.JsonIgnore]
        public string[] Cells =>
        [
            Id, Account, Organization ?? "-", Name ?? "-", Models is null ? "all" : string.Join(',', Models),
            Created.UtcDateTime.ToString("yyyy-MM-dd"), Expires?.UtcDateTime.ToString("yyyy-MM-dd") ?? "never", State,
        ];
    }
}
