using System.Text.Json;
using Weir.Detection.Accounts;

namespace Weir.Gateway.Findings;

/// <summary>A line that could not be used, and why.</summary>
internal readonly record struct LineFault(long Line, string Says);

/// <summary>Lines of JSON, each of which is taken or told of. A broken one does not cost the others.</summary>
/// <param name="take">Takes one object; returns what is wrong with it, or null.</param>
internal sealed class FactLines(Func<JsonElement, string?> take)
{
    private const int LongestLine = 64 << 10;
    private const int FaultsKept = 100;
    private const int LongestName = 512;

    /// <summary>Lines that are not empty.</summary>
    public long Count { get; private set; }
    public int Broken { get; private set; }
    /// <summary>The first of them.</summary>
    public List<LineFault> Faults { get; } = [];
    private long _number;

    public void Add(string line)
    {
        _number++;
        if (string.IsNullOrWhiteSpace(line))
            return;
        Count++;
        if (Take(line, take) is not { } says)
            return;
        Broken++;
        if (Faults.Count < FaultsKept)
            Faults.Add(new LineFault(_number, says));
    }

    public void AddFile(string path)
    {
        using var lines = new StreamReader(new FileStream(path, Storage.DurableFile.Options(FileMode.Open, FileAccess.Read)));
        while (lines.ReadLine() is { } line)
            Add(line);
    }

    /// <summary>One object from outside as facts. Names of accounts become keys and stand in reports: what no account can be called is refused.</summary>
    public static string? ReadFacts(JsonElement json, string? account, out AccountFacts? facts) =>
        AccountFactsJson.Read(json, account, out facts) ?? (IsName(facts!.Account) ? null : "has an 'account' that no account can be called: 1 to 512 characters, none of them a control character");

    public static bool IsName(string account)
    {
        if (account.Length is 0 or > LongestName || account.Any(char.IsControl))
            return false;
        // Half of a surrogate pair cannot be written as text.
        foreach (var rune in account.EnumerateRunes())
        {
            if (rune == System.Text.Rune.ReplacementChar)
                return false;
        }

        return true;
    }

    private static string? Take(string line, Func<JsonElement, string?> take)
    {
        if (line.Length > LongestLine)
            return "is longer than 65,536 characters";
        try
        {
            using var json = JsonDocument.Parse(line);
            return take(json.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The second is what half of a surrogate pair brings about.
            return "is not valid JSON";
        }
    }
}
