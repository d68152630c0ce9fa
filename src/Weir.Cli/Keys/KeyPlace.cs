using System.CommandLine;
using Weir.Cli.Config;
using Weir.Gateway.Admission;
using Weir.Gateway.Configuration;

namespace Weir.Cli.Keys;

/// <summary>Which gateway's keys: its data folder, named itself or through its configuration.</summary>
internal sealed class KeyPlace(Terminal terminal)
{
    private readonly Option<string?> _data = new("--data") { Description = "The gateway's data folder. Without it: that of --config, or ./weir-data.", HelpName = "DIR" };
    private readonly Option<string?> _config = new("--config") { Description = "The gateway's configuration, to take the data folder from.", HelpName = "FILE" };

    public void AddTo(Command command)
    {
        command.Options.Add(_data);
        command.Options.Add(_config);
    }

    /// <summary>Null when there is none; then the exit code says why the program ends.</summary>
    public KeyFile? Open(ParseResult parsed, bool make, out int exit)
    {
        exit = ExitCodes.Ok;
        string folder;
        if (parsed.GetValue(_data) is { } data)
        {
            folder = Path.GetFullPath(data);
        }
        else if (ConfigLoader.FindDataFolder(new ConfigInput { File = parsed.GetValue(_config) }, out folder) is { Count: > 0 } faults)
        {
            exit = terminal.Refuse(faults);
            return null;
        }

        if (!Directory.Exists(folder) && !TryMake(folder, make, out exit))
            return null;
        return new KeyFile(folder, terminal.Time);
    }

    private bool TryMake(string folder, bool make, out int exit)
    {
        exit = ExitCodes.Ok;
        if (!make)
        {
            exit = terminal.Fail($"There is no folder '{folder}'; name the gateway's data folder with --data.");
            return false;
        }

        try
        {
            // Its owner's alone, as the gateway itself would make it.
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(folder);
            else
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            exit = terminal.Fail($"The folder '{folder}' cannot be made: {exception.Message}");
            return false;
        }
    }
}
