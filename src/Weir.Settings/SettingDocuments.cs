using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Weir.Settings;

/// <summary>What a table of keys says to people and editors: every file that an operator writes is explained by the same code.</summary>
internal static class SettingDocuments
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The JSON schema by which an editor completes and checks a file.</summary>
    public static string Schema<T>(Section<T> root, string title, string description, params string[] required)
        where T : class
    {
        var schema = root.Schema(null);
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", title);
        schema.Insert(2, "description", description);
        schema["type"] = "object";
        if (required.Length > 0)
            schema["required"] = new JsonArray([.. required.Select(static name => JsonValue.Create(name))]);
        return schema.ToJsonString(Indented) + "\n";
    }

    /// <summary>A Markdown table for each group of keys.</summary>
    public static string Table(IReadOnlyList<ConfigKey> keys)
    {
        var table = new StringBuilder();
        string? group = null;
        foreach (var key in keys)
        {
            var dot = key.Path.LastIndexOf('.');
            var parent = dot < 0 ? "" : key.Path[..dot];
            if (key.Setting.Kind.Group)
                continue;
            if (!string.Equals(parent, group, StringComparison.Ordinal))
                BeginGroup(table, keys, group = parent);
            var standing = key.Setting.Required ? "required" : key.Default is { } value ? $"`{value}`" : "";
            table.Append($"| `{key.Setting.Name}` | {Cell(key.Setting.Kind.Allowed)} | {standing} | {Cell(key.Setting.Doc)}{(key.Setting.Restart ? " Needs a restart." : "")} |\n");
        }

        return table.ToString();
    }

    private static void BeginGroup(StringBuilder table, IReadOnlyList<ConfigKey> keys, string path)
    {
        if (table.Length > 0)
            table.Append('\n');
        table.Append(path.Length == 0 ? "### At the top\n\n" : $"### `{path}`\n\n");
        var written = path.Replace("[]", "", StringComparison.Ordinal).Replace(".NAME", "", StringComparison.Ordinal);
        if (path.Length > 0 && keys.FirstOrDefault(key => string.Equals(key.Path, written, StringComparison.Ordinal)) is { } owner)
            table.Append(owner.Setting.Doc).Append(owner.Setting.Restart ? " Needs a restart." : "").Append("\n\n");
        table.Append("| Key | Value | Default | Meaning |\n| --- | --- | --- | --- |\n");
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
