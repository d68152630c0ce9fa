using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Weir.Cli.Analyze;
using Weir.Detection.Accounts;
using Weir.Detection.Campaigns;
using Weir.Sharing;
using Weir.Traffic;
using Weir.Traffic.Journals;

namespace Weir.Cli.Indicators;

/// <summary><c>weir indicators export</c>: a campaign of a log as a signed STIX bundle, without content and customers.</summary>
internal sealed class ExportCommand(Terminal terminal, ExportCommand.Wishes wanted)
{
    internal sealed record Wishes(string Campaign, IReadOnlyList<string> Logs, string? Accounts, string Out, string Sender, Tlp Tlp, FileInfo SigningKey, FileInfo? GroupKey);

    public static Command Create(Terminal terminal)
    {
        var campaign = new Argument<string>("CAMPAIGN") { Description = "The campaign's id, as `weir analyze` and the admin port name it." };
        var logs = new Argument<string[]>("LOG") { Description = "The logs in which it was found: the gateway's journal, or any that `weir analyze` reads.", Arity = ArgumentArity.OneOrMore };
        var accounts = new Option<string?>("--accounts") { Description = "What is known of accounts, as for `weir analyze`.", HelpName = "FILE" };
        var to = new Option<string>("--out") { Description = "Where the bundle goes; its signature goes beside it, as FILE.sig.", HelpName = "FILE", Required = true };
        var sender = new Option<string>("--sender") { Description = "Who says so: the name that stands in the bundle.", HelpName = "NAME", Required = true };
        var key = new Option<FileInfo>("--sign") { Description = "Your P-256 private key in PEM.", HelpName = "FILE", Required = true };
        key.AcceptExistingOnly();
        var group = IndicatorCommands.GroupKeyOption();
        var tlp = new Option<Tlp>("--tlp")
        {
            Description = "How far it may go on.",
            HelpName = "clear|green|amber|amber+strict|red",
            DefaultValueFactory = static _ => Tlp.Amber,
            CustomParser = static result =>
            {
                if (!TlpWords.TryParse(result.Tokens[0].Value, out var read))
                    result.AddError("--tlp takes clear, green, amber, amber+strict or red.");
                return read;
            },
        };
        var command = new WeirCommand("export", "Write what the accounts of a campaign have in common as a signed STIX 2.1 bundle. No content, no account, no customer is in it.")
        {
            Examples =
            [
                "weir indicators export c-1a2b3c4d5e journal/*.jsonl* --out campaign.json --sender 'Example Lab' --sign sharing.pem",
                "weir indicators export c-1a2b3c4d5e requests.jsonl.gz --accounts accounts.jsonl --out campaign.json --sender 'Example Lab' --sign sharing.pem --group-key group.key --tlp amber+strict",
            ],
            Arguments = { campaign, logs },
            Options = { accounts, to, sender, key, group, tlp },
        };
        command.SetAction((parsed, cancellation) => new ExportCommand(terminal, new Wishes(
            parsed.GetRequiredValue(campaign), parsed.GetRequiredValue(logs), parsed.GetValue(accounts), parsed.GetRequiredValue(to), parsed.GetRequiredValue(sender), parsed.GetValue(tlp), parsed.GetRequiredValue(key), parsed.GetValue(group))).RunAsync(cancellation));
        return command;
    }

