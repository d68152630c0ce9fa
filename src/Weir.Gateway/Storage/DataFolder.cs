using System.Diagnostics.CodeAnalysis;
using Weir.Gateway.Admission;
using Weir.Traffic;

namespace Weir.Gateway.Storage;

/// <summary>
/// The folder that everything durable lies in, owned by one process from <see cref="TryOpen(string, out DataFolder, out FolderFault)"/>
/// until it is disposed or the process ends.
/// </summary>
public sealed class DataFolder : IDisposable
{
    private readonly FolderLock _lock;

    private DataFolder(string path, FolderLock held, KeyedHasher hasher)
    {
        Path = path;
        _lock = held;
        Hasher = hasher;
    }

    public string Path { get; }

    public string JournalPath => System.IO.Path.Combine(Path, "journal");
    /// <summary>One digest for each finished segment of the journal.</summary>
    public string DigestPath => System.IO.Path.Combine(Path, "digests");
    /// <summary>What was told of accounts over the admin port.</summary>
    public string FactsPath => System.IO.Path.Combine(Path, "findings", "facts.jsonl");
    /// <summary>What was decided, and what people did about it.</summary>
    public string DecisionsPath => System.IO.Path.Combine(Path, "policy", "decisions.jsonl");
    public string LedgerPath => System.IO.Path.Combine(Path, "ledger");

    /// <summary>Hashes with the key of this installation.</summary>
    public KeyedHasher Hasher { get; }

    public static bool TryOpen(string path, [NotNullWhen(true)] out DataFolder? folder, [NotNullWhen(false)] out FolderFault? fault) =>
        TryOpen(path, FolderFormat.Current, FolderFormat.Steps, out folder, out fault);

    internal static bool TryOpen(
        string path, int version, IReadOnlyList<FormatStep> steps,
        [NotNullWhen(true)] out DataFolder? folder, [NotNullWhen(false)] out FolderFault? fault)
    {
        folder = null;
        FolderLock? held = null;
        try
        {
            path = System.IO.Path.GetFullPath(path);
            fault = Make(path);
            if (fault is not null || !FolderLock.TryTake(path, out held, out fault))
                return false;
            fault = FolderFormat.Exists(path) ? FolderFormat.Migrate(path, version, steps) : Begin(path, version);
            if (fault is not null || !InstallationKey.TryRead(path, out var hasher, out fault))
                return false;
            folder = new DataFolder(path, held, hasher);
            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            fault = FolderFault.Of(path, refused);
            return false;
        }
        finally
        {
            if (folder is null)
                held?.Dispose();
        }
    }

    private static FolderFault? Make(string path)
    {
        if (File.Exists(path))
            return new FolderFault(path, "is a file", "Name a folder with --data, or move the file away");
        if (Directory.Exists(path))
            return null;
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, DurableFile.PrivateFolder);
        return null;
    }

    /// <summary>A new folder. The format file comes last: only with it is the folder complete.</summary>
    private static FolderFault? Begin(string path, int version)
    {
        foreach (var entry in Directory.EnumerateFileSystemEntries(path))
        {
            // What a start that did not come to its end may leave, what a freshly made disk carries, and keys made beforehand.
            if (System.IO.Path.GetFileName(entry) is not (FolderLock.LockName or FolderLock.OwnerName or InstallationKey.Name
                or InstallationKey.Name + ".tmp" or FolderFormat.Name + ".tmp" or "lost+found"
                or KeyFile.Name or KeyFile.LockName or Signing.SignatureKeyFile.Name or Signing.SignatureMaster.Name))
                return new FolderFault(path, $"holds other files ('{System.IO.Path.GetFileName(entry)}') and is no data folder of weir", "Name an empty folder, or one that does not exist yet, with --data");
        }

        if (!File.Exists(System.IO.Path.Combine(path, InstallationKey.Name)))
            InstallationKey.Create(path);
        FolderFormat.Write(path, version);
        return null;
    }

    public void Dispose() => _lock.Dispose();
}
