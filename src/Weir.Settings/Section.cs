using System.Text.Json.Nodes;

namespace Weir.Settings;

/// <summary>A group of keys that together make one <typeparamref name="T"/>.</summary>
/// <param name="initial">What stands where nothing is written. Defaults are declared there and nowhere else.</param>
internal sealed class Section<T>(T initial, params Setting<T>[] settings) : Kind<T>
    where T : class
{
    private readonly string _names = string.Join(", ", settings.Select(static setting => setting.Name));

    public override string What => "a group of keys";
    public override string Allowed => $"the keys {_names}";
    public override string Example => $"{{ {settings[0].Name}: {settings[0].Kind.Example} }}";
    public override bool Group => true;
    public override string? Write(T? value) => null;

    public override bool TryRead(ConfigNode node, ConfigFaults faults, out T value) => TryReadOver(initial, node, faults, out value);

    public override bool TryReadOver(T? start, ConfigNode node, ConfigFaults faults, out T value)
    {
        value = start ?? initial;
        var before = faults.Count;
        switch (node)
        {
            // A section whose keys are all commented out.
            case ConfigScalar { IsEmpty: true }:
                Missing(node, [], faults);
                break;
            case ConfigMap map:
                value = ReadKeys(map, value, faults);
                break;
            default:
                faults.Add(node, $"is {ConfigFaults.Show(node)}, where keys are expected", Allowed, $"put the keys below it, indented, for example {settings[0].Name}: {settings[0].Kind.Example}");
                break;
        }

        return faults.Count == before;
    }

    private T ReadKeys(ConfigMap map, T value, ConfigFaults faults)
    {
        foreach (var entry in map.Entries)
        {
            if (!settings.Any(setting => string.Equals(setting.Name, entry.Name, StringComparison.Ordinal)))
                Unknown(map, entry, faults);
        }

        // In the table's order, not the file's: a later key may start from an earlier one.
        foreach (var setting in settings)
        {
            if (map.Find(setting.Name) is { } written)
                value = setting.Read(value, written, faults);
        }

        Missing(map, map.Entries, faults);
        return value;
    }

    private void Missing(ConfigNode node, IReadOnlyList<ConfigEntry> entries, ConfigFaults faults)
    {
        foreach (var setting in settings)
        {
            if (setting.Required && !entries.Any(entry => string.Equals(entry.Name, setting.Name, StringComparison.Ordinal)))
                faults.Add(node.Place, ConfigPath.Join(node.Path, setting.Name), "is missing", setting.Kind.Allowed, $"add for example {setting.Name}: {setting.Kind.Example}");
        }
    }

    private void Unknown(ConfigMap map, in ConfigEntry entry, ConfigFaults faults)
    {
        var meant = NearestName.Of(entry.Name, settings.Select(static setting => setting.Name));
        faults.Add(entry.Place, ConfigPath.Join(map.Path, ConfigFaults.Printable(entry.Name)), "is not a key", Allowed,
            meant is not null ? $"write {meant}, if that is what was meant" : faults.PlaceOf(entry.Name) is { } place ? $"write it as {place}, if that is what was meant"
            : $"take it out, or look for its place in {faults.Document}");
    }

    public override JsonObject Schema(T? start)
    {
        var properties = new JsonObject();
        var required = new JsonArray();
        foreach (var setting in settings)
        {
            var schema = setting.Schema(start ?? initial);
            schema["description"] = setting.Doc;
            if (!setting.Required && setting.Default(start ?? initial) is { } value and not "[]" and not "{}")
                schema["default"] = AsJson(value);
            properties[setting.Name] = schema;
            if (setting.Required)
                required.Add(setting.Name);
        }

        var section = new JsonObject { ["type"] = new JsonArray("object", "null"), ["properties"] = properties, ["additionalProperties"] = false };
        if (required.Count > 0)
        {
            section["type"] = "object";
            section["required"] = required;
        }

        return section;
    }

    private static JsonValue AsJson(string written) =>
        bool.TryParse(written, out var flag) ? JsonValue.Create(flag)
        : double.TryParse(written, System.Globalization.CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number)
        : JsonValue.Create(written);

    public override IEnumerable<ConfigKey> Keys(T? start, string path) => settings.SelectMany(setting => setting.Keys(start ?? initial, path));

    public override T? Keep(T? old, T? next, string path, List<string> changed)
    {
        if (old is null || next is null)
            return next;
        foreach (var setting in settings)
            next = setting.Keep(old, next, path, changed);
        return next;
    }
}
