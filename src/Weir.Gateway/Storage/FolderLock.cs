using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Weir.Gateway.Storage;

/// <summary>
/// One process owns a data folder. The lock is the operating system's own (flock), held by an open file: however a
/// process ends, nothing is left behind that a person would have to delete. The owner's number stands in a file beside
/// it, only to be told; it proves nothing.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    public const string LockName = "lock";
    public const string OwnerName = "owner";

    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    public static bool TryTake(string folder, [NotNullWhen(true)] out FolderLock? held, [NotNullWhen(false)] out FolderFault? fault)
    {
        held = null;
        fault = null;
        var path = Path.Combine(folder, LockName);
        FileStream file;
        try
        {
            var options = DurableFile.Options(FileMode.OpenOrCreate, FileAccess.ReadWrite);
            options.Share = FileShare.None;
            file = new FileStream(path, options);
        }
        catch (IOException) when (File.Exists(path) && !Directory.Exists(path))
        {
            fault = new FolderFault(folder, "is in use by another weir" + Owner(folder), "Stop that one, or name another folder with --data");
            return false;
        }

        held = new FolderLock(file);
        SayWho(folder);
        return true;
    }

    private static void SayWho(string folder)
    {
        try
        {
            File.WriteAllText(Path.Combine(folder, OwnerName), Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n");
        }
        catch (Exception unwritten) when (unwritten is IOException or UnauthorizedAccessException)
        {
            // A full disk is no reason not to serve from a folder that is whole.
        }
    }

    private static string Owner(string folder)
    {
        try
        {
            var text = File.ReadAllText(Path.Combine(folder, OwnerName));
            return int.TryParse(text, NumberStyles.None | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var pid) ? $" (process {pid})" : "";
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    public void Dispose() => _file.Dispose();
}
