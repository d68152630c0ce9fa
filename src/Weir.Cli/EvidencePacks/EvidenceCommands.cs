using System.CommandLine;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Cli.Analyze;
using Weir.Cli.Keys;
using Weir.Detection.Accounts;
using Weir.Detection.Campaigns;
using Weir.Gateway.Watch;
using Weir.Ledger.Signing;

namespace Weir.Cli.EvidencePacks;

/// <summary><c>weir evidence</c>: packs that prove what an account or a campaign did, and their check.</summary>
internal static class EvidenceCommands
{
    /// <summary>So many other accounts are looked for in what people wrote. Of a larger installation somebody reads the pack before it leaves.</summary>
    private const int MostOthers = 100_000;

    public static Command Create(Terminal terminal) => new("evidence", "Put together what proves a finding, or check such a pack.")
    {
        Make(terminal, "account", "Pack the evidence on one account.", "weir evidence account acme --data /var/lib/weir --out acme.zip"),
        Make(terminal, "campaign", "Pack the evidence on a campaign and all its accounts.", "weir evidence campaign c-3f9a --data /var/lib/weir --out campaign.zip"),
        Verify(terminal),
    };

    private static string Version => typeof(EvidenceCommands).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    private static WeirCommand Make(Terminal terminal, string noun, string description, string example)
    {
        var id = new Argument<string>("id") { Description = noun is "account" ? "The account." : "The campaign, as weir analyze names it." };
        var data = KeyCommands.DataOption();
        var output = new Option<string>("--out") { Description = "The pack to write.", Required = true };
        var calibration = new Option<string?>("--calibration") { Description = "The calibration that detection starts from; the measured rate of false alarms comes from it." };
        var by = new Option<string>("--by") { Description = "Who makes the pack, for its custody log.", DefaultValueFactory = static _ => Environment.UserName };
        var accountsFile = new Option<string?>("--accounts") { Description = "What is known of accounts: the file of `accounts:` in the configuration. Without it, what was told over the admin port.", HelpName = "FILE" };
        var named = new Option<bool>("--named") { Description = "Name accounts in the pack. Without it pseudonyms stand there, and the key to them is written beside." };
        var command = new WeirCommand(noun, description) { Examples = [example], Arguments = { id }, Options = { data, output, calibration, accountsFile, by, named } };
        command.SetAction(async (parsed, cancellation) =>
        {
            if (!Ed25519.IsAvailable)
                return terminal.Fail(Ed25519.Missing + ".");
            var folder = parsed.GetValue(data)!;
            if (!Directory.Exists(Path.Combine(folder, "journal")))
                return terminal.Fail($"There is no journal in '{folder}'.");
            if (parsed.GetValue(calibration) is { } named2 && !Rules.IsUsable(named2))
                return terminal.Fail($"--calibration {SafeText.Name(named2, 200)} cannot be read, or is no calibration.");
            if (await AnalyseAsync(folder, parsed.GetValue(calibration), parsed.GetValue(accountsFile), terminal, cancellation) is not { } analysis)
                return ExitCodes.Unusable;
            var (accounts, campaign) = noun is "account" ? ([parsed.GetValue(id)!], null) : Members(analysis, parsed.GetValue(id)!);
            var wanted = new HashSet<string>(accounts, StringComparer.Ordinal);
            var everybody = analysis.Findings(all: true);
            var findings = everybody.Where(finding => wanted.Contains(finding.Account)).ToList();
            if (findings.Count == 0)
                return terminal.Fail($"The journal in '{folder}' knows no {noun} '{SafeText.Name(parsed.GetValue(id))}'.");
            var order = new EvidenceOrder(folder, accounts, findings, campaign, parsed.GetValue(by)!, parsed.GetValue(named), parsed.GetValue(calibration))
            {
                Others = [.. everybody.Where(finding => !wanted.Contains(finding.Account)).Select(static finding => finding.Account).Take(MostOthers)],
            };
            return await WriteAsync(terminal, order, parsed.GetValue(output)!, cancellation);
        });
        return command;
    }

