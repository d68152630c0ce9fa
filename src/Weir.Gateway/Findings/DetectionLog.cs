using Microsoft.Extensions.Logging;

namespace Weir.Gateway.Findings;

/// <summary>What detection says to an operator. Never a prompt; accounts are told on the admin port only.</summary>
internal static partial class DetectionLog
{
    [LoggerMessage(5000, LogLevel.Error, "Detection could not take in an exchange. It is passed over and counted; serving and the journal go on, further ones are not logged.")]
    public static partial void NotTakenIn(this ILogger log, Exception bug);

    [LoggerMessage(5001, LogLevel.Error, "Detection failed and is made again from its snapshot and the journal in {Pause}. Serving and the journal go on.")]
    public static partial void Failed(this ILogger log, Exception bug, TimeSpan pause);

    [LoggerMessage(5002, LogLevel.Warning, "The snapshot of detection is set aside as {File}, because {Reason}; everything is made again from the journal.")]
    public static partial void SetAside(this ILogger log, string file, string reason);

    [LoggerMessage(5003, LogLevel.Information, "Detection knows {Accounts} accounts, {Read} exchanges of them read back from the journal.")]
    public static partial void CaughtUp(this ILogger log, long accounts, long read);

    [LoggerMessage(5004, LogLevel.Error, "The snapshot of detection could not be written: {Reason}. The one before it stays; after a restart more of the journal is read.")]
    public static partial void NotSaved(this ILogger log, string reason);

    [LoggerMessage(5005, LogLevel.Warning, "{Lines} lines of the journal could not be read back; the first: {First}")]
    public static partial void UnreadableLines(this ILogger log, long lines, string first);

    [LoggerMessage(5006, LogLevel.Information, "There is no calibration: detection starts from built-in yardsticks. weir calibrate makes one from past traffic.")]
    public static partial void NoCalibration(this ILogger log);

    [LoggerMessage(5007, LogLevel.Information, "Detection starts from the calibration {File}, made of {Accounts} accounts.")]
    public static partial void Calibrated(this ILogger log, string file, int accounts);

    [LoggerMessage(5008, LogLevel.Error, "The calibration {File} cannot be used: it {Reason}. Detection starts from built-in yardsticks.")]
    public static partial void BadCalibration(this ILogger log, string file, string reason);

    [LoggerMessage(5010, LogLevel.Information, "Facts of {Accounts} accounts were read from {File}.")]
    public static partial void FactsRead(this ILogger log, int accounts, string file);

    [LoggerMessage(5011, LogLevel.Warning, "{Broken} lines of {File} are not used. Line {Line}: {Reason}")]
    public static partial void BrokenFacts(this ILogger log, int broken, string file, long line, string reason);

    [LoggerMessage(5012, LogLevel.Warning, "{File} cannot be read and what it said before stays: {Reason}")]
    public static partial void FactsUnreadable(this ILogger log, string file, string reason);

    [LoggerMessage(5013, LogLevel.Information, "{Indicators} campaigns that others told of were read from {Files} files. They add to evidence and move nobody to act.")]
    public static partial void IndicatorsRead(this ILogger log, int indicators, int files);

    [LoggerMessage(5014, LogLevel.Warning, "The indicators in {File} are passed over: it {Reason}.")]
    public static partial void IndicatorsBroken(this ILogger log, string file, string reason);

    [LoggerMessage(5015, LogLevel.Warning, "Indicators in {Folder} cannot be read: {Reason}. Those in force stay.")]
    public static partial void IndicatorsUnreadable(this ILogger log, string folder, string reason);
}
