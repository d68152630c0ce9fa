using Microsoft.Extensions.Logging;

namespace Weir.Gateway.Watch;

/// <summary>What Watch says to an operator: changes of state, once each. Never a prompt, a key or an account.</summary>
internal static partial class WatchLog
{
    [LoggerMessage(3000, LogLevel.Error, "The journal cannot be written: {Reason}. Serving goes on; records are dropped and counted until it can be.")]
    public static partial void JournalFailed(this ILogger log, string reason);

    [LoggerMessage(3001, LogLevel.Warning, "The journal is written again. {Dropped} records were lost meanwhile.")]
    public static partial void JournalRecovered(this ILogger log, long dropped);

    [LoggerMessage(3002, LogLevel.Warning, "Journal segment {Segment} ended in a torn line; {Bytes} bytes were cut.")]
    public static partial void TornLineCut(this ILogger log, string segment, long bytes);

    [LoggerMessage(3003, LogLevel.Warning, "Journal segment {Segment} could not be compressed or deleted and stays as it is: {Reason}")]
    public static partial void NotTidied(this ILogger log, string segment, string reason);

    [LoggerMessage(3004, LogLevel.Information, "Journal segment {Segment} was compressed from {Before} to {After} bytes.")]
    public static partial void Compressed(this ILogger log, string segment, long before, long after);

    [LoggerMessage(3005, LogLevel.Information, "Journal segment {Segment} is older than the operator keeps it and was deleted.")]
    public static partial void Expired(this ILogger log, string segment);

    [LoggerMessage(3006, LogLevel.Error, "The journal could not be synced to disk: {Reason}. What was written may be lost with the machine's power.")]
    public static partial void NotSynced(this ILogger log, string reason);

    [LoggerMessage(3007, LogLevel.Error, "Watch could not make a record of a call in dialect {Dialect}. It is counted; further ones are not logged.")]
    public static partial void Unreadable(this ILogger log, Exception bug, string dialect);

    [LoggerMessage(3008, LogLevel.Error, "A listener of Watch failed. It is counted; further failures are not logged.")]
    public static partial void ListenerFailed(this ILogger log, Exception bug);

    [LoggerMessage(3009, LogLevel.Error, "The journal's disk did not answer before the program had to stop. {Waiting} records that waited are lost.")]
    public static partial void Abandoned(this ILogger log, int waiting);
}
