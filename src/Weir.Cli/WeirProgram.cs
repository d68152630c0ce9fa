using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Reflection;

namespace Weir.Cli;

/// <summary>The root of the program `weir`: parses, runs one command, and turns what goes wrong into one sentence.</summary>
public static class WeirProgram
{
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, Terminal terminal, CancellationToken cancellation)
    {
        var debug = new Option<bool>("--debug") { Description = "Show the stack trace when something unexpected happens.", Recursive = true };
        var parsed = Root(terminal, debug).Parse(arguments);
        if (UnknownOption.In(parsed, arguments) is { } unknown)
            return Explain([unknown], parsed, terminal);
        if (parsed.Action is ParseErrorAction)
            return Explain(parsed.Errors.Select(static error => error.Message), parsed, terminal);
        try
        {
            var surroundings = new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                Output = terminal.Out,
                Error = terminal.Error,
                // Signals are Program's: a server drains before it ends, and the drain has its own bound.
                ProcessTerminationTimeout = null,
            };
            return await parsed.InvokeAsync(surroundings, cancellation);
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Interrupted;
        }
        catch (Exception exception)
        {
            // The last resort. What can be expected to fail is handled where it fails.
            terminal.Error.WriteLine(parsed.GetValue(debug)
                ? exception.ToString()
                : $"weir: {exception.Message} (unexpected; run again with --debug to see where)");
            return ExitCodes.Broken;
        }
    }

    private static RootCommand Root(Terminal terminal, Option<bool> debug)
    {
        var root = new RootCommand("Weir stands between a model API and its callers and finds, slows and proves its distillation.") { debug };
        foreach (var command in Commands.All(terminal))
            root.Subcommands.Add(command);
        foreach (var option in root.Options)
        {
            if (option is HelpOption { Action: HelpAction usual })
                option.Action = new HelpWithExamples(usual);
            else if (option is VersionOption)
                option.Action = new PrintVersion();
        }

        return root;
    }

    private static int Explain(IEnumerable<string> errors, ParseResult parsed, Terminal terminal)
    {
        foreach (var error in errors)
            terminal.Error.WriteLine("weir: " + error);
        var path = string.Join(' ', CommandPath(parsed));
        terminal.Error.WriteLine($"Try '{path} --help'.");
        return ExitCodes.Unusable;
    }

    private static Stack<string> CommandPath(ParseResult parsed)
    {
        var names = new Stack<string>();
        for (Symbol? at = parsed.CommandResult.Command; at is not null; at = at.Parents.FirstOrDefault())
            names.Push(at is RootCommand ? "weir" : at.Name);
        return names;
    }

    private sealed class PrintVersion : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            var version = typeof(WeirProgram).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
            parseResult.InvocationConfiguration.Output.WriteLine("weir " + version);
            return ExitCodes.Ok;
        }
    }
}