    private async Task<int> RunAsync(CancellationToken cancellation)
    {
        using var key = IndicatorCommands.ReadKey(wanted.SigningKey, terminal, "--sign");
        if (key is null || !IndicatorCommands.TryGroupKey(wanted.GroupKey, terminal, out var group))
            return ExitCodes.Unusable;
        var analysis = new AccountAnalysis(new AnalysisOptions { Threads = Environment.ProcessorCount });
        if (wanted.Accounts is not null && !await Analyze.Accounts.ReadAsync(wanted.Accounts, analysis, terminal, cancellation))
            return ExitCodes.Unusable;
        using (var reading = Reading(AnalysisRun.Hasher))
        {
            await new AnalysisRun(reading, analysis).ReadAsync(null, null, null, cancellation);
            Faults.Tell(reading, terminal);
        }

        if (analysis.Campaign(wanted.Campaign) is not { Accounts.Count: > 0 } campaign)
            return terminal.Fail($"there is no campaign '{SafeText.Name(wanted.Campaign)}' in these logs{Known(analysis)}");
        if (await CollectAsync(campaign, group, cancellation) is not { } shared)
            return terminal.Fail("the campaign's accounts are not in these logs.", ExitCodes.Broken);
        return await WriteAsync(shared, key, group is not null, cancellation);
    }

    private static string Known(AccountAnalysis analysis)
    {
        var some = analysis.Campaigns().Take(10).Select(static one => one.Campaign).ToList();
        return some.Count == 0 ? "; there is none at all." : $"; there are {string.Join(", ", some)}.";
    }

    /// <summary>The second reading: hashes are the group's now, and who belongs to the campaign is known.</summary>
    private async Task<SharedIndicators?> CollectAsync(CampaignFinding campaign, GroupKey? group, CancellationToken cancellation)
    {
        var epoch = GroupKey.EpochOf(campaign.LastAt ?? terminal.Time.GetUtcNow());
        // Without a group's key hashes of networks and clients would be of use to nobody: a key for nobody makes them.
        var hasher = group?.HasherOf(epoch) ?? KeyedHasher.Ephemeral();
        var members = campaign.Accounts.Select(static member => member.Account).ToHashSet(StringComparer.Ordinal);
        var journals = wanted.Logs.Any(JournalLines.IsJournal);
        if (journals && group is not null)
            terminal.Error.WriteLine("weir: a gateway's journal holds networks under its own key; they are left out of the bundle.");
        var collector = new IndicatorCollector(members, hasher, networks: !journals);
        using var reading = Reading(hasher);
        await foreach (var run in reading.ReadAsync(cancellation))
        {
            foreach (var exchange in run.Span)
                collector.Observe(exchange);
        }

        var built = collector.Build(wanted.Sender, campaign.Campaign, epoch);
        return group is null && built is not null ? built with { Networks = [], Clients = [] } : built;
    }

    private async Task<int> WriteAsync(SharedIndicators shared, ECDsa key, bool keyed, CancellationToken cancellation)
    {
        using var bytes = new MemoryStream();
        StixBundle.Write(bytes, shared, wanted.Sender, wanted.Tlp, terminal.Time.GetUtcNow());
        var bundle = bytes.ToArray();
        if (bundle.Length > StixReading.LargestBundle)
            return terminal.Fail("the bundle would be larger than others take.", ExitCodes.Broken);
        await using var file = OutputFile.Open(wanted.Out, terminal);
        await using var signature = file is null ? null : OutputFile.Open(wanted.Out + ".sig", terminal);
        if (file is null || signature is null)
            return ExitCodes.Unusable;
        await file.Stream.WriteAsync(bundle, cancellation);
        await signature.Stream.WriteAsync(BundleSignature.Sign(bundle, key), cancellation);
        await file.CommitAsync();
        await signature.CommitAsync();
        terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{shared.Templates.Count} templates, {shared.Networks.Count} networks, {shared.Clients.Count} clients of {shared.Accounts} accounts, TLP:{wanted.Tlp.Word().ToUpperInvariant()}, signed by {BundleSignature.KeyId(key)[..16]}"));
        if (!keyed)
            terminal.Error.WriteLine("weir: no networks and clients without --group-key.");
        return ExitCodes.Ok;
    }

    private LogReading Reading(KeyedHasher hasher) => new(LogFiles.Of(wanted.Logs, terminal), hasher, terminal.Time, new LogReadingOptions { Threads = Environment.ProcessorCount });
}
