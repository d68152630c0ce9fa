using System.IO.Compression;
using System.Text.Json;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Contents;

/// <summary>Which shelf of real prompts an item may be taken from.</summary>
public enum RealKind : byte { None = 0, Chat, Support, Search, Library, Reasoning, Benchmark, Code, Translation }

/// <summary>
/// Real prompts from a folder of gzip JSON Lines, one <c>{"source","lang","text"}</c> a line, for benchmarks that want real
/// wording. Which file is which kind is told by its name; nothing of it is copied anywhere.
/// </summary>
public sealed class RealPrompts
{
    private static readonly (string Name, RealKind Kind)[] Shelves =
    [
        ("benign_oasst", RealKind.Chat), ("benign_home_assistant", RealKind.Chat), ("benign_clinc", RealKind.Chat), ("benign_nq", RealKind.Search),
        ("benign_banking", RealKind.Support), ("benign_bitext", RealKind.Support), ("benign_awesome", RealKind.Library),
        ("dist_cot", RealKind.Reasoning), ("dist_gsm8k", RealKind.Reasoning), ("dist_mmlu", RealKind.Benchmark),
        ("dist_code", RealKind.Code), ("dist_apibench", RealKind.Code), ("dist_multi_teacher", RealKind.Translation),
    ];

    private readonly Dictionary<(RealKind, string), List<string>> _prompts = [];

    private RealPrompts()
    {
    }

    /// <summary>Reads every shelf that the folder holds; at most <paramref name="each"/> prompts of a file, cut to 4,000 characters.</summary>
    public static RealPrompts Read(DirectoryInfo folder, int each = 20_000)
    {
        var read = new RealPrompts();
        foreach (var file in folder.GetFiles("*.jsonl.gz").OrderBy(static file => file.Name, StringComparer.Ordinal))
        {
            var kind = Shelves.FirstOrDefault(shelf => file.Name.StartsWith(shelf.Name, StringComparison.Ordinal)).Kind;
            if (kind == RealKind.None)
                continue;
            using var lines = new StreamReader(new GZipStream(file.OpenRead(), CompressionMode.Decompress));
            for (var i = 0; i < each && lines.ReadLine() is { } line; i++)
                read.Add(kind, line);
        }

        return read;
    }

    public int Count => _prompts.Values.Sum(static list => list.Count);

    /// <summary>A real prompt of a kind, in the language where there is one, else in English; null where the shelf is empty.</summary>
    public string? Next(RealKind kind, Language language, ref Dice dice)
    {
        if (!_prompts.TryGetValue((kind, language.Code), out var list) && !_prompts.TryGetValue((kind, "en"), out list))
            return null;
        return list[dice.Below(list.Count)];
    }

    /// <summary>
    /// The prompt on a card of a shuffled deck: no two of the first <c>n</c> cards show the same one, where the shelf holds
    /// <c>n</c>. Null where it is empty.
    /// </summary>
    public string? Card(RealKind kind, Language language, ulong deck, long card)
    {
        if (!_prompts.TryGetValue((kind, language.Code), out var list) && !_prompts.TryGetValue((kind, "en"), out list))
            return null;
        // A step that shares no factor with the size visits every place once.
        var step = (long)(deck % (ulong)list.Count) | 1;
        while (Gcd(step, list.Count) != 1)
            step += 2;
        return list[(int)((((card % list.Count) * step) + (long)(deck >> 40)) % list.Count)];

        static long Gcd(long a, long b) => b == 0 ? a : Gcd(b, a % b);
    }

    /// <summary>What a person opens a conversation with: mostly chat, sometimes a search or a prompt from a library. Null leaves it to the made wording.</summary>
    public string? Chat(Language language, ref Dice dice)
    {
        if (!_prompts.TryGetValue((RealKind.Chat, language.Code), out var own))
            return null;
        return language != Language.English ? own[dice.Below(own.Count)] : Next(dice.Weighted([70, 18, 12]) switch
        {
            0 => RealKind.Chat, 1 => RealKind.Search, _ => RealKind.Library,
        }, language, ref dice);
    }

    private void Add(RealKind kind, string line)
    {
        using var json = JsonDocument.Parse(line);
        var text = json.RootElement.GetProperty("text").GetString();
        if (string.IsNullOrWhiteSpace(text))
            return;
        var language = json.RootElement.TryGetProperty("lang", out var lang) ? lang.GetString() ?? "en" : "en";
        if (!_prompts.TryGetValue((kind, language), out var list))
            _prompts.Add((kind, language), list = []);
        list.Add(text.Length > 4000 ? text[..4000] : text);
    }
}
