using System.Text;
using System.Text.Json;
using Weir.Gateway.Watch;
using Weir.Traffic;
using Xunit;

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

    public static async Task<JournalCheck> OfAsync(string journalFolder, KeyedHasher hasher)
    {
        var check = new JournalCheck(hasher);
        foreach (var segment in JournalFolder.Readable(journalFolder, default))
        {
            using var reader = new StreamReader(segment.Read(), Encoding.UTF8);
            check.Look(await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
        }

        await foreach (var run in JournalReader.ReadAsync(journalFolder, JournalPosition.Beginning, hasher, TestContext.Current.CancellationToken))
        {
            foreach (var exchange in run.Exchanges)
            {
                if (exchange.Prompt is { } features)
                    check._prompts[features.Prompt] = check._prompts.GetValueOrDefault(features.Prompt) + 1;
            }
        }

        return check;
    }

    public int CountOf(string prompt) => _prompts.GetValueOrDefault(_hasher.Hash(prompt));

    private void Look(string text)
    {
        var lines = text.Split('\n');
        if (lines[^1].Length > 0)
            Torn.Add(lines[^1]);
        foreach (var line in lines.AsSpan(0, lines.Length - 1))
        {
            Lines++;
            if (!IsWhole(line))
                Torn.Add(line);
        }
    }

    private static bool IsWhole(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
