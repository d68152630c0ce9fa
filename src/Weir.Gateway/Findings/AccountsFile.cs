using Microsoft.Extensions.Logging;
using Weir.Detection.Accounts;

namespace Weir.Gateway.Findings;

/// <summary>
/// The operator's file of accounts, read again when it has changed: looked at now and then, and read once it has kept still
/// between two looks, so that none is read half written. A file that cannot be read leaves in force what it said before.
/// </summary>
internal sealed class AccountsFile(ILogger log)
{
    private (string? Path, DateTime Written, long Length)? _read;
    private (string? Path, DateTime Written, long Length) _seen;
    private bool _refused;

    /// <param name="path">The file in the configuration of now; null where there is none.</param>
    /// <param name="atOnce">At the start there is nothing to wait for.</param>
    /// <returns>What the file says, or null where nothing has changed.</returns>
    public Dictionary<string, AccountFacts>? Look(string? path, bool atOnce = false)
    {
        var stamp = Stamp(path);
        var still = stamp == _seen || atOnce;
        _seen = stamp;
        if (stamp == _read || !still)
            return null;
        if (path is null)
        {
            _read = stamp;
            return [];
        }

        try
        {
            var listed = Read(path);
            (_read, _refused) = (stamp, false);
            return listed;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            if (!_refused)
                log.FactsUnreadable(path, refused.Message);
            _refused = true;
            return null;
        }
    }

    private Dictionary<string, AccountFacts> Read(string path)
    {
        var listed = new Dictionary<string, AccountFacts>(StringComparer.Ordinal);
        var lines = new FactLines(line =>
        {
            var fault = FactLines.ReadFacts(line, account: null, out var facts);
            if (fault is null)
                listed[facts!.Account] = facts;
            return fault;
        });
        lines.AddFile(path);
        if (lines.Broken > 0)
            log.BrokenFacts(lines.Broken, path, lines.Faults[0].Line, lines.Faults[0].Says);
        log.FactsRead(listed.Count, path);
        return listed;
    }

    private static (string? Path, DateTime Written, long Length) Stamp(string? path)
    {
        if (path is null)
            return default;
        try
        {
            var link = new FileInfo(path);
            var file = link.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? link;
            return file.Exists ? (file.FullName, file.LastWriteTimeUtc, file.Length) : (path, default, -1);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (path, default, -1);
        }
    }
}
