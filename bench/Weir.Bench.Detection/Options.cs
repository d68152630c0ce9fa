using System.Globalization;

namespace Weir.Bench.Detection;

/// <summary>What to measure and how much of it.</summary>
public sealed record Options
{
    public ulong[] Seeds { get; init; } = [101, 102];
    /// <summary>People of each seed; with the members of offices, classes and products they make the honest accounts.</summary>
    public int People { get; init; } = 10_000;
    public int EachProduct { get; init; } = 12;
    public int EachHarvest { get; init; } = 8;
    public double Volume { get; init; } = 1;

    /// <summary>The smaller traffic on which fields are taken away one by one.</summary>
    public int AblationPeople { get; init; } = 1_500;
    public int AblationEach { get; init; } = 4;
    public double AblationVolume { get; init; } = 0.6;

    /// <summary>Accounts whose windows are compared with the published detector.</summary>
    public int BenignHosts { get; init; } = 300;
    public int AttackedHosts { get; init; } = 60;
    public int[] Windows { get; init; } = [200, 500, 1500];

    public int CleanPeople { get; init; } = 3_000;
    public int CleanEach { get; init; } = 3;

    public int Threads { get; init; } = Math.Min(2, Environment.ProcessorCount);
    public string? Json { get; init; }
    public string? Markdown { get; init; }
    public string? Prompts { get; init; }
    /// <summary>Leaves the held-out classes out: for those who tune.</summary>
    public bool Development { get; init; }
    /// <summary>Parts to run: all, population, asks, fields, windows, clean; and diagnose, which is in no table.</summary>
    public string Part { get; init; } = "all";
    /// <summary>Folder to write the traffic to as a log with its accounts and truth, instead of measuring.</summary>
    public string? Write { get; init; }
    /// <summary>Folder to write what every signal measures to, instead of measuring how detection does.</summary>
    public string? Signals { get; init; }
    /// <summary>A log to measure them of, in place of made traffic, and its truth.</summary>
    public string? Log { get; init; }
    public string? Truth { get; init; }
    public long Lines { get; init; } = long.MaxValue;
    public Weir.Drill.Traffic.Logs.LogForm Form { get; init; }
    public int AnswerChars { get; init; } = int.MaxValue;
    public bool Verbose { get; init; }
    /// <summary>Classes that a diagnosis looks at: those with one of these in their names.</summary>
    public string[] Classes { get; init; } = [];
    /// <summary>A diagnosis tells of each flow inside an account, too.</summary>
    public bool Flows { get; init; }

    public static Options Test => new()
    {
        Seeds = [7],
        People = 150,
        EachProduct = 1,
        EachHarvest = 1,
        Volume = 0.12,
        AblationPeople = 60,
        AblationEach = 1,
        AblationVolume = 0.05,
        BenignHosts = 12,
        AttackedHosts = 4,
        Windows = [60, 120],
        CleanPeople = 80,
        CleanEach = 1,
    };

    public static Options Parse(string[] args)
    {
        var options = args.Contains("--test", StringComparer.Ordinal) ? Test : new Options();
        for (var i = 0; i < args.Length; i++)
        {
            options = args[i] switch
            {
                "--test" => options,
                "--development" => options with { Development = true },
                "--verbose" => options with { Verbose = true },
                "--seeds" => options with { Seeds = [.. Next().Split(',').Select(static seed => ulong.Parse(seed, CultureInfo.InvariantCulture))] },
                "--people" => options with { People = Number() },
                "--each" => options with { EachProduct = Number(), EachHarvest = Math.Max(1, Number(back: true)) },
                "--volume" => options with { Volume = double.Parse(Next(), CultureInfo.InvariantCulture) },
                "--threads" => options with { Threads = Number() },
                "--json" => options with { Json = Next() },
                "--markdown" => options with { Markdown = Next() },
                "--prompts" => options with { Prompts = Next() },
                "--write" => options with { Write = Next() },
                "--log" => options with { Log = Next() },
                "--truth" => options with { Truth = Next() },
                "--signals" => options with { Signals = Next() },
                "--lines" => options with { Lines = Number() },
                "--form" => options with { Form = Enum.Parse<Weir.Drill.Traffic.Logs.LogForm>(Next(), ignoreCase: true) },
                "--answer-chars" => options with { AnswerChars = Number() },
                "--part" => options with { Part = Next() },
                "--flows" => options with { Flows = true },
                "--classes" => options with { Classes = Next().Split(',') },
                _ => throw new ArgumentException($"Unknown option {args[i]}. Options: --test --development --seeds 1,2 --people N --each N --volume X --threads N --json FILE --markdown FILE --prompts DIR --part all|population|asks|fields|windows|clean|diagnose --classes A,B --flows --verbose; --signals DIR [--log FILE --truth FILE]; --write DIR --lines N --form Short|ShortNoAnswers|Bodies --answer-chars N", nameof(args)),
            };

            string Next() => ++i < args.Length ? args[i] : throw new ArgumentException($"{args[i - 1]} wants a value.", nameof(args));
            int Number(bool back = false) => int.Parse(back ? args[i] : Next(), CultureInfo.InvariantCulture);
        }

        return options;
    }
}
