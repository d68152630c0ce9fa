using System.Text;

namespace Weir.Gateway.Configuration;

/// <summary>
/// A whole <c>weir.yaml</c>: every key with its meaning. What most people write stands live, the rest in a comment that
/// shows its default, or an example where there is none; to use it is to take out one <c>#</c>.
/// </summary>
public static class ConfigSample
{
    private const int Width = 110;

    private static readonly HashSet<string> Live = new(StringComparer.Ordinal)
    {
        "listen", "admin", "data", "fail", "drain", "identity.kind", "upstreams[].name", "upstreams[].url",
    };

    public static string Write()
    {
        var sample = new StringBuilder(
            "# yaml-language-server: $schema=weir.schema.json\n#\n"
            + "# Every key that Weir knows. A key behind a # shows its default, or an example where it has none.\n"
            + "# weir config check weir.yaml tells all that is wrong with a file.\n");
        Quiet? quiet = null;
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var key in ConfigDocuments.Keys)
        {
            if (quiet is { } over && !key.Path.StartsWith(over.Path, StringComparison.Ordinal))
                quiet = null;
            quiet ??= IsLive(key) ? null : new Quiet(key.Path, Indent(key.Path));
            Append(sample, key, quiet, told);
        }

        return sample.ToString();
    }

    /// <summary>A key that is commented out, with all that is below it.</summary>
    private readonly record struct Quiet(string Path, int Indent);

    // A group without required keys may stand empty, so that single keys in it can be taken into use.
    private static bool IsLive(ConfigKey key) =>
        Live.Contains(key.Path) || (key.Setting.Kind.Group && !key.Setting.Kind.ByName && key.Path is not ("tls" or "operators" or "notices.webhooks"));

    private static void Append(StringBuilder sample, ConfigKey key, Quiet? quiet, HashSet<string> told)
    {
        var indent = Indent(key.Path);
        if (!key.Path.Contains('.'))
            sample.Append('\n');
        if (key.Path.IndexOf(".NAME.", StringComparison.Ordinal) is > 0 and var name)
        {
            // The first key below a name brings the name along; its meaning was told with the general numbers.
            if (key.Setting.Name is not "requests_per_minute")
                return;
            Line(sample, indent - 2, quiet, key.Path[..name] switch { "limits.accounts" => "team-a:", "limits.organizations" => "acme:", _ => "gpt-large:" });
        }
        else if (told.Add(key.Setting.Doc))
        {
            // The numbers of a limit mean the same for everyone they are set for: told once.
            var aside = quiet is { } over && over.Path.Length == key.Path.Length ? null : quiet;
            var dash = key.Path.EndsWith("[].name", StringComparison.Ordinal);
            foreach (var line in Wrap((key.Setting.Doc + (key.Setting.Restart ? " Needs a restart." : "")).Replace("`", "", StringComparison.Ordinal), Width - indent))
                Line(sample, dash ? indent - 2 : indent, aside, "# " + line);
        }

        Line(sample, key.Path.EndsWith("[].name", StringComparison.Ordinal) ? indent - 2 : indent, quiet,
            (key.Path.EndsWith("[].name", StringComparison.Ordinal) ? "- " : "") + key.Setting.Name + ":" + Value(key));
    }

    private static string Value(ConfigKey key) =>
        key.Setting.Kind.Group ? "" : " " + (key.Default is { } value and not "[]" and not "{}" && !key.Path.Contains("NAME", StringComparison.Ordinal) ? value : key.Setting.Kind.Example);

    private static void Line(StringBuilder sample, int indent, Quiet? quiet, string text)
    {
        if (quiet is { } over)
            sample.Append(' ', over.Indent).Append('#').Append(' ', indent - over.Indent);
        else
            sample.Append(' ', indent);
        sample.Append(text).Append('\n');
    }

    private static int Indent(string path) => 2 * path.Count(static c => c is '.' or '[');

    private static IEnumerable<string> Wrap(string text, int width)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        yield return line.ToString();
    }
}
