using System.CommandLine;
using Weir.Gateway.Configuration;

namespace Weir.Cli.Config;

/// <summary>`weir config`: everything about the file that can be done without starting anything.</summary>
internal static class ConfigCommands
{
    public static Command Create(Terminal terminal) => new("config", "Check a configuration, and print what may stand in one.")
    {
        Check(terminal),
        Print(terminal, "sample", "Print a documented weir.yaml to begin with.", ConfigSample.Write),
        Print(terminal, "keys", "Print every key, what it takes, its default and its meaning.", ConfigDocuments.Table),
        Print(terminal, "schema", "Print the JSON schema by which an editor completes and checks weir.yaml.", ConfigDocuments.Schema),
    };

    private static WeirCommand Check(Terminal terminal)
    {
        var file = new Argument<string>("file") { Description = "The configuration to check." };
        var command = new WeirCommand("check", "Read a configuration as `weir serve` would, and list all that is wrong with it.")
        {
            Examples = ["weir config check weir.yaml"],
        };
        command.Arguments.Add(file);
        command.SetAction(parsed =>
        {
            var name = parsed.GetRequiredValue(file);
            var reading = ConfigLoader.Load(new ConfigInput { File = name });
            if (reading.Config is not { } config)
                return terminal.Refuse(reading.Faults);
            terminal.Out.WriteLine($"{name}: good; {Count(config.Upstreams.Count, "upstream")}, identity {config.Identity.Kind.ToString().ToLowerInvariant()}, listening on {config.Listen.GetLeftPart(UriPartial.Authority)}");
            return ExitCodes.Ok;
        });
        return command;
    }

    private static WeirCommand Print(Terminal terminal, string name, string description, Func<string> text)
    {
        var command = new WeirCommand(name, description);
        command.SetAction(_ =>
        {
            terminal.Out.Write(text());
            return ExitCodes.Ok;
        });
        return command;
    }

    private static string Count(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";
}
