namespace Weir.Gateway.Storage;

/// <summary>Why a data folder cannot be used, and what to do about it. Printed as it stands; never a stack trace.</summary>
public sealed record FolderFault(string Path, string Problem, string Remedy)
{
    public override string ToString() => $"{Path}: {Problem}. {Remedy}";

    /// <summary>What the system said, put beside what an operator can do.</summary>
    internal static FolderFault Of(string path, Exception reason) => reason switch
    {
        UnauthorizedAccessException => new(path, "is not writable for the user that runs weir", "Give that user the folder (chown), or name another one with --data"),
        DirectoryNotFoundException or FileNotFoundException => new(path, "cannot be made here", "Create the folder above it first, or name another one with --data"),
        IOException when Errno(reason) is NoSpace or Quota => new(path, "cannot be written: the disk is full", "Free some space, or name a folder on another disk with --data"),
        IOException when Errno(reason) is ReadOnlyDisk => new(path, "cannot be written: the file system is read-only", "Mount it for writing, or name another folder with --data"),
        _ => new(path, $"cannot be used ({reason.Message})", "Name another folder with --data"),
    };

    private const int NoSpace = 28, ReadOnlyDisk = 30, Quota = 122;

    /// <summary>On Unix the framework puts the system's error number here.</summary>
    private static int Errno(Exception reason) => reason.HResult;
}
