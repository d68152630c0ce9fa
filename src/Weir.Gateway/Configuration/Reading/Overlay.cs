namespace Weir.Gateway.Configuration.Reading;

/// <summary>Lays flags over what the file says.</summary>
internal static class Overlay
{
    /// <summary>The path under which <c>--upstream</c> flags arrive; together they are the list.</summary>
    private const string Upstreams = "upstreams";

    public static ConfigMap Apply(ConfigMap root, IReadOnlyList<ConfigFlag> flags, string folder, ConfigFaults faults)
    {
        var upstreams = new List<ConfigNode>();
        foreach (var flag in flags)
        {
            if (flag.Path is Upstreams && !flag.Yaml)
                upstreams.Add(Upstream(flag, upstreams.Count, folder));
            else if (Value(flag, folder, faults) is { } value)
                root = Put(root, flag.Path, value);
        }

        return upstreams.Count == 0 ? root : Put(root, Upstreams, new ConfigList(Upstreams, upstreams[0].Place, folder, upstreams));
    }

    private static ConfigNode? Value(ConfigFlag flag, string folder, ConfigFaults faults) => flag.Yaml
        ? YamlTree.Read(new StringReader(flag.Value), flag.Path, flag.Name, folder, flag: true, faults)
        : new ConfigScalar(flag.Path, new ConfigPlace(flag.Name), folder, flag.Value, Quoted: false);

    /// <summary><c>URL</c> or <c>NAME=URL</c>.</summary>
    private static ConfigMap Upstream(ConfigFlag flag, int index, string folder)
    {
        var place = new ConfigPlace(flag.Name);
        var path = $"{Upstreams}[{index}]";
        var equals = flag.Value.IndexOf('=', StringComparison.Ordinal);
        var named = equals > 0 && !flag.Value.AsSpan(0, equals).Contains("://", StringComparison.Ordinal);
        var name = named ? flag.Value[..equals] : index == 0 ? "upstream" : $"upstream-{index + 1}";
        return new ConfigMap(path, place, folder,
        [
            new("name", place, new ConfigScalar(path + ".name", place, folder, name, Quoted: false)),
            new("url", place, new ConfigScalar(path + ".url", place, folder, named ? flag.Value[(equals + 1)..] : flag.Value, Quoted: false)),
        ]);
    }

    private static ConfigMap Put(ConfigMap map, string path, ConfigNode value)
    {
        var dot = path.IndexOf('.', StringComparison.Ordinal);
        var name = dot < 0 ? path : path[..dot];
        var put = dot < 0
            ? value
            : Put(map.Find(name) as ConfigMap ?? new ConfigMap(ConfigPath.Join(map.Path, name), value.Place, value.Folder, []), path[(dot + 1)..], value);
        var entries = map.Entries.Where(entry => !string.Equals(entry.Name, name, StringComparison.Ordinal));
        return map with { Entries = [.. entries, new ConfigEntry(name, value.Place, put)] };
    }
}
