using Weir.Cli.Indicators;
using Weir.Detection;
using Weir.Sharing;
using Weir.Traffic;

namespace Weir.Cli.Analyze;

/// <summary>What others shared, held against the log that is read.</summary>
internal static class SharedBook
{
    /// <summary>The book where indicators were named, and the key with which the log is to be hashed: the group's of the newest bundle, where there is one.</summary>
    public static (bool Usable, IndicatorBook? Book, KeyedHasher Hasher) Of(AnalyzeOptions options, Terminal terminal)
    {
        if (options.Indicators is null)
            return (true, null, AnalysisRun.Hasher);
        if (ImportedIndicators.Read(options.Indicators, terminal) is not { } imported || !IndicatorCommands.TryGroupKey(options.GroupKey, terminal, out var group))
            return (false, null, AnalysisRun.Hasher);
        var newest = imported.MaxBy(static one => one.Received.ValidUntil)?.Received.Shared.Epoch;
        var hashers = new Dictionary<string, KeyedHasher>(StringComparer.Ordinal);
        return (true, new IndicatorBook(imported, HasherOf), (newest is null ? null : HasherOf(newest)) ?? AnalysisRun.Hasher);

        KeyedHasher? HasherOf(string epoch)
        {
            if (group is null)
                return null;
            if (!hashers.TryGetValue(epoch, out var hasher))
                hashers.Add(epoch, hasher = group.HasherOf(epoch));
            return hasher;
        }
    }

    public static IReadOnlyList<Finding> Raise(IndicatorBook? book, IReadOnlyList<Finding> findings) =>
        book is null ? findings : [.. findings.Select(book.Raise).OrderByDescending(static finding => finding.Verdict).ThenByDescending(static finding => finding.Evidence)];
}
