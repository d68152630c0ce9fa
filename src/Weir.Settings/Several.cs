using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace Weir.Settings;

/// <summary>A list. Nothing stands in it twice.</summary>
internal sealed class ListOf<T>(Kind<T> item, Func<T, string> identity) : Kind<IReadOnlyList<T>>
{
    public override string What => "a list";
    public override string Allowed => item.Group ? $"list; each has {item.Allowed}" : $"list; each is {item.Allowed}";
    public override string Example => item.Group ? $"[{item.Example}]" : $"[\"{item.Example}\"]";
    public override bool Group => item.Group;
    public override string? Write(IReadOnlyList<T>? value) => value is null or [] ? "[]" : $"[{string.Join(", ", value.Select(item.Write))}]";
    public override JsonObject Schema(IReadOnlyList<T>? start) => new() { ["type"] = "array", ["items"] = item.Schema(default) };
    public override IEnumerable<ConfigKey> Keys(IReadOnlyList<T>? start, string path) => item.Keys(default, path + "[]");

    public override bool TryRead(ConfigNode node, ConfigFaults faults, out IReadOnlyList<T> value)
    {
        value = [];
        if (node is not ConfigList list)
        {
            faults.Add(node, $"is {ConfigFaults.Show(node)}, where a list is expected", Allowed, item.Group
                ? "begin each entry with a dash, below the key"
                : $"write it in brackets, for example {Example}");
            return false;
        }

        var before = faults.Count;
        var seen = new Dictionary<string, ConfigNode>(StringComparer.Ordinal);
        var read = new List<T>();
        foreach (var entry in list.Items)
        {
            if (!item.TryRead(entry, faults, out var one))
                continue;
            if (seen.TryGetValue(identity(one), out var first))
                faults.Add(entry, $"is {identity(one)} again, first in {first.Place}", "every name once", item.Group ? "give one of the two another name" : "take one of the two out");
            else
                read.Add(one);
            seen.TryAdd(identity(one), entry);
        }

        value = [.. read];
        return faults.Count == before;
    }
}

/// <summary>Values by name.</summary>
internal sealed class MapOf<T>(Kind<T> item, string name) : Kind<IReadOnlyDictionary<string, T>>
{
    private static readonly Text Names = new("a name", "text of one line", "name");

    public override string What => "values by name";
    public override string Allowed => item.Group ? $"names, each with {item.Allowed}" : $"names, each with {item.Allowed} behind it";
    public override string Example => $"{{ {name}: {item.Example} }}";
    public override bool Group => item.Group;
    public override bool ByName => true;
    public override string? Write(IReadOnlyDictionary<string, T>? value) => "{}";
    public override JsonObject Schema(IReadOnlyDictionary<string, T>? start) => new() { ["type"] = new JsonArray("object", "null"), ["additionalProperties"] = item.Schema(default) };
    public override IEnumerable<ConfigKey> Keys(IReadOnlyDictionary<string, T>? start, string path) => item.Keys(default, $"{path}.NAME");

    public override bool TryRead(ConfigNode node, ConfigFaults faults, out IReadOnlyDictionary<string, T> value)
    {
        value = FrozenDictionary<string, T>.Empty;
        if (node is ConfigScalar { IsEmpty: true })
            return true;
        if (node is not ConfigMap map)
        {
            faults.Add(node, $"is {ConfigFaults.Show(node)}, where names and values are expected", Allowed, $"put the names below it, indented, for example {name}: {item.Example}");
            return false;
        }

        var before = faults.Count;
        var read = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var entry in map.Entries)
        {
            var key = new ConfigScalar(map.Path, entry.Place, map.Folder, entry.Name, Quoted: true);
            if (Names.TryRead(key, faults, out var written) && item.TryRead(entry.Value, faults, out var one))
                read[written] = one;
        }

        value = read.ToFrozenDictionary(StringComparer.Ordinal);
        return faults.Count == before;
    }
}

/// <summary>A value that may be left out, and that no word stands for.</summary>
internal sealed class Optional<T>(Kind<T> kind) : Kind<T?>
    where T : struct
{
    public override string What => kind.What;
    public override string Allowed => kind.Allowed;
    public override string Example => kind.Example;
    public override bool Quotable => kind.Quotable;
    public override string? Write(T? value) => value is { } written ? kind.Write(written) : null;
    public override JsonObject Schema(T? start) => kind.Schema(start ?? default);

    public override bool TryRead(ConfigNode node, ConfigFaults faults, out T? value)
    {
        var usable = kind.TryRead(node, faults, out var read);
        value = usable ? read : null;
        return usable;
    }
}
