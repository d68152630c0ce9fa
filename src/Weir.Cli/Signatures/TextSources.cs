using System.Text;
using System.Text.Json;
using Weir.Signatures.Recognition;

namespace Weir.Cli.Signatures;

/// <summary>
/// Texts out of a file or a folder. Lines of JSON give the text in their <c>text</c>, <c>response</c>, <c>output</c>, <c>completion</c>,
/// <c>answer</c>, <c>answer_text</c> or <c>content</c>, each a text of its own; any other file is one text.
/// </summary>
internal static class TextSources
{
    private const int Block = 4 << 20;

    private static readonly string[] Members = ["text", "response", "output", "completion", "answer", "answer_text", "content"];

    /// <summary>Files, in an order that does not hang on the machine. Throws what the disk throws.</summary>
    public static IReadOnlyList<string> Files(string path) =>
        Directory.Exists(path) ? [.. Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)] : [path];

    public static IEnumerable<string> Texts(Stream stream, string name)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, 1 << 16);
        if (name.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".ndjson", StringComparison.OrdinalIgnoreCase))
        {
            while (reader.ReadLine() is { } line)
            {
                if (TextOf(line) is { } text)
                    yield return text;
            }

            yield break;
        }

        // A large file comes in blocks that end where a paragraph does.
        var block = new StringBuilder();
        var buffer = new char[1 << 16];
        int read;
        while ((read = reader.Read(buffer)) > 0)
        {
            block.Append(buffer, 0, read);
            if (block.Length < Block)
                continue;
            var whole = block.ToString();
            var end = whole.LastIndexOf("\n\n", StringComparison.Ordinal);
            if (end < 0)
                end = whole.Length - 2;
            yield return whole[..(end + 2)];
            block.Clear().Append(whole, end + 2, whole.Length - end - 2);
        }

        if (block.Length > 0)
            yield return block.ToString();
    }

    /// <summary>Counts everything under a path. Null where it cannot be read, which has been told.</summary>
    public static Tally? Count(Terminal terminal, string path)
    {
        var tally = new Tally();
        return AddTo(tally, terminal, path) ? tally : null;
    }

    public static bool AddTo(Tally tally, Terminal terminal, string path)
    {
        try
        {
            if (path is "-")
            {
                foreach (var text in Texts(terminal.Input(), "-"))
                    tally.Add(text);
                return true;
            }

            foreach (var file in Files(path))
            {
                using var stream = Analyze.LogFiles.Open(file);
                foreach (var text in Texts(stream, file))
                    tally.Add(text);
            }

            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            terminal.Fail($"{SafeText.Name(path, 200)} {refused.Message}");
            return false;
        }
    }

    private static string? TextOf(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.ValueKind == JsonValueKind.String)
                return json.RootElement.GetString();
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                return null;
            foreach (var member in Members)
            {
                if (json.RootElement.TryGetProperty(member, out var text) && text.ValueKind == JsonValueKind.String)
                    return text.GetString();
            }

            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
