using System.CommandLine;
using Weir.Cli.Config;
using Weir.Policy;

namespace Weir.Cli.Policy;

/// <summary>`weir policy`: everything about the policy file that can be done without a running gateway.</summary>
internal static class PolicyCommands
{
    public static Command Create(Terminal terminal) => new("policy", "Check a policy, try it on past traffic, and print what may stand in one.")
    {
        Check(terminal),
        TryCommand.Create(terminal),
        Sample(terminal),
        Print(terminal, "keys", "Print every key, what it takes, its default and its meaning.", PolicyDocuments.Table),
        Print(terminal, "schema", "Print the JSON schema by which an editor completes and checks policy.yaml.", PolicyDocuments.Schema),
    };

    /// <summary>Null after all that is wrong has been told; warnings are told in any case.</summary>
    public static PolicyReading? Read(string file, Terminal terminal)
    {
        string text;
        try
        {
            text = File.ReadAllText(file);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            terminal.Fail($"{SafeText.Name(file, 200)} cannot be read: {(refused is FileNotFoundException or DirectoryNotFoundException ? "it does not exist" : refused.Message)}");
            return null;
        }

        var reading = PolicyReader.Read(text, SafeText.Name(file, 200));
        if (reading.Policy is null)
        {
            terminal.Error.Write("weir: " + ConfigFault.Render(reading.Faults, "the policy"));
            return null;
        }

        foreach (var warning in reading.Warnings)
            terminal.Error.WriteLine("weir: warning: " + warning.OneLine);
        return reading;
    }

    private static WeirCommand Check(Terminal terminal)
    {
        var file = new Argument<string>("file") { Description = "The policy to check." };
        var command = new WeirCommand("check", "Read a policy as the gateway would, and list all that is wrong with it.") { Examples = ["weir policy check policy.yaml"] };
        command.Arguments.Add(file);
        command.SetAction(parsed =>
        {
            var name = parsed.GetRequiredValue(file);
            if (Read(name, terminal) is not { Policy: { } policy })
                return ExitCodes.Unusable;
            var persons = policy.Rules.Count(static rule => rule.NeedsPerson);
            terminal.Out.WriteLine($"{name}: good; mode {policy.Mode.ToString().ToLowerInvariant()}, {policy.Rules.Count} rules, {persons} of them wait for a person");
            return ExitCodes.Ok;
        });
        return command;
    }

    private static WeirCommand Sample(Terminal terminal)
    {
        var strict = new Option<bool>("--strict") { Description = "The stricter one, which stops campaigns without a person." };
        var command = new WeirCommand("sample", "Print a documented policy to begin with.") { Examples = ["weir policy sample > policy.yaml"] };
        command.Options.Add(strict);
        command.SetAction(parsed =>
        {
            terminal.Out.Write(PolicyDocuments.Sample(parsed.GetValue(strict)));
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
}
