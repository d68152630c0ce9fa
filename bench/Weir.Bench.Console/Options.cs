using System.Globalization;

namespace Weir.Bench.Console;

internal sealed record Options
{
    public string Scenario { get; init; } = "low-and-slow";
    public double Scale { get; init; } = 0.15;
    public int People { get; init; } = 300;
    /// <summary>Of the campaign whose picture is drawn.</summary>
    public int Accounts { get; init; } = 24_000;
    public ulong Seed { get; init; } = 7;
    public double Days { get; init; }
    public bool Test { get; init; }
    public bool Serve { get; init; }
    /// <summary>Accounts among which lists are searched; 0: that part is left out.</summary>
    public int Listed { get; init; } = 1_000_000;
    /// <summary>False: only lists are measured.</summary>
    public bool Pages { get; init; } = true;
    /// <summary>A folder for pictures of the pages, in both themes.</summary>
    public string? Shots { get; init; }

    public static Options? Read(string[] args)
    {
        var options = new Options();
        for (var i = 0; i < args.Length; i++)
        {
            string Next() => i + 1 < args.Length ? args[++i] : "";
            double Number() => double.Parse(Next(), CultureInfo.InvariantCulture);
            switch (args[i])
            {
                // Whether it runs, not how fast.
                case "--test": options = options with { Test = true }; break;
                case "--accounts": options = options with { Accounts = (int)Number() }; break;
                case "--listed": options = options with { Listed = (int)Number() }; break;
                case "--lists": options = options with { Pages = false }; break;
                case "--serve": options = options with { Serve = true }; break;
                case "--scenario": options = options with { Scenario = Next() }; break;
                case "--scale": options = options with { Scale = Number() }; break;
                case "--people": options = options with { People = (int)Number() }; break;
                case "--seed": options = options with { Seed = (ulong)Number() }; break;
                case "--days": options = options with { Days = Number() }; break;
                case "--shots": options = options with { Shots = Next() }; break;
                default:
                    System.Console.Error.WriteLine($"bench/console.sh does not know '{args[i]}'.");
                    return null;
            }
        }

        return options;
    }
}
