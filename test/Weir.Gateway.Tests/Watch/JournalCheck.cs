using System.Text;
using System.Text.Json;
using Weir.Gateway.Watch;
using Weir.Traffic;

namespace Weir.Gateway.Tests.Watch;

/// <summary>
/// Holds a journal against what its clients saw. Clients send prompts of which no two are equal; the journal holds their
/// keyed hashes, which can be told again with the key of the same data folder.
/// </summary>
internal sealed class JournalCheck
{
    private readonly Dictionary<KeyedHash, int> _prompts = [];
    private readonly KeyedHasher _hasher;

    private JournalCheck(KeyedHasher hasher) => _hasher = hasher;

    public int Lines { get; private set; }

    /// <summary>Lines that are no JSON object, and a last line without its end.</summary>
    public List<string> Torn { get; } = [];

    public static JournalCheck Of(string journalFolder, KeyedHasher hasher)
    {
        var check = new JournalCheck(hasher);
        foreach (var segment in JournalFolder.Readable(journalFolder, DateTimeOffset.MinValue))
        {
            using var reader = new StreamReader(segment.Read(), Encoding.UTF8);
            check.Read(reader.ReadToEnd());
        }

        return check;
    }

    public int CountOf(string prompt) => _prompts.GetValueOrDefault(_hasher.Hash(prompt));

    private void Read(string text)
    {
        var lines = text.Split('\n');
        if (lines[^1].Length > 0)
            Torn.Add(lines[^1]);
        foreach (var line in lines.AsSpan(0, lines.Length - 1))
        {
            Lines++;
            if (!TryPrompt(line, out var prompt))
                Torn.Add(line);
            else
                _prompts[prompt] = _prompts.GetValueOrDefault(prompt) + 1;
        }
    }

    private static bool TryPrompt(string line, out KeyedHash prompt)
    {
        prompt = default;
        try
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement.TryGetProperty("features", out var features)
                && KeyedHash.TryParse(features.GetProperty("prompt").GetString(), out prompt);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
