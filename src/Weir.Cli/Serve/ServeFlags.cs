using System.CommandLine;
using Weir.Gateway.Configuration;

namespace Weir.Cli.Serve;

/// <summary>
/// The flags of `weir serve`. Each stands for one key of the configuration and is read by the same code; whatever has no
/// flag of its own can be set with --set.
/// </summary>
internal sealed class ServeFlags
{
    private readonly Option<string?> _config = new("--config", "-c") { Description = "The configuration. `weir config sample` prints one.", HelpName = "FILE" };
    private readonly Option<string[]> _upstream = new("--upstream", "-u") { Description = "Where the model is served; can be repeated, and named: NAME=URL.", HelpName = "URL" };
    private readonly Option<string[]> _set = new("--set") { Description = "Any key of the configuration, its value as in the file; can be repeated.", HelpName = "KEY=VALUE" };

    private readonly (Option<string?> Option, string Path)[] _keys =
    [
        (Key("--listen", "Where callers reach the gateway (http://127.0.0.1:8080).", "URL"), "listen"),
        (Key("--admin", "Where operators reach health, metrics and status (http://127.0.0.1:8081).", "URL"), "admin"),
        (Key("--data", "The folder that this gateway owns (./weir-data).", "DIR"), "data"),
        (Key("--identity", "How callers are known: keys, header or bearer (keys).", "KIND"), "identity.kind"),
        (Key("--fail", "When calls cannot be recorded: open serves on, closed refuses (open).", "HOW"), "fail"),
        (Key("--drain", "How long running answers may go on after a stop (30s).", "DURATION"), "drain"),
        (Key("--accounts", "What is known of accounts, in JSON Lines; read again when it changes.", "FILE"), "accounts"),
        (Key("--calibration", "What is usual here, as weir calibrate found it.", "FILE"), "calibration"),
        (Key("--tls-certificate", "PEM file with the certificate, for --listen https://….", "FILE"), "tls.certificate"),
        (Key("--tls-key", "PEM file with its key.", "FILE"), "tls.key"),
        (Key("--otlp", "Collector for metrics and traces.", "URL"), "telemetry.otlp"),
        (Key("--logs", "Log lines: plain or json (plain).", "FORMAT"), "telemetry.logs"),
        (Key("--log-level", "The least that is logged: debug, info, warning or error (info).", "LEVEL"), "telemetry.log_level"),
    ];

    public void AddTo(Command command)
    {
        command.Options.Add(_config);
        command.Options.Add(_upstream);
        foreach (var (option, _) in _keys)
            command.Options.Add(option);
        command.Options.Add(_set);
        _set.Validators.Add(static result =>
        {
            foreach (var token in result.Tokens)
            {
                if (token.Value.IndexOf('=', StringComparison.Ordinal) <= 0)
                    result.AddError($"--set takes KEY=VALUE, for example drain=10s; '{token.Value}' is none.");
            }
        });
    }

    public ConfigInput Read(ParseResult parsed)
    {
        var flags = new List<ConfigFlag>();
        foreach (var pair in parsed.GetValue(_set) ?? [])
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            flags.Add(new ConfigFlag("--set", pair[..equals], pair[(equals + 1)..], Yaml: true));
        }

        foreach (var url in parsed.GetValue(_upstream) ?? [])
            flags.Add(new ConfigFlag("--upstream", "upstreams", url));
        foreach (var (option, path) in _keys)
        {
            if (parsed.GetValue(option) is { } value)
                flags.Add(new ConfigFlag(option.Name, path, value));
        }

        return new ConfigInput { File = parsed.GetValue(_config), Flags = flags };
    }

    private static Option<string?> Key(string name, string description, string value) => new(name) { Description = description, HelpName = value };
}
