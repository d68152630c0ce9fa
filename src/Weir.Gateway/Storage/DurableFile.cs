using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Weir.Gateway.Storage;

/// <summary>
/// Files that are whole or absent. A rename makes a change visible at once; the file is synced before it and the folder
/// after it, because a power cut may otherwise keep the new name and lose the bytes, or the other way round.
/// </summary>
public static class DurableFile
{
    /// <summary>What Weir writes holds keys, hashes and sometimes texts: nobody else on the machine reads it.</summary>
    public const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    public const UnixFileMode PrivateFolder = Private | UnixFileMode.UserExecute;

    /// <summary>Puts <paramref name="bytes"/> in place of whatever the file held, in one step.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> bytes)
    {
        var next = path + ".tmp";
        // What an interrupted run left may have other permissions than a new file gets.
        File.Delete(next);
        using (var file = new FileStream(next, Options(FileMode.CreateNew)))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        Move(next, path);
    }

    /// <summary>Gives a synced file its name.</summary>
    public static void Move(string from, string to)
    {
        File.Move(from, to, overwrite: true);
        SyncFolder(Path.GetDirectoryName(to)!);
    }

    public static void Delete(string path)
    {
        File.Delete(path);
        SyncFolder(Path.GetDirectoryName(path)!);
    }

    public static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, PrivateFolder);
    }

    public static FileStreamOptions Options(FileMode mode, FileAccess access = FileAccess.Write)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0 };
        if (!OperatingSystem.IsWindows() && mode != FileMode.Open)
            options.UnixCreateMode = Private;
        return options;
    }

    /// <summary>Makes names in a folder survive a power cut. Best effort: some file systems know no such call.</summary>
    public static void SyncFolder(string folder)
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var handle = new SafeFileHandle(Libc.Open(folder, Libc.ReadOnlyCloseOnExec), ownsHandle: true);
        if (!handle.IsInvalid)
            _ = Libc.Sync(handle);
    }

    private static class Libc
    {
        public const int ReadOnlyCloseOnExec = 0x80000;

        [DllImport("libc", EntryPoint = "open", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern nint Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

        [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Sync(SafeFileHandle file);
    }
}
