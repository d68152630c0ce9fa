namespace Weir.Settings;

/// <summary>Where something was written: a line of a file, or a flag of the command line.</summary>
public readonly record struct ConfigPlace(string Name, int Line = 0, int Column = 0)
{
    public override string ToString() => Line == 0 ? Name : $"{Name}:{Line}";
}

/// <summary>
/// One value as the operator wrote it, before anyone knows what it means. Knows its path and its place, so that a fault
/// can be told where it is. Files and flags become the same nodes and are read by the same code.
/// </summary>
/// <param name="Path">Keys from the root, such as <c>upstreams[0].url</c>.</param>
/// <param name="Folder">What relative paths in this value start from: the file's folder, or the current one for flags.</param>
internal abstract record ConfigNode(string Path, ConfigPlace Place, string Folder);

/// <param name="Quoted">Written in quotes, and therefore text whatever it looks like.</param>
internal sealed record ConfigScalar(string Path, ConfigPlace Place, string Folder, string Text, bool Quoted) : ConfigNode(Path, Place, Folder)
{
    /// <summary>A key with nothing behind it.</summary>
    public bool IsEmpty => !Quoted && Text is "" or "~" or "null";
}

internal sealed record ConfigList(string Path, ConfigPlace Place, string Folder, IReadOnlyList<ConfigNode> Items) : ConfigNode(Path, Place, Folder);

internal sealed record ConfigMap(string Path, ConfigPlace Place, string Folder, IReadOnlyList<ConfigEntry> Entries) : ConfigNode(Path, Place, Folder)
{
    public ConfigNode? Find(string name)
    {
        foreach (var entry in Entries)
        {
            if (string.Equals(entry.Name, name, StringComparison.Ordinal))
                return entry.Value;
        }

        return null;
    }

    /// <summary>The place of the nearest thing that was written on the way to a path.</summary>
    public ConfigPlace PlaceOf(string path)
    {
        var (node, place) = ((ConfigNode)this, Place);
        foreach (var step in path.Split('.', '['))
        {
            switch (node)
            {
                case ConfigList list when step.EndsWith(']') && int.Parse(step.AsSpan(0, step.Length - 1), System.Globalization.CultureInfo.InvariantCulture) is var at && at < list.Items.Count:
                    node = list.Items[at];
                    place = node.Place;
                    break;
                case ConfigMap map when map.Entries.FirstOrDefault(entry => string.Equals(entry.Name, step, StringComparison.Ordinal)) is { Value: { } value } found:
                    (node, place) = (value, found.Place);
                    break;
                default:
                    return place;
            }
        }

        return place;
    }
}

internal readonly record struct ConfigEntry(string Name, ConfigPlace Place, ConfigNode Value);

internal static class ConfigPath
{
    public static string Join(string parent, string name) => parent.Length == 0 ? name : $"{parent}.{name}";
}
