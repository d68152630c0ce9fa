using System.Text;
using Weir.Gateway.Configuration.Reading;

namespace Weir.Gateway.Configuration;

/// <summary>Reads a configuration from a file, from flags, or from both. Never throws for what an operator wrote.</summary>
public static class ConfigLoader
{
    private const int MostBytes = 1 << 20;

    public static ConfigReading Load(ConfigInput input)
    {
        var faults = new ConfigFaults(input.Environment, static () => ConfigDocuments.Keys);
        var written = input.File is null ? Nothing(input) : ReadFile(input, faults);
        if (written is null)
            return new ConfigReading(null, faults.InOrder());
        var root = Overlay.Apply(written, input.Flags, input.Folder, faults);
        // The default of the data folder is relative, and so depends on where it is read from.
        var initial = ConfigTable.Initial with { DataFolder = Path.GetFullPath(ConfigTable.Initial.DataFolder, root.Folder) };
        ConfigTable.Root.TryReadOver(initial, root, faults, out var config);
        ConfigChecks.Run(config, root, faults);
        return new ConfigReading(faults.Count == 0 ? config : null, faults.InOrder());
    }

    private static ConfigMap Nothing(ConfigInput input) => new("", new ConfigPlace("command line"), input.Folder, []);

    private static ConfigMap? ReadFile(ConfigInput input, ConfigFaults faults)
    {
        var place = new ConfigPlace(input.File!);
        var path = input.FullPath!;
        try
        {
            if (Directory.Exists(path))
            {
                faults.Add(place, "", "is a folder", "a YAML file", "name the file in it");
                return null;
            }

            if (new FileInfo(path) is { Exists: true, Length: > MostBytes })
            {
                faults.Add(place, "", "is larger than 1 MiB", "a YAML file of at most 1 MiB", "check that this is the file that was meant");
                return null;
            }

            using var text = new StreamReader(path, new UTF8Encoding(false, throwOnInvalidBytes: true));
            var before = faults.Count;
            var root = YamlTree.Read(text, "", input.File!, Path.GetDirectoryName(path)!, flag: false, faults);
            switch (root)
            {
                case ConfigMap map:
                    // What is missing from the whole file is missing on no line of it.
                    return map with { Place = place };
                case null or ConfigScalar { IsEmpty: true }:
                    return faults.Count > before ? null : new ConfigMap("", place, Path.GetDirectoryName(path)!, []);
                default:
                    faults.Add(root, $"is {ConfigFaults.Show(root)}, where keys are expected", ConfigTable.Root.Allowed, "write keys and values, for example listen: http://127.0.0.1:8080");
                    return null;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            var (problem, advice) = exception switch
            {
                FileNotFoundException or DirectoryNotFoundException => ("does not exist", "correct the path, or write one with: weir config sample > weir.yaml"),
                DecoderFallbackException => ("is not UTF-8 text", "save it as UTF-8"),
                _ => ("cannot be read", "give the user that runs Weir the right to read it"),
            };
            faults.Add(place, "", problem, null, advice);
            return null;
        }
    }
}
