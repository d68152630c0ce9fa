using System.Security.Cryptography;
using System.Text;
using Weir.Ledger.Signing;

namespace Weir.Ledger.Files;

/// <summary>The private key beside the ledger's folder, readable by its owner only.</summary>
public sealed record LedgerKeyFile(string Path)
{
    public const string Name = "ledger.key";

    /// <summary>
    /// The key of a ledger; a new one where there is neither key nor ledger. A key without its ledger, or a ledger without its key, is
    /// refused: under the same name a second history would begin.
    /// </summary>
    /// <param name="name">What a new ledger is called; something nobody else uses where null.</param>
    /// <returns>The key, or one sentence that says what is wrong.</returns>
    public (SigningKey? Key, string? Fault) Open(string ledger, string? name)
    {
        if (!Ed25519.IsAvailable)
            return (null, Ed25519.Missing);
        var grown = IsGrown(ledger);
        if (!File.Exists(Path))
            return grown ? (null, $"{Path} is missing, and the ledger in {ledger} was signed with it: restore it from a backup") : (Make(ledger, name), null);
        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(Path) & others) != UnixFileMode.None)
            return (null, $"{Path} can be read or changed by other users of this machine. Run: chmod 600 '{Path}'");
        if (!SigningKey.TryParse(File.ReadAllText(Path).TrimEnd('\n'), out var key))
            return (null, $"{Path} holds no key of a ledger: restore it from a backup");
        if (!File.Exists(System.IO.Path.Combine(ledger, LedgerFiles.Checkpoint)) && !grown)
            return (null, $"{ledger} is missing, and its key {Path} is there: restore the ledger, or move the key away to begin another one under another name");
        return (key, null);
    }

    /// <summary>Whether entries were ever signed for.</summary>
    private static bool IsGrown(string ledger) =>
        Directory.Exists(System.IO.Path.Combine(ledger, "tile"))
        || (new FolderSource(ledger).Read(LedgerFiles.Checkpoint) is { } bytes && !(Checkpoint.TryParse(bytes, out var checkpoint) && checkpoint.Size == 0));

    private SigningKey Make(string ledger, string? name)
    {
        var key = SigningKey.Create(name ?? "weir.invalid/" + RandomNumberGenerator.GetHexString(16, lowercase: true));
        // An empty ledger of a key that was lost before it was kept is nobody's.
        if (Directory.Exists(ledger))
            Directory.Delete(ledger, recursive: true);
        var disk = new LedgerDisk(ledger);
        LedgerLog.Begin(disk, key);
        // The key comes last: with it there must be a ledger.
        new LedgerDisk(System.IO.Path.GetDirectoryName(Path)!).Replace(System.IO.Path.GetFileName(Path), Encoding.UTF8.GetBytes(key.Export() + "\n"));
        return key;
    }
}
