using Weir.Ledger.Lines;

namespace Weir.Gateway.Ledger;

/// <summary>What a check of the journal found.</summary>
/// <param name="Digests">Digests that are what the ledger recorded.</param>
/// <param name="Lines">Lines that fit their digest; 0 where they were not read.</param>
/// <param name="Remarks">What is worth telling and no damage.</param>
public sealed record JournalReport(int Digests, long Lines, IReadOnlyList<string> Faults, IReadOnlyList<string> Remarks);

/// <summary>Holds the digests of a data folder against the roots that its ledger recorded, and the journal's lines against the digests.</summary>
public static class JournalCheck
{
    /// <param name="recorded">The root of each finished segment, from a ledger that was found sound.</param>
    /// <param name="readLines">Also reads the journal, which may be long.</param>
    public static JournalReport Run(string dataFolder, IReadOnlyDictionary<string, string> recorded, bool readLines, CancellationToken cancellation)
    {
        var (digests, journal) = (new DigestFolder(Path.Combine(dataFolder, "digests")), new JournalArchive(dataFolder));
        var finished = journal.Segments.ToHashSet(StringComparer.Ordinal);
        var (faults, remarks) = (new List<string>(), new List<string>());
        var (sound, lines) = (0, 0L);
        var names = digests.Names.ToList();
        foreach (var name in names)
        {
            cancellation.ThrowIfCancellationRequested();
            if (digests.Read(name) is not { } digest)
                faults.Add($"digests/{name} is cut short or torn: no line of that hour can be proved");
            else if (!recorded.TryGetValue(name, out var root))
                remarks.Add($"digests/{name} is not recorded in the ledger yet");
            else if (!string.Equals(root, digest.Root.ToString(), StringComparison.Ordinal))
                faults.Add($"digests/{name} was changed: it has another root than the ledger recorded");
            else if ((readLines ? journal.Fits(name, digest) : null) is not { } fits)
                sound++;
            else if (fits)
                (sound, lines) = (sound + 1, lines + digest.Count - digest.Erased);
            else
                faults.Add($"journal/{name} and its digest do not fit: a line, or what proves it, was changed");
        }

        foreach (var name in recorded.Keys.Where(finished.Contains).Except(names, StringComparer.Ordinal).Order(StringComparer.Ordinal))
            faults.Add($"digests/{name} is missing: no line of that hour can be proved. The next start of the gateway makes another, and the lines are proved from then on");
        return new JournalReport(sound, lines, faults, remarks);
    }
}
