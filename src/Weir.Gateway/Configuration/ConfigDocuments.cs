namespace Weir.Gateway.Configuration;

/// <summary>What the table of keys says to people and editors. The committed copies are held to these by a test.</summary>
public static class ConfigDocuments
{
    internal static IEnumerable<ConfigKey> Keys => ConfigTable.Root.Keys(null, "");

    /// <summary>The JSON schema by which an editor completes and checks <c>weir.yaml</c>.</summary>
    public static string Schema() => SettingDocuments.Schema(ConfigTable.Root, "weir.yaml", "Configuration of the Weir gateway.", "upstreams");

    /// <summary>The table of <c>docs/configuration.md</c>.</summary>
    public static string Table() => SettingDocuments.Table([.. Keys]);
}
