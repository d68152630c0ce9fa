using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Weir.Ledger.Files;

/// <summary>
/// A folder on a real disk. Few files are synced one by one; a large group, and payloads make it large, by one call that syncs the file
/// system they lie on: thousands of entries then cost no more waits for the disk than one. Used by one thread.
/// </summary>
internal sealed class LedgerDisk(string folder) : ILedgerDisk
{
    public const string Unfinished = ".tmp";
    /// <summary>Up to so many files are synced one by one.</summary>
    private const int Few = 12;
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly FolderSource _source = new(folder);
    private readonly List<SafeFileHandle> _written = new(Few);
    private readonly HashSet<string> _folders = new(StringComparer.Ordinal);
    private int _count;

    public void Write(string path, ReadOnlySpan<byte> bytes)
    {
        var full = Path.Combine(folder, path);
        MakeFolder(Path.GetDirectoryName(full)!);
        var file = Create(full, bytes);
        _folders.Add(Path.GetDirectoryName(full)!);
        if (++_count <= Few)
            _written.Add(file);
        else
            file.Dispose();
    }

    public void Sync()
    {
        try
        {
            if (_count > Few && System.OperatingSystem.IsLinux())
            {
                Libc.SyncFileSystem(folder);
                return;
            }

            _written.ForEach(RandomAccess.FlushToDisk);
            foreach (var made in _folders)
                Libc.SyncFolder(made);
        }
        finally
        {
            _written.ForEach(static file => file.Dispose());
            _written.Clear();
            _folders.Clear();
            _count = 0;
        }
    }

    public void Replace(string path, ReadOnlySpan<byte> bytes)
    {
        var full = Path.Combine(folder, path);
        MakeFolder(Path.GetDirectoryName(full)!);
        using (var file = Create(full + Unfinished, bytes))
            RandomAccess.FlushToDisk(file);
        File.Move(full + Unfinished, full, overwrite: true);
        Libc.SyncFolder(Path.GetDirectoryName(full)!);
    }

    public void Delete(string path)
    {
        try
        {
            var full = Path.Combine(folder, path);
            File.Delete(full);
            _folders.Add(Path.GetDirectoryName(full)!);
        }
        catch (DirectoryNotFoundException)
        {
            // What is not there need not go.
        }
    }

    public byte[]? Read(string path) => _source.Read(path);

    public IEnumerable<string> Files() => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
            .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
        : [];

    private static SafeFileHandle Create(string full, ReadOnlySpan<byte> bytes)
    {
        // A file of the same name is left from a run that did not come to its end; it counts for nothing.
        var file = File.OpenHandle(full, FileMode.Create, FileAccess.Write, FileShare.Read | FileShare.Delete);
        try
        {
            if (!System.OperatingSystem.IsWindows())
                File.SetUnixFileMode(file, Private);
            RandomAccess.Write(file, bytes, 0);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private void MakeFolder(string full)
    {
        if (Directory.Exists(full))
            return;
        if (System.OperatingSystem.IsWindows())
            Directory.CreateDirectory(full);
        else
            Directory.CreateDirectory(full, Private | UnixFileMode.UserExecute);
        // Each folder on the way may be new, and then its name stands in the one above.
        for (var above = full; above.Length > folder.Length; above = Path.GetDirectoryName(above)!)
            _folders.Add(Path.GetDirectoryName(above)!);
        _folders.Add(Path.GetDirectoryName(folder)!);
    }

    private static class Libc
    {
        private const int ReadOnlyCloseOnExec = 0x80000;

        public static void SyncFolder(string path) => Call(path, Sync, "fsync");

        public static void SyncFileSystem(string path) => Call(path, SyncAll, "syncfs");

        private static void Call(string path, Func<SafeFileHandle, int> call, string name)
        {
            // Elsewhere a folder cannot be synced, and its file system keeps names by itself.
            if (!System.OperatingSystem.IsLinux())
                return;
            using var handle = new SafeFileHandle(Open(path, ReadOnlyCloseOnExec), ownsHandle: true);
            if (handle.IsInvalid || call(handle) != 0)
                throw new IOException($"{name} of '{path}' failed: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        [DllImport("libc", EntryPoint = "open", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        private static extern nint Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

        [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        private static extern int Sync(SafeFileHandle file);

        [DllImport("libc", EntryPoint = "syncfs", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        private static extern int SyncAll(SafeFileHandle file);
    }
}
