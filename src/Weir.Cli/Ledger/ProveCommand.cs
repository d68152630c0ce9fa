using System.CommandLine;
using Weir.Ledger.Files;
using Weir.Ledger.Signing;
using Weir.Ledger.Tree;

namespace Weir.Cli.Ledger;

/// <summary><c>weir ledger prove</c>: one entry's proof, for whoever has the key and nothing else.</summary>
internal static class ProveCommand
{
    public static Command Create(Terminal terminal)
    {
        var place = new LedgerCommands.Place();
        var index = new Argument<long>("index") { Description = "The entry." };
        var command = new WeirCommand("prove", "Print the proof that an entry stands in the ledger, as C2SP tlog-proof.")
        {
            Examples = ["weir ledger prove 42 > 42.tlog-proof"],
            Arguments = { index },
        };
        foreach (var option in place.Options)
            command.Options.Add(option);
        command.SetAction((parsed, cancellation) => place.RunAsync(parsed, terminal, async ledger =>
        {
            var (checkpoint, fault) = await ledger.CheckpointAsync(cancellation);
            if (checkpoint is null)
                return terminal.Fail(fault!, ExitCodes.Broken);
            var entry = parsed.GetValue(index);
            if (entry < 0 || entry >= checkpoint.Size)
                return terminal.Fail($"There is no entry {entry}: the ledger has {checkpoint.Size}.");
            var leaf = (await ledger.Source.ReadOneAsync(entry, checkpoint.Size, cancellation)).Leaf;
            var proof = new TlogProof(entry, await new TreeReader(ledger.Source, checkpoint.Size).ProveInclusionAsync(entry, cancellation), checkpoint);
            if (!proof.Proves(ledger.Key!, leaf.Span))
                return terminal.Fail($"Entry {entry} cannot be proved: the ledger is damaged (weir ledger verify).", ExitCodes.Broken);
            terminal.Out.Write(proof.ToString());
            return ExitCodes.Ok;
        }, cancellation));
        return command;
    }
}
