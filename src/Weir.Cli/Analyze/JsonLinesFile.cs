using System.Text;
using System.Text.Json;

namespace Weir.Cli.Analyze;

/// <summary>A small file of one JSON object a line: accounts, labels. Bad lines are told and passed over.</summary>
internal static class JsonLinesFile
{
    public const string NotUsed = "; the line is not used";

    private const int LongestLine = 1 << 20;

    /// <param name="take">Takes one line; returns what is wrong with it and what follows from that, or null.</param>
    /// <returns>Null where the file cannot be read at all (which has been told), else the number of bad lines.</returns>
    public static async Task<long?> ReadAsync(string path, Func<JsonElement, string?> take, Terminal terminal, CancellationToken cancellation)
    {
        var name = SafeText.Name(path, 200);
        try
        {
            await using var stream = LogFiles.Open(path);
            using var lines = new StreamReader(stream, new UTF8Encoding(false));
            long number = 0, bad = 0;
            while (await lines.ReadLineAsync(cancellation) is { } line)
            {
                number++;
                if (string.IsNullOrWhiteSpace(line))
                    continue;
                if (Take(line, take) is not { } wrong)
                    continue;
                if (bad++ < 10)
                    await terminal.Error.WriteLineAsync($"weir: {name}:{number}: {wrong}");
            }

            if (bad > 10)
                await terminal.Error.WriteLineAsync($"weir: {name}: {bad - 10} more lines like these");
            return bad;
        }
        catch (IOException exception)
        {
            terminal.Fail($"{name} {exception.Message}.");
            return null;
        }
    }

    private static string? Take(string line, Func<JsonElement, string?> take)
    {
        if (line.Length > LongestLine)
            return "is too long" + NotUsed;
        try
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement.ValueKind == JsonValueKind.Object ? take(json.RootElement) : "is not a JSON object" + NotUsed;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The second is what a half of a surrogate pair brings about.
            return "is not valid JSON" + NotUsed;
        }
    }
}
