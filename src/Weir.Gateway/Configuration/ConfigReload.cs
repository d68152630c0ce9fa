using Microsoft.Extensions.Logging;

namespace Weir.Gateway.Configuration;

/// <summary>What came of reading the configuration again.</summary>
/// <param name="Faults">Why the old configuration stays; empty where the new one was taken.</param>
/// <param name="NeedRestart">Keys whose new value waits for a restart; their old value stays in force.</param>
public sealed record ReloadResult(DateTimeOffset Time, IReadOnlyList<ConfigFault> Faults, IReadOnlyList<string> NeedRestart)
{
    public bool Taken => Faults.Count == 0;
}

/// <summary>
/// Takes a changed file into use while the gateway runs. Looks at the file's stamp once a second rather than ask the system to
/// be told: that works on every file system and through the symbolic links of a mounted ConfigMap, and one <c>stat</c>
/// costs nothing. A file is read once it has kept still for a second, so that none is read half written.
/// </summary>
public sealed partial class ConfigReload : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ConfigInput _input;
    private readonly ConfigSource _source;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Lock _reading = new();
    private Stamp _read;
    private Stamp _seen;
    private ITimer? _timer;

    public ConfigReload(ConfigInput input, ConfigSource source, TimeProvider time, ILogger<ConfigReload> log)
    {
        (_input, _source, _time, _log) = (input, source, time, log);
        _read = _seen = Stamp.Of(input.FullPath);
    }

    /// <summary>Null until the configuration was read again for the first time.</summary>
    public ReloadResult? Last { get; private set; }

    /// <summary>The file as the operator named it; null where everything came from flags.</summary>
    public string? File => _input.File;

    /// <summary>Begins to watch the file, where there is one.</summary>
    public void Start()
    {
        if (_input.File is not null)
            _timer ??= _time.CreateTimer(_ => Look(), null, Interval, Interval);
    }

    public void Dispose() => _timer?.Dispose();

    /// <summary>Reads everything again now, changed or not: secrets in files and variables may have changed without it.</summary>
    public ReloadResult Now()
    {
        lock (_reading)
        {
            _read = _seen = Stamp.Of(_input.FullPath);
            var reading = ConfigLoader.Load(_input);
            var result = reading.Config is { } config ? Take(config) : Keep(reading.Faults);
            Telemetry.GatewayMeter.ConfigReloads.Add(1, new KeyValuePair<string, object?>("weir.result", result.Taken ? "taken" : "refused"));
            return Last = result;
        }
    }

    private void Look()
    {
        var stamp = Stamp.Of(_input.FullPath);
        lock (_reading)
        {
            var still = stamp == _seen;
            _seen = stamp;
            if (stamp == _read || !still)
                return;
        }

        Now();
    }

    private ReloadResult Take(WeirConfig config)
    {
        var needRestart = new List<string>();
        var next = ConfigTable.Root.Keep(_source.Current, config, "", needRestart)!;
        _source.Swap(next);
        LogTaken(_input.File ?? "flags");
        if (needRestart.Count > 0)
            LogNeedRestart(string.Join(", ", needRestart));
        return new ReloadResult(_time.GetUtcNow(), [], needRestart);
    }

    private ReloadResult Keep(IReadOnlyList<ConfigFault> faults)
    {
        LogRefused(_input.File ?? "flags", faults.Count);
        foreach (var fault in faults)
            LogFault(fault.OneLine);
        return new ReloadResult(_time.GetUtcNow(), faults, []);
    }

    private readonly record struct Stamp(DateTime Written, long Length, string? Target)
    {
        public static Stamp Of(string? path)
        {
            if (path is null)
                return default;
            try
            {
                // Through links: what they lead to is what is read.
                var link = new FileInfo(path);
                var file = link.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? link;
                return file.Exists ? new Stamp(file.LastWriteTimeUtc, file.Length, file.FullName) : default;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return default;
            }
        }
    }

    [LoggerMessage(7001, LogLevel.Information, "Configuration taken into use from {Source}")]
    private partial void LogTaken(string source);

    [LoggerMessage(7002, LogLevel.Warning, "Configuration in {Source} is not taken into use, the old one stays in force; faults: {Faults}")]
    private partial void LogRefused(string source, int faults);

    [LoggerMessage(7003, LogLevel.Warning, "{Fault}")]
    private partial void LogFault(string fault);

    [LoggerMessage(7004, LogLevel.Warning, "These keys keep their old value until a restart: {Keys}")]
    private partial void LogNeedRestart(string keys);
}
