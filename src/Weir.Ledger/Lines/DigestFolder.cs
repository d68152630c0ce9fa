using System.Text;
using Weir.Ledger.Files;

namespace Weir.Ledger.Lines;

/// <summary>
/// A folder with one digest for each finished file of lines, named as that is. A digest is whole or absent whatever instant a crash takes; one that a
/// disk tore all the same is no digest, and is made again. Used by one thread.
/// </summary>
public sealed class DigestFolder
{
    private readonly ILedgerDisk _disk;
    /// <summary>Those that were read or written: nobody else writes here.</summary>
    private readonly HashSet<string> _whole = new(StringComparer.Ordinal);

    public DigestFolder(string folder) : this(new LedgerDisk(folder))
    {
    }

    internal DigestFolder(ILedgerDisk disk) => _disk = disk;

    public IEnumerable<string> Names => _disk.Files().Where(static name => !name.EndsWith(LedgerDisk.Unfinished, StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    /// <summary>Null where there is none, or none that can be read.</summary>
    public LineDigest? Read(string name) => _disk.Read(name) is { } bytes && LineDigest.TryRead(Encoding.UTF8.GetString(bytes), out var digest) ? digest : null;

    /// <summary>Makes a digest where there is none that can be read. Throws what the disk throws.</summary>
    /// <returns>False where there was one.</returns>
    public bool Make(string name, IEnumerable<ReadOnlyMemory<byte>> lines)
    {
        if (_whole.Contains(name))
            return false;
        if (Read(name) is not null)
            return !_whole.Add(name);
        Put(name, LineDigest.Of(lines));
        return true;
    }

    /// <summary>Puts a digest in place of another. Throws what the disk throws.</summary>
    public void Put(string name, LineDigest digest)
    {
        _disk.Replace(name, Encoding.ASCII.GetBytes(digest.Write()));
        _whole.Add(name);
    }

    /// <summary>Deletes a digest, where it is, so that no power cut brings it back.</summary>
    public void Drop(string name)
    {
        _whole.Remove(name);
        if (_disk.Read(name) is null)
            return;
        _disk.Delete(name);
        _disk.Sync();
    }
}
