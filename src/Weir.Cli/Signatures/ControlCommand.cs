using System.CommandLine;
using System.Text;
using Weir.Signatures.Recognition;

namespace Weir.Cli.Signatures;

/// <summary><c>weir signature control</c>: counts unmarked text once, for many readings.</summary>
internal static class ControlCommand
{
    public static Command Create(Terminal terminal)
    {
        var paths = new Argument<string[]>("text") { Description = "Files and folders of unmarked text.", Arity = ArgumentArity.OneOrMore };
        var output = new Option<string>("--out") { Description = "Where the counts go.", Required = true };
        var command = new WeirCommand("control", "Count how unmarked text is written, to hold others against. Counts only, no sentence is kept.")
        {
            Examples = ["weir signature control our-unmarked-answers/ --out control.txt", "weir signature detect suspect.txt --key main --control control.txt"],
            Arguments = { paths },
            Options = { output },
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var tally = new Tally();
            foreach (var path in parsed.GetRequiredValue(paths))
            {
                if (!TextSources.AddTo(tally, terminal, path))
                    return ExitCodes.Unusable;
            }

            await using var target = OutputFile.Open(parsed.GetRequiredValue(output), terminal, parsed.GetRequiredValue(paths));
            if (target is null)
                return ExitCodes.Unusable;
            var counts = new StringWriter { NewLine = "\n" };
            ControlStatistics.Of(tally).Write(counts);
            await target.Stream.WriteAsync(Encoding.UTF8.GetBytes(counts.ToString()), cancellation);
            await target.CommitAsync();

            terminal.Error.WriteLine($"{tally.Words} words, {tally.Slots} places open, {tally.Repeats} repeats left out.");
            if (tally.Slots < ControlStatistics.LeastSlots)
                terminal.Error.WriteLine($"weir: that is too little to replace the shipped statistics; {ControlStatistics.LeastSlots} places are needed");
            return ExitCodes.Ok;
        });
        return command;
    }
}
