using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Weir.Traffic;

namespace Weir.Gateway.Storage;

/// <summary>
/// The key under which this installation makes its keyed hashes. Whoever has it can test guesses against the journal, so
/// only the owner may read it; whoever loses it can no longer tell that a new hash and an old one mean the same thing.
/// </summary>
internal static class InstallationKey
{
    public const string Name = "installation.key";
    private const int Length = 32;

    public static void Create(string folder) =>
        DurableFile.Replace(Path.Combine(folder, Name), RandomNumberGenerator.GetBytes(Length));

    public static bool TryRead(string folder, [NotNullWhen(true)] out KeyedHasher? hasher, [NotNullWhen(false)] out FolderFault? fault)
    {
        hasher = null;
        fault = null;
        var path = Path.Combine(folder, Name);
        if (!File.Exists(path))
        {
            fault = new FolderFault(path, "is missing, and without it nothing recorded can be recognised again", "Restore it from a backup; to start afresh, move the whole folder away");
            return false;
        }

        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & others) != UnixFileMode.None)
        {
            fault = new FolderFault(path, "can be read or changed by other users of this machine", $"Run: chmod 600 '{path}'");
            return false;
        }

        var key = File.ReadAllBytes(path);
        if (key.Length != Length)
        {
            fault = new FolderFault(path, $"has {key.Length} bytes and should have {Length}", "Restore it from a backup; to start afresh, move the whole folder away");
            return false;
        }

        hasher = new KeyedHasher(key);
        return true;
    }
}
