using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Weir.Drill.Scenarios;

namespace Weir.Cli.Drills;

/// <summary>`weir drill`: made traffic with the truth known, to test a defence with.</summary>
internal static class DrillCommands
{
    public static Command Create(Terminal terminal) => new("drill", "Make traffic whose truth is known: campaigns on record, and honest groups that look like them.")
    {
        ListScenariosCommand.Create(terminal),
        WriteDrillCommand.Create(terminal),
        RunDrillCommand.Create(terminal),
    };

    public static Argument<string[]> ScenariosArgument() => new("SCENARIO")
    {
        Description = "A scenario of `weir drill list`; several are put into one population.",
        Arity = ArgumentArity.OneOrMore,
    };

    public static Option<double> ScaleOption() => new("--scale")
    {
        Description = "Factor on the number of accounts: 1 is the full size, 0.01 a hundredth. What each account does stays the same.",
        HelpName = "X",
        DefaultValueFactory = static _ => 1,
        CustomParser = static result => Number(result, "--scale", 0.0001, 100),
    };

    public static Option<ulong> SeedOption() => new("--seed")
    {
        Description = "The same seed makes the same traffic.",
        HelpName = "N",
        DefaultValueFactory = static _ => 1,
    };

    public static double Number(ArgumentResult result, string name, double least, double most)
    {
        if (double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} takes a number from {least} to {most}."));
        return least;
    }

    /// <summary>The scenarios by their names, or null where one is unknown, which has been told.</summary>
    public static List<Scenario>? Find(IEnumerable<string> names, Terminal terminal)
    {
        var found = new List<Scenario>();
        foreach (var name in names.Distinct(StringComparer.Ordinal))
        {
            if (ScenarioList.Named(name) is not { } scenario)
            {
                terminal.Fail($"there is no scenario '{SafeText.Name(name)}'. `weir drill list` names all of them.");
                return null;
            }

            found.Add(scenario);
        }

        return found;
    }
}
