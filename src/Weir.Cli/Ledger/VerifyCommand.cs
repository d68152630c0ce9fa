using System.CommandLine;
using System.Globalization;
using Weir.Ledger.Checks;
using Weir.Ledger.Signing;

namespace Weir.Cli.Ledger;

/// <summary><c>weir ledger verify</c>: every byte of a ledger against its signed checkpoint.</summary>
internal static class VerifyCommand
{
    public const int Sound = 0, Damaged = 1;
    private const int MostShown = 20;

    public static Command Create(Terminal terminal)
    {
        var place = new LedgerCommands.Place();
        var since = new Option<string>("--since") { Description = "A checkpoint kept from earlier: the ledger must have grown from it." };
        var command = new WeirCommand("verify", "Check a whole ledger. Exit code 0: sound; 1: damaged, and the first bad entry is named.")
        {
            Examples =
            [
                "weir ledger verify --data /var/lib/weir",
                "weir ledger verify --url https://ledger.example.com --key 'ledger.example.com/weir+1b81410c+AeRl…'",
                "weir ledger verify --since checkpoint-of-last-week",
            ],
            Options = { since },
        };
        foreach (var option in place.Options)
            command.Options.Add(option);
        command.SetAction((parsed, cancellation) => place.RunAsync(parsed, terminal, async ledger =>
        {
            Checkpoint? earlier = null;
            if (parsed.GetValue(since) is { } path && (earlier = LedgerCommands.Read(path, terminal)) is null)
                return ExitCodes.Unusable;
            var began = terminal.Time.GetTimestamp();
            var report = ledger.Folder is { } folder
                ? await LedgerCheck.RunAsync(folder, ledger.Key, earlier, cancellation)
                : await LedgerCheck.RunAsync(ledger.Source, ledger.Key!, earlier, cancellation);
            Show(terminal, ledger, report, terminal.Time.GetElapsedTime(began));
            return report.IsSound ? Sound : Damaged;
        }, cancellation));
        return command;
    }

    private static void Show(Terminal terminal, LedgerCommands.OpenLedger ledger, LedgerReport report, TimeSpan took)
    {
        var output = terminal.Out;
        foreach (var fault in report.Faults.Take(MostShown))
            output.WriteLine(SafeText.Of(fault.ToString()));
        if (report.Faults.Count > MostShown)
            output.WriteLine($"and {report.Faults.Count - MostShown} more");
        if (!report.IsSound)
        {
            output.WriteLine(report.FirstBadEntry is { } first ? $"DAMAGED: the first bad entry is {first}" : "DAMAGED");
            return;
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"sound: {report.Entries} entries, {report.Payloads} payloads, {report.Erased} erased, in {took.TotalSeconds:0.00} s"));
        output.WriteLine($"root {report.Checkpoint!.Root}");
        output.WriteLine($"key  {report.Key!.Text}");
        if (report.Witnessed is { } witnessed)
            output.WriteLine($"witnessed at {witnessed.Size} entries by {string.Join(", ", report.Witnesses.Select(static name => SafeText.Name(name)))}");
        foreach (var remark in report.Remarks)
            terminal.Error.WriteLine("weir: " + SafeText.Of(remark));
        if (ledger.OwnKey)
            terminal.Error.WriteLine("weir: the key was taken from the ledger itself. Compare it with one that you have from elsewhere, or give that with --key.");
    }
}
