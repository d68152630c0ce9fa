using System.Reflection;
using Weir.Console.Campaigns.Evidence;
using Weir.Console.Work;
using Weir.Detection;
using Weir.Detection.Accounts;
using Weir.Detection.Campaigns;
using Weir.Ledger.Signing;

namespace Weir.Cli.EvidencePacks;

/// <summary>Packs for the console, of a gateway that runs: findings are the live ones, the journal and the ledger are read from its folder as anybody would.</summary>
internal static class ConsolePacks
{
    /// <summary>Findings asked for at once: detection takes nothing in meanwhile.</summary>
    private const int Together = 100;
    /// <summary>So many other accounts are looked for in what people wrote.</summary>
    private const int MostOthers = 100_000;

    public static async Task<PackFacts> MakeAsync(PackWish wish, Stream output, JobProgress progress, CancellationToken cancel)
    {
        if (!Ed25519.IsAvailable)
            throw new IOException(Ed25519.Missing + ".");
        progress.Tell(0, "asking for the findings");
        var detection = wish.Gateway.Detection;
        var look = await detection.LookAsync(analysis => new Look(analysis.Campaign(wish.Campaign)), cancel) ?? throw new IOException("Detection has too many questions to answer at the moment.");
        if (look.Campaign is not { } campaign)
            throw new IOException($"There is no campaign '{wish.Campaign}'.");
        string[] accounts = [.. campaign.Accounts.Select(static member => member.Account)];
        var findings = new List<Finding>(accounts.Length);
        foreach (var some in accounts.Chunk(Together))
        {
            progress.Tell(0.3 * findings.Count / Math.Max(1, accounts.Length), $"findings of {findings.Count} of {accounts.Length} accounts");
            if (await detection.LookAsync(analysis => (List<Finding>)[.. some.Select(analysis.Find).OfType<Finding>()], cancel) is not { } found)
                throw new IOException("Detection has too many questions to answer at the moment.");
            findings.AddRange(found);
        }

        var wanted = accounts.ToHashSet(StringComparer.Ordinal);
        var others = new List<string>();
        for (var part = 0; part < AccountAnalysis.Parts && others.Count < MostOthers; part++)
        {
            var at = part;
            others.AddRange(await detection.LookAsync(analysis => analysis.RowsOf(at).Select(static row => row.Account).Where(account => !wanted.Contains(account)).ToList(), cancel)
                ?? throw new IOException("Detection has too many questions to answer at the moment."));
        }

        progress.Tell(0.3, "reading the journal and the ledger");
        var pack = new EvidencePack(new EvidenceOrder(wish.Gateway.Data.Path, accounts, findings, campaign, wish.By, Named: false, wish.Gateway.Config.Current.CalibrationFile) { Others = others }, wish.Gateway.Time);
        var (hash, fault) = await pack.WriteAsync(output, typeof(ConsolePacks).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown", cancel);
        progress.Tell(1, "");
        return hash is null ? throw new IOException(fault) : new PackFacts(hash, findings.Count, pack.Lines, pack.Proved, pack.Entries, pack.Pseudonyms.Write());
    }

    private sealed record Look(CampaignFinding? Campaign);
}
