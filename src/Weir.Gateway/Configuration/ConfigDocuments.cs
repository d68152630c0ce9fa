using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Gateway.Configuration.Reading;

namespace Weir.Gateway.Configuration;

/// <summary>What the table of keys says to people and editors. The committed copies are held to these by a test.</summary>
public static class ConfigDocuments
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static IEnumerable<ConfigKey> Keys => ConfigTable.Root.Keys(null, "");

    /// <summary>The JSON schema by which an editor completes and checks <c>weir.yaml</c>.</summary>
    public static string Schema()
    {
        var schema = ConfigTable.Root.Schema(null);
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", "weir.yaml");
        schema.Insert(2, "description", "Configuration of the Weir gateway.");
        schema["type"] = "object";
        schema["required"] = new JsonArray("upstreams");
        return schema.ToJsonString(Indented) + "\n";
    }

    /// <summary>The table of <c>docs/configuration.md</c>.</summary>
    public static string Table()
    {
        var table = new StringBuilder();
        string? group = null;
        foreach (var key in Keys)
        {
            var dot = key.Path.LastIndexOf('.');
            var parent = dot < 0 ? "" : key.Path[..dot];
            if (key.Setting.Kind.Group)
                continue;
            if (!string.Equals(parent, group, StringComparison.Ordinal))
                BeginGroup(table, group = parent);
            var standing = key.Setting.Required ? "required" : key.Default is { } value ? $"`{value}`" : "";
            table.Append($"| `{key.Setting.Name}` | {Cell(key.Setting.Kind.Allowed)} | {standing} | {Cell(key.Setting.Doc)}{(key.Setting.Restart ? " Needs a restart." : "")} |\n");
        }

        return table.ToString();
    }

    private static void BeginGroup(StringBuilder table, string path)
    {
        if (table.Length > 0)
            table.Append('\n');
        table.Append(path.Length == 0 ? "### At the top\n\n" : $"### `{path}`\n\n");
        if (Keys.FirstOrDefault(key => path.Length > 0 && string.Equals(key.Path, path.Replace("[]", "", StringComparison.Ordinal).Replace(".NAME", "", StringComparison.Ordinal), StringComparison.Ordinal)) is { } owner)
            table.Append(owner.Setting.Doc).Append(owner.Setting.Restart ? " Needs a restart." : "").Append("\n\n");
        table.Append("| Key | Value | Default | Meaning |\n| --- | --- | --- | --- |\n");
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
