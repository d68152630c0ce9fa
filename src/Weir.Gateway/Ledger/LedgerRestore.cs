using System.Text;
using Microsoft.Extensions.Logging;
using Weir.Gateway.Admission;
using Weir.Gateway.Storage;
using Weir.Ledger.Checks;
using Weir.Ledger.Entries;
using Weir.Ledger.Files;

namespace Weir.Gateway.Ledger;

/// <summary>
/// Before anything reads them: makes the files of keys, facts and decisions again from the ledger where they are missing. A ledger with damage
/// restores nothing.
/// </summary>
internal sealed partial class LedgerRestore(DataFolder data, ILogger<LedgerRestore> log)
{
    public async Task RunAsync()
    {
        var keys = Path.Combine(data.Path, KeyFile.Name);
        if ((File.Exists(keys) && File.Exists(data.FactsPath) && File.Exists(data.DecisionsPath)) || new FolderSource(data.LedgerPath).Read(LedgerFiles.Checkpoint) is null)
            return;
        try
        {
            var key = await new FolderSource(data.LedgerPath).ReadKeyAsync(CancellationToken.None);
            var report = await LedgerCheck.RunAsync(data.LedgerPath, key, null, CancellationToken.None);
            if (!report.IsSound)
            {
                NotRestored(string.Join("; ", report.Faults.Take(3)));
                return;
            }

            var state = await LedgerState.ReadAsync(data.LedgerPath, report.Checkpoint!.Size, new RecordedLines(), CancellationToken.None);
            Write(keys, state.KeyLines);
            Write(data.FactsPath, state.Facts.Values);
            Write(data.DecisionsPath, state.DecisionLines);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            NotRestored(refused.Message);
        }
    }

    /// <summary>Also where there is nothing to write: an empty file says that there is nothing to restore.</summary>
    private void Write(string path, IReadOnlyCollection<byte[]> lines)
    {
        if (File.Exists(path))
            return;
        DurableFile.MakeFolder(Path.GetDirectoryName(path)!);
        var text = new List<byte>();
        foreach (var line in lines)
            text.AddRange([.. line, (byte)'\n']);
        DurableFile.Replace(path, [.. text]);
        if (lines.Count > 0)
            Restored(lines.Count, Path.GetFileName(path));
    }

    [LoggerMessage(7421, LogLevel.Warning, "{File} was missing; {Lines} lines of it were made again from the ledger")]
    private partial void Restored(int lines, string file);

    [LoggerMessage(7422, LogLevel.Error, "Files are missing that the ledger could restore, and it cannot be read: {Reason}")]
    private partial void NotRestored(string reason);
}
