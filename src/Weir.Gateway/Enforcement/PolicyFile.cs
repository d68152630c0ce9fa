using Microsoft.Extensions.Logging;
using Weir.Gateway.Configuration;
using Weir.Policy;

namespace Weir.Gateway.Enforcement;

/// <summary>A policy and the hash of its text.</summary>
public sealed record PolicyInForce(ResponsePolicy Policy, string Hash, string? File)
{
    /// <summary>Nobody is moved.</summary>
    public static PolicyInForce None { get; } = new(new ResponsePolicy(), "", null);
}

/// <summary>
/// The policy file beside a running gateway: read at the start, and again when it has changed and then kept still for a second. A file that
/// cannot be used keeps the old one in force, and says all that is wrong with it.
/// </summary>
public sealed partial class PolicyFile(ConfigSource config, ILogger<PolicyFile> log)
{
    private Stamp _read, _seen;
    private volatile PolicyInForce _current = PolicyInForce.None;

    public PolicyInForce Current => _current;
    /// <summary>What is wrong with the file as it is now; empty where it is in force.</summary>
    public IReadOnlyList<ConfigFault> Faults { get; private set; } = [];

    public static PolicyReading? Read(string path)
    {
        try
        {
            return PolicyReader.Read(File.ReadAllText(path), System.IO.Path.GetFileName(path));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // That it cannot be read is told where the path is checked.
            return null;
        }
    }

    /// <summary>The file that the configuration names; null where it names none.</summary>
    public string? Path => config.Current.PolicyFile;

    /// <summary>Looks at the file. True where another policy is in force than before.</summary>
    /// <param name="whole">It is known that nobody is still writing it.</param>
    public bool Look(bool whole = false)
    {
        var path = config.Current.PolicyFile;
        var stamp = Stamp.Of(path);
        var still = whole || stamp == _seen;
        _seen = stamp;
        if (stamp == _read || (!still && _read != default))
            return false;
        _read = stamp;
        if (path is null)
            return Swap(PolicyInForce.None);
        if (Read(path) is not { } reading)
            return false;
        Faults = reading.Faults;
        foreach (var warning in reading.Warnings)
            LogWarning(warning.OneLine);
        if (reading.Policy is { } policy)
            return Swap(new PolicyInForce(policy, reading.Hash, path));
        LogRefused(System.IO.Path.GetFileName(path), reading.Faults.Count);
        foreach (var fault in reading.Faults)
            LogFault(fault.OneLine);
        return false;
    }

    private bool Swap(PolicyInForce next)
    {
        Faults = [];
        if (string.Equals(next.Hash, _current.Hash, StringComparison.Ordinal))
            return false;
        _current = next;
        if (next.File is not null)
            LogTaken(System.IO.Path.GetFileName(next.File), next.Policy.Mode);
        if (next.Policy.Mode == PolicyMode.Enforce && config.Current.CalibrationFile is null)
            LogNoCalibration();
        return true;
    }

    private readonly record struct Stamp(DateTime Written, long Length, string? Path)
    {
        public static Stamp Of(string? path)
        {
            try
            {
                var link = path is null ? null : new FileInfo(path);
                var file = link?.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? link;
                return file is { Exists: true } ? new Stamp(file.LastWriteTimeUtc, file.Length, file.FullName) : new Stamp(default, 0, path);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return new Stamp(default, 0, path);
            }
        }
    }

    [LoggerMessage(8001, LogLevel.Information, "Policy {File} is in force, mode {Mode}")]
    private partial void LogTaken(string file, PolicyMode mode);

    [LoggerMessage(8002, LogLevel.Warning, "Policy {File} is not taken into use, the old one stays in force; faults: {Faults}")]
    private partial void LogRefused(string file, int faults);

    [LoggerMessage(8003, LogLevel.Warning, "{Fault}")]
    private partial void LogFault(string fault);

    [LoggerMessage(8004, LogLevel.Warning, "Policy: {Warning}")]
    private partial void LogWarning(string warning);

    [LoggerMessage(8005, LogLevel.Warning, "The policy is enforced without a calibration of your own traffic: what is usual here is guessed. Make one with weir calibrate, look through it, and name it in weir.yaml")]
    private partial void LogNoCalibration();
}
