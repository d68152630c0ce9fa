using System.Globalization;

namespace Weir.Bench.Campaigns;

/// <summary>What to measure and how much of it.</summary>
public sealed record Options
{
    private static readonly string Usage = "Options: --test --seeds 200,202 --people N --part alone,lookalikes,together,scale --scenarios NAME,NAME --scale X --volume X --prompts DIR --threads N --accounts 10000,100000 --markdown FILE --verbose --why --ways 0,2 --keep DIR";

    /// <summary>Even and from 200 on: nothing is tuned on them.</summary>
    public ulong[] Seeds { get; init; } = [200, 202];
    /// <summary>Ordinary people around each scenario; products come on top.</summary>
    public int People { get; init; } = 1_500;
    /// <summary>Factor on the scales at which scenarios are run.</summary>
    public double Scale { get; init; } = 1;
    /// <summary>Factor on what the honest products around send.</summary>
    public double Volume { get; init; } = 0.3;
    public string Part { get; init; } = "alone,lookalikes,together,scale";
    public string[] Scenarios { get; init; } = [];
    public string? Prompts { get; init; }
    public int Threads { get; init; } = Math.Min(2, Environment.ProcessorCount);
    /// <summary>Sizes of the population whose time and memory are taken.</summary>
    public int[] Accounts { get; init; } = [10_000, 30_000, 100_000, 300_000, 1_000_000];
    public string? Markdown { get; init; }
    public bool Verbose { get; init; }
    /// <summary>Prints twice a day of the log's time what keeps each group from act, and by what it is tied.</summary>
    public bool Why { get; init; }
    /// <summary>Which of the ways to see one population, by number; all of them where none is named.</summary>
    public int[] Ways { get; init; } = [];
    /// <summary>Where made traffic is kept, so that the next run reads it instead of making it again.</summary>
    public string? Keep { get; init; }

    public static Options Test => new() { Seeds = [7], People = 60, Scale = 0.03, Volume = 0.03, Accounts = [500, 1_500], Scenarios = ["low-and-slow", "replaced", "framing", "classroom", "family-card", "translation-bureau"] };

    public bool Chosen(string scenario) => Scenarios.Length == 0 || Scenarios.Contains(scenario, StringComparer.Ordinal);

    public bool Wants(string part) => Part.Split(',').Contains(part, StringComparer.Ordinal);

    public static Options Parse(string[] args)
    {
        var options = args.Contains("--test", StringComparer.Ordinal) ? Test : new Options();
        for (var i = 0; i < args.Length; i++)
        {
            options = args[i] switch
            {
                "--test" => options,
                "--verbose" => options with { Verbose = true },
                "--why" => options with { Why = true },
                "--ways" => options with { Ways = [.. Next().Split(',').Select(Number)] },
                "--keep" => options with { Keep = Next() },
                "--seeds" => options with { Seeds = [.. Next().Split(',').Select(static seed => ulong.Parse(seed, CultureInfo.InvariantCulture))] },
                "--people" => options with { People = Number(Next()) },
                "--scale" => options with { Scale = double.Parse(Next(), CultureInfo.InvariantCulture) },
                "--volume" => options with { Volume = double.Parse(Next(), CultureInfo.InvariantCulture) },
                "--part" => options with { Part = Next() },
                "--scenarios" => options with { Scenarios = Next().Split(',') },
                "--prompts" => options with { Prompts = Next() },
                "--threads" => options with { Threads = Number(Next()) },
                "--accounts" => options with { Accounts = [.. Next().Split(',').Select(Number)] },
                "--markdown" => options with { Markdown = Next() },
                _ => throw new ArgumentException($"Unknown option {args[i]}. {Usage}", nameof(args)),
            };

            string Next() => ++i < args.Length ? args[i] : throw new ArgumentException($"{args[i - 1]} wants a value.", nameof(args));
        }

        return options;

        static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
    }
}