    private static async Task<int> WriteAsync(Terminal terminal, EvidenceOrder order, string path, CancellationToken cancellation)
    {
        await using var file = OutputFile.Open(path, terminal);
        if (file is null)
            return ExitCodes.Unusable;
        var pack = new EvidencePack(order, terminal.Time);
        var (hash, fault) = await pack.WriteAsync(file.Stream, Version, cancellation);
        if (hash is null)
            return terminal.Fail(fault!);
        await file.CommitAsync();
        terminal.Out.WriteLine(hash);
        terminal.Error.WriteLine($"{path}: {order.Findings.Count} accounts, {pack.Lines} journal lines ({pack.Proved} proved), {pack.Entries} ledger entries. Above: the hash of its manifest.");
        if (order.Named)
            return ExitCodes.Ok;
        await using var key = OutputFile.Open(path + ".key.json", terminal);
        if (key is null)
            return ExitCodes.Unusable;
        await key.Stream.WriteAsync(pack.Pseudonyms.Write(), cancellation);
        await key.CommitAsync();
        terminal.Error.WriteLine($"{path}.key.json: from pseudonyms to accounts. Keep it apart from the pack.");
        return ExitCodes.Ok;
    }

    /// <summary>Null: something cannot be read, which has been told.</summary>
    private static async Task<AccountAnalysis?> AnalyseAsync(string folder, string? calibration, string? accounts, Terminal terminal, CancellationToken cancellation)
    {
        Yardstick? yardstick = null;
        if (calibration is not null)
        {
            using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(calibration, cancellation));
            YardstickJson.Read(json.RootElement, out yardstick);
        }

        var analysis = new AccountAnalysis(new AnalysisOptions { Calibration = yardstick });
        if (accounts is not null && !await Accounts.ReadAsync(accounts, analysis, terminal, cancellation))
            return null;
        // What was told goes before what a file says.
        foreach (var facts in Gateway.Ledger.ToldFacts.Read(folder))
            analysis.Facts(facts);
        await foreach (var run in JournalReader.ReadAsync(Path.Combine(folder, "journal"), JournalPosition.Beginning, AnalysisRun.Hasher, cancellation))
            analysis.ObserveAll(run.Exchanges);
        analysis.Finish();
        return analysis;
    }

    private static (IReadOnlyList<string> Accounts, CampaignFinding? Campaign) Members(AccountAnalysis analysis, string id) =>
        analysis.Campaign(id) is { } found ? ([.. found.Accounts.Select(static member => member.Account)], found) : ([], null);

    private static WeirCommand Verify(Terminal terminal)
    {
        var pack = new Argument<string>("pack") { Description = "The pack." };
        var key = new Option<string>("--key") { Description = "The ledger's public key, from somewhere else than the pack." };
        var names = new Option<string>("--names") { Description = "The key to the names: also checks whom the lines are about." };
        var command = new WeirCommand("verify", "Check a pack, with nothing but the pack. Exit code 0: sound; 1: not.")
        {
            Examples = ["weir evidence verify acme.zip", "weir evidence verify acme.zip --key 'ledger.example.com/weir+1b81410c+AeRl…' --names acme.zip.key.json"],
            Arguments = { pack },
            Options = { key, names },
        };
        command.SetAction(parsed =>
        {
            if (!Ed25519.IsAvailable)
                return terminal.Fail(Ed25519.Missing + ".");
            VerifierKey? pinned = null;
            if (parsed.GetValue(key) is { } text && !VerifierKey.TryParse(text, out pinned))
                return terminal.Fail("--key takes a public key as `weir ledger verify` prints it: name+id+base64.");
            try
            {
                var check = new EvidenceCheck();
                using (var file = File.OpenRead(parsed.GetValue(pack)!))
                    check.Run(file, pinned, parsed.GetValue(names) is { } path ? JsonNode.Parse(File.ReadAllBytes(path)) : null);
                return Tell(terminal, check, pinned is not null);
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException)
            {
                return terminal.Fail(unreadable.Message);
            }
        });
        return command;
    }

    private static int Tell(Terminal terminal, EvidenceCheck check, bool pinned)
    {
        foreach (var says in check.Says)
            terminal.Out.WriteLine(SafeText.Of(says));
        foreach (var fault in check.Faults)
            terminal.Out.WriteLine("NOT SOUND: " + SafeText.Of(fault));
        if (check.Faults.Count > 0)
            return ExitCodes.Broken;
        terminal.Out.WriteLine("sound");
        if (!pinned)
            terminal.Error.WriteLine("weir: the key was taken from the pack itself. Compare it with one that you have from elsewhere, or give that with --key.");
        return ExitCodes.Ok;
    }
}
