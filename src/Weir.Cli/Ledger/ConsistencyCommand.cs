using System.CommandLine;
using Weir.Ledger.Signing;
using Weir.Ledger.Tree;

namespace Weir.Cli.Ledger;

/// <summary><c>weir ledger consistency</c>: that one checkpoint grew from another, and nothing in between was changed.</summary>
internal static class ConsistencyCommand
{
    public static Command Create(Terminal terminal)
    {
        var place = new LedgerCommands.Place();
        var older = new Argument<string>("old") { Description = "A file with the older checkpoint." };
        var newer = new Argument<string>("new") { Description = "A file with the newer one." };
        var command = new WeirCommand("consistency", "Check that a newer checkpoint holds all that an older one held, and print the proof (RFC 6962), a hash a line.")
        {
            Examples = ["curl -s https://ledger.example.com/checkpoint > new", "weir ledger consistency old new --url https://ledger.example.com --key 'ledger.example.com/weir+1b81410c+AeRl…'"],
            Arguments = { older, newer },
        };
        foreach (var option in place.Options)
            command.Options.Add(option);
        command.SetAction((parsed, cancellation) => place.RunAsync(parsed, terminal, async ledger =>
        {
            if (LedgerCommands.Read(parsed.GetValue(older)!, terminal) is not { } before || LedgerCommands.Read(parsed.GetValue(newer)!, terminal) is not { } after)
                return ExitCodes.Unusable;
            foreach (var checkpoint in new[] { before, after })
            {
                if (ledger.Key is null || !checkpoint.IsOf(ledger.Key))
                    return terminal.Fail($"The checkpoint of {checkpoint.Size} entries is not signed by the ledger's key.", VerifyCommand.Damaged);
            }

            if (before.Size > after.Size)
                return terminal.Fail($"The first checkpoint has {before.Size} entries and the second {after.Size}: give the older one first.");
            var proof = await new TreeReader(ledger.Source, after.Size).ProveConsistencyAsync(before.Size, cancellation);
            if (!TreeProof.Extends(before.Root, before.Size, after.Root, after.Size, proof))
                return terminal.Fail($"The checkpoint of {after.Size} entries does not follow from that of {before.Size}: history was rewritten, or the ledger is damaged.", VerifyCommand.Damaged);
            foreach (var hash in proof)
                terminal.Out.WriteLine(hash);
            terminal.Error.WriteLine($"{after.Size} entries follow from {before.Size}.");
            return ExitCodes.Ok;
        }, cancellation));
        return command;
    }
}
