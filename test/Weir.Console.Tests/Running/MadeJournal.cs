using System.Buffers;
using Weir.Drill.Scenarios;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Logs;
using Weir.Traffic;
using Weir.Traffic.Journals;

namespace Weir.Console.Tests.Running;

/// <summary>
/// A past for a gateway that has none: the demonstration's days, with its campaign, as the gateway would have written them. Made once for all tests; a
/// gateway that starts over it reads it back and knows what it would know.
/// </summary>
internal static class MadeJournal
{
    public static TrafficPlan Plan { get; } = new Demonstration().Story(1);

    private static readonly Lazy<byte[]> Log = new(static () =>
    {
        using var log = new MemoryStream(1 << 22);
        TrafficLog.Write(Plan, log, Stream.Null, Stream.Null, LogForm.Short, mostAnswer: 40);
        return log.ToArray();
    });

    /// <summary>The moment after it.</summary>
    public static DateTimeOffset End { get; } = Plan.Start.AddDays(Plan.Days);

    /// <summary>Names that a stranger may choose for an account where a proxy tells them, chosen to hurt a page.</summary>
    public static IReadOnlyList<string> Hostile { get; } =
    [
        "<script>document.title='owned'</script>",
        "\"><img src=x onerror=document.title='owned'>",
        "\u202Egnp.exe\u2066 back\u2069 \u200Bhidden\uFEFF",
        "x' onmouseover='document.title=1",
        "{{7*7}}${7*7}<%= 7*7 %>",
        "..",
        "a/b?c#d%2e%2e&e=f",
        "名前 العربية 🏳️‍🌈 " + new string('n', 300),
        new string('W', 512),
    ];

    public static async Task WriteAsync(string folder, KeyedHasher hasher)
    {
        Directory.CreateDirectory(folder);
        using var reading = new LogReading([new LogSource("log.jsonl", static () => new MemoryStream(Log.Value))], hasher, TimeProvider.System, new LogReadingOptions { Threads = 2 });
        var lines = new ArrayBufferWriter<byte>(1 << 22);
        var count = 0;
        await foreach (var run in reading.ReadAsync(CancellationToken.None))
        {
            foreach (var exchange in run.ToArray())
            {
                Write(exchange, lines);
                // Strangers among the ordinary ones: each with some calls of its own.
                if (count++ % 8 == 0)
                    Write(exchange with { Account = Hostile[count / 8 % Hostile.Count], Organization = count % 16 == 0 ? "<b>org</b>\u202E" : null, Id = exchange.Id + "-h" }, lines);
            }
        }

        await using var file = File.Create(Path.Combine(folder, Plan.Start.ToString("yyyy-MM-dd'T'HH'Z'") + ".jsonl"));
        await file.WriteAsync(lines.WrittenMemory);
    }

    private static void Write(Exchange exchange, ArrayBufferWriter<byte> lines)
    {
        ExchangeJson.Write(exchange, lines);
        if (lines.WrittenSpan[^1] != (byte)'\n')
            lines.Write("\n"u8);
    }
}
