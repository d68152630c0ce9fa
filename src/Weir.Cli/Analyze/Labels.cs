using System.Text.Json;

namespace Weir.Cli.Analyze;

/// <summary>What is known to be true of an account, for measuring.</summary>
internal sealed record Label(bool Extraction, string Class);

/// <summary>The file of <c>--truth</c>: <c>{"account":"a1","label":"benign|extraction","class":"…"}</c>.</summary>
internal static class Labels
{
    public static async Task<Dictionary<string, Label>?> ReadAsync(string path, Terminal terminal, CancellationToken cancellation)
    {
        var labels = new Dictionary<string, Label>(StringComparer.Ordinal);
        var bad = await JsonLinesFile.ReadAsync(path, line => Take(line, labels), terminal, cancellation);
        return bad is null ? null : labels;
    }

    private static string? Take(JsonElement line, Dictionary<string, Label> labels)
    {
        if (!line.TryGetProperty("account", out var account) || account.ValueKind != JsonValueKind.String)
            return "names no 'account'" + JsonLinesFile.NotUsed;
        var label = line.TryGetProperty("label", out var said) && said.ValueKind == JsonValueKind.String ? said.GetString() : null;
        if (label is not ("benign" or "extraction"))
            return "has a 'label' that is neither \"benign\" nor \"extraction\"" + JsonLinesFile.NotUsed;
        var named = line.TryGetProperty("class", out var kind) && kind.ValueKind == JsonValueKind.String ? kind.GetString()! : label;
        labels[account.GetString()!] = new Label(label is "extraction", named);
        return null;
    }
}
