namespace Weir.Gateway.Storage;

/// <summary>What a disk's refusal looks like in .NET.</summary>
internal static class Disk
{
    /// <summary>
    /// Whether an exception is the disk's and not a bug. Among them ArgumentOutOfRangeException: that is what a write throws
    /// where a file would become larger than its system or a limit allows (EFBIG).
    /// </summary>
    public static bool Refused(Exception reason) => reason is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException;
}
