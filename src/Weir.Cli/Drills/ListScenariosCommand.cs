using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Weir.Drill.Scenarios;
using Weir.Drill.Traffic;

namespace Weir.Cli.Drills;

/// <summary><c>weir drill list</c>: every scenario, its size and what it is.</summary>
internal static class ListScenariosCommand
{
    public static Command Create(Terminal terminal)
    {
        var json = new Option<bool>("--json") { Description = "One JSON object a line." };
        var command = new WeirCommand("list", "List the scenarios, with accounts and exchanges at full size.")
        {
            Examples = ["weir drill list", "weir drill list --json | jq -r 'select(.label == \"benign\") | .scenario'"],
            Options = { json },
        };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(json))
                Json(terminal.Out);
            else
                Table(terminal.Out);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static void Table(TextWriter output)
    {
        output.WriteLine("Campaigns: to be found.");
        Rows(output, ScenarioList.Campaigns);
        output.WriteLine();
        output.WriteLine("Honest groups that look like campaigns: to be left alone.");
        Rows(output, ScenarioList.LookAlikes);
        output.WriteLine();
        output.WriteLine("Accounts and exchanges at --scale 1, without the ordinary accounts around them.");
    }

    private static void Rows(TextWriter output, IEnumerable<Scenario> scenarios)
    {
        foreach (var one in scenarios)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {one.Name,-22} {one.Size.Accounts,7:N0} accounts {one.Size.Exchanges,11:N0} exchanges  {one.Summary}"));
    }

    private static void Json(TextWriter output)
    {
        foreach (var one in ScenarioList.All)
        {
            output.WriteLine(JsonSerializer.Serialize(new
            {
                scenario = one.Name,
                label = one.Label == Label.Extraction ? "extraction" : "benign",
                accounts = one.Size.Accounts,
                exchanges = one.Size.Exchanges,
                days = one.Days,
                summary = one.Summary,
            }));
        }
    }
}
