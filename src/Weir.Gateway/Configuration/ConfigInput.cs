namespace Weir.Gateway.Configuration;

/// <summary>What a configuration is read from.</summary>
public sealed record ConfigInput
{
    /// <summary>The file as the operator named it; null where there is none.</summary>
    public string? File { get; init; }
    /// <summary>Flags win over the file.</summary>
    public IReadOnlyList<ConfigFlag> Flags { get; init; } = [];
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;
    /// <summary>Where relative paths in flags start.</summary>
    public string Folder { get; init; } = Directory.GetCurrentDirectory();

    public string? FullPath => File is null ? null : Path.GetFullPath(File, Folder);
}

/// <summary>One setting given on the command line.</summary>
/// <param name="Name">The flag, for faults: <c>--listen</c>.</param>
/// <param name="Path">The key that it sets: <c>identity.kind</c>.</param>
/// <param name="Yaml">The value is YAML (a list, for example) rather than plain text.</param>
public sealed record ConfigFlag(string Name, string Path, string Value, bool Yaml = false);

/// <summary>Either a configuration, or the list of what is wrong with it.</summary>
public sealed record ConfigReading(WeirConfig? Config, IReadOnlyList<ConfigFault> Faults);
