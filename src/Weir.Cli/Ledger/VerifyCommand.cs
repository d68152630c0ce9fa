using System.CommandLine;
using System.Globalization;
using Weir.Gateway.Ledger;
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
        var journal = new Option<bool>("--journal") { Description = "Also read the finished hours of the journal, and hold every line against its digest. Needs a data folder." };
        var command = new WeirCommand("verify", "Check a whole ledger, and the journal's digests beside it. Exit code 0: sound; 1: damaged, and the first bad entry is named; 2: it cannot be read from there.")
        {
            Examples =
            [
                "weir ledger verify --data /var/lib/weir",
                "weir ledger verify --data /var/lib/weir --journal",
                "weir ledger verify --url https://ledger.example.com --key 'ledger.example.com/weir+1b81410c+AeRl…'",
                "weir ledger verify --since checkpoint-of-last-week",
            ],
            Options = { since, journal },
        };
        foreach (var option in place.Options)
            command.Options.Add(option);
        command.SetAction((parsed, cancellation) => place.RunAsync(parsed, terminal, async ledger =>
        {
            Checkpoint? earlier = null;
            if (parsed.GetValue(since) is { } path && (earlier = LedgerCommands.Read(path, terminal)) is null)
                return ExitCodes.Unusable;
            if (parsed.GetValue(journal) && ledger.Data is null)
                return terminal.Fail("--journal needs --data with a data folder: only there the journal lies beside the ledger.");
            var began = terminal.Time.GetTimestamp();
            var report = ledger.Folder is { } folder
                ? await LedgerCheck.RunAsync(folder, ledger.Key, earlier, cancellation)
                : await LedgerCheck.RunAsync(ledger.Source, ledger.Key!, earlier, cancellation);
            if (report.IsUnreadable && ledger.Folder is null)
                return terminal.Fail($"Not verified: {report.Faults[^1].Says}.");
            // Roots that a damaged ledger recorded prove nothing.
            var lines = report.IsSound && ledger.Data is { } data ? JournalCheck.Run(data, report.Segments, parsed.GetValue(journal), cancellation) : null;
            Show(terminal, ledger, report, lines, terminal.Time.GetElapsedTime(began));
            return report.IsSound && lines is null or { Faults.Count: 0 } ? Sound : Damaged;
        }, cancellation));
        return command;
    }

    private static void Show(Terminal terminal, LedgerCommands.OpenLedger ledger, LedgerReport report, JournalReport? journal, TimeSpan took)
    {
        var output = terminal.Out;
        var faults = report.Faults.Select(static fault => fault.ToString()).Concat(journal?.Faults ?? []).ToList();
        foreach (var fault in faults.Take(MostShown))
            output.WriteLine(SafeText.Of(fault));
        if (faults.Count > MostShown)
            output.WriteLine($"and {faults.Count - MostShown} more");
        if (faults.Count > 0)
        {
            output.WriteLine(report.FirstBadEntry is { } first ? $"DAMAGED: the first bad entry is {first}" : report.IsSound ? "DAMAGED: the ledger is sound, what proves the journal is not" : "DAMAGED");
            return;
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"sound: {report.Entries} entries, {report.Payloads} payloads, {report.Erased} erased, in {took.TotalSeconds:0.00} s"));
        output.WriteLine($"root {report.Checkpoint!.Root}");
        output.WriteLine($"key  {report.Key!.Text}");
        if (report.Witnessed is { } witnessed)
            output.WriteLine($"witnessed at {witnessed.Size} entries by {string.Join(", ", report.Witnesses.Select(static name => SafeText.Name(name)))}");
        if (journal is { Digests: > 0 })
            output.WriteLine($"journal: {journal.Digests} {(journal.Digests == 1 ? "hour's digest is" : "hours' digests are")} as recorded{(journal.Lines > 0 ? $"; {journal.Lines} lines fit" : "")}");
        foreach (var remark in report.Remarks.Concat(journal?.Remarks ?? []))
            terminal.Error.WriteLine("weir: " + SafeText.Of(remark));
        if (ledger.OwnKey)
            terminal.Error.WriteLine("weir: the key was taken from the ledger itself. Compare it with one that you have from elsewhere, or give that with --key.");
    }
}
