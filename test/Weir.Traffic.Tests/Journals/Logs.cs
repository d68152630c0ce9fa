using System.IO.Compression;
using System.Text;
using Weir.TestKit;
using Weir.Traffic.Journals;

namespace Weir.Traffic.Tests.Journals;

/// <summary>Reads logs from memory.</summary>
internal static class Logs
{
    public static readonly DateTimeOffset Today = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly KeyedHasher Hasher = new("a key for the tests of the logs."u8);

    public sealed record Outcome(List<Exchange> Exchanges, LogReading Reading)
    {
        public LogFaults Faults => Reading.Faults;
    }

    public static Task<Outcome> ReadAsync(string text, LogReadingOptions? options = null) => ReadAsync(Encoding.UTF8.GetBytes(text), options);

    public static Task<Outcome> ReadAsync(byte[] bytes, LogReadingOptions? options = null) => ReadAsync([new LogSource("log.jsonl", () => new MemoryStream(bytes))], options);

    public static async Task<Outcome> ReadAsync(IReadOnlyList<LogSource> sources, LogReadingOptions? options = null)
    {
        using var reading = new LogReading(sources, Hasher, new ManualTimeProvider(Today), options ?? new LogReadingOptions { KeepTexts = true });
        var exchanges = new List<Exchange>();
        await foreach (var run in reading.ReadAsync(CancellationToken.None))
            exchanges.AddRange(run.ToArray());
        return new Outcome(exchanges, reading);
    }

    public static async Task<Exchange> OneAsync(string line)
    {
        var outcome = await ReadAsync(line);
        Xunit.Assert.Empty(outcome.Faults.Kept);
        return Xunit.Assert.Single(outcome.Exchanges);
    }

    public static byte[] Gzip(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(bytes);
        return packed.ToArray();
    }

    public static string Short(string account, string time = "2026-02-12T08:15:30Z", string prompt = "What is a weir?") =>
        $$"""{"time":"{{time}}","account":"{{account}}","prompt":"{{prompt}}","answer":"A low wall."}""" + "\n";
}
