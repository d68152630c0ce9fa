using System.Text;
using Weir.Ledger.Files;
using Weir.Ledger.Signing;

namespace Weir.Ledger.Witnesses;

/// <summary>The newest checkpoint that witnesses signed, and their keys, beside the ledger. Used by one thread.</summary>
public sealed class WitnessedFiles
{
    private readonly ILedgerDisk _disk;

    public WitnessedFiles(string ledger) : this(new LedgerDisk(ledger))
    {
    }

    internal WitnessedFiles(ILedgerDisk disk) => _disk = disk;

    /// <summary>Null where none of this ledger is there.</summary>
    public Checkpoint? Read(VerifierKey ledger) => _disk.Read(LedgerFiles.Witnessed) is { } bytes && Checkpoint.TryParse(bytes, out var kept) && kept.IsOf(ledger) ? kept : null;

    /// <summary>Keeps a checkpoint with what witnesses signed: the keys first, without which nobody could tell whether the signatures are good. Throws what the disk throws.</summary>
    public void Keep(Checkpoint signed, IEnumerable<VerifierKey> witnesses)
    {
        var known = Encoding.UTF8.GetString(_disk.Read(LedgerFiles.Witnesses) ?? []);
        var all = known.Split('\n', StringSplitOptions.RemoveEmptyEntries).Union(witnesses.Select(static witness => witness.Text), StringComparer.Ordinal);
        var next = string.Concat(all.Select(static key => key + "\n"));
        if (!string.Equals(next, known, StringComparison.Ordinal))
            _disk.Replace(LedgerFiles.Witnesses, Encoding.UTF8.GetBytes(next));
        _disk.Replace(LedgerFiles.Witnessed, signed.Note.ToBytes());
    }
}
