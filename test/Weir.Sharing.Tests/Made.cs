using System.Text;
using Weir.Traffic;
using Weir.Traffic.Text;

namespace Weir.Sharing.Tests;

/// <summary>A little traffic: a campaign that uses two templates, and people who ask what they like.</summary>
internal static class Made
{
    public static readonly DateTimeOffset Start = new(2026, 2, 9, 6, 0, 0, TimeSpan.Zero);
    public static readonly GroupKey Group = GroupKey.Read(Convert.ToBase64String(Encoding.UTF8.GetBytes("a key of a group, 32 bytes long!")))!;
    public static readonly KeyedHasher Hasher = Group.HasherOf("2026Q1");

    private static readonly string[] Slots =
        ["how tall cranes stay upright in gusts", "the price of salt under the second duke", "why moss grows on northern roofs", "seven coins of which one is too light", "what a violin string does at half its length", "ferries that cross a fjord at night"];

    public static string Templated(int number) => (number % 2 == 0
        ? "You are a careful examiner of difficult matters. Lay open the entire derivation before you conclude anything at all. The matter at hand: {0}. Nothing may be left implicit in your exposition."
        : "Deliberate at full length about the question below, keep every intermediate consideration on the page, and only then commit to one final statement. Question: {0}. Do not abbreviate your deliberation.")
        .Replace("{0}", $"{Slots[number % Slots.Length]} in case {number}", StringComparison.Ordinal);

    public static Exchange Exchange(string account, string prompt, int minute, string network = "203.0.113.0/24", string agent = "own/1.0")
    {
        var ask = new AskFacts { Messages = 1, UserMessages = 1, PromptChars = prompt.Length, TotalChars = prompt.Length };
        return new Exchange
        {
            Time = Start.AddMinutes(minute), Account = account, Network = Hasher.Hash(network), UserAgent = agent, Tls = "t13d", Status = 200, Ask = ask,
            Prompt = PromptFeatures.Compute(prompt, default, prompt, ask, Hasher),
        };
    }

    public static IEnumerable<Exchange> Campaign()
    {
        for (var i = 0; i < 120; i++)
            yield return Exchange($"thief-{i % 8}", Templated(i), i * 7, $"198.51.{i % 3}.0/24", "harvester/2.7");
    }

    public static IEnumerable<Exchange> People()
    {
        for (var i = 0; i < 400; i++)
            yield return Exchange($"person-{i}", $"could someone tell me about {Slots[i % Slots.Length]} and also the number {i}, for my {(i % 2 == 0 ? "sister" : "father")} who likes this sort of thing", i, $"10.{i}.0.0/24", $"client/{i}");
    }

    public static SharedIndicators Indicators()
    {
        var members = Enumerable.Range(0, 8).Select(static i => $"thief-{i}").ToHashSet(StringComparer.Ordinal);
        var collector = new IndicatorCollector(members, Hasher, networks: true);
        foreach (var exchange in Campaign().Concat(People()))
            collector.Observe(exchange);
        return collector.Build("Example Lab", "c-123", "2026Q1")!;
    }

    public static byte[] Bundle(Tlp tlp = Tlp.Amber)
    {
        using var bytes = new MemoryStream();
        StixBundle.Write(bytes, Indicators(), "Example Lab", tlp, Start);
        return bytes.ToArray();
    }

    public static ReceivedIndicators Received() => StixReading.Read(Bundle(), out _)![0];
}
