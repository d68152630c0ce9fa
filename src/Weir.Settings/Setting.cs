using System.Text.Json.Nodes;

namespace Weir.Settings;

/// <summary>One key, as documents see it.</summary>
internal abstract class Setting(string name, string doc)
{
    public string Name => name;
    /// <summary>A sentence or two for documents, the sample and editors.</summary>
    public string Doc => doc;
    public abstract Kind Kind { get; }
    public bool Required { get; init; }
    /// <summary>A change of it bites only after a restart.</summary>
    public bool Restart { get; init; }
}

/// <summary>One key at its place in the tree, with the default that holds there.</summary>
internal sealed record ConfigKey(string Path, Setting Setting, string? Default);

internal abstract class Setting<TOwner>(string name, string doc) : Setting(name, doc)
{
    public abstract TOwner Read(TOwner owner, ConfigNode node, ConfigFaults faults);
    public abstract string? Default(TOwner owner);
    public abstract JsonObject Schema(TOwner owner);
    public abstract IEnumerable<ConfigKey> Keys(TOwner owner, string path);

    /// <summary>Puts a value that needs a restart back to what it was, and names it where it differs.</summary>
    public abstract TOwner Keep(TOwner old, TOwner next, string path, List<string> changed);
}

/// <summary>One key, its kind, and where its value goes.</summary>
internal sealed class Setting<TOwner, T>(string name, Kind<T> kind, Func<TOwner, T?> get, Func<TOwner, T, TOwner> with, string doc) : Setting<TOwner>(name, doc)
{
    public override Kind Kind => kind;

    /// <summary>For a kind that depends on what was read before it.</summary>
    public Func<TOwner, Kind<T>>? KindFor { private get; init; }

    public override TOwner Read(TOwner owner, ConfigNode node, ConfigFaults faults) =>
        (KindFor?.Invoke(owner) ?? kind).TryReadOver(get(owner), node, faults, out var value) ? with(owner, value) : owner;

    public override string? Default(TOwner owner) => kind.Write(get(owner));

    public override JsonObject Schema(TOwner owner) => kind.Schema(get(owner));

    public override IEnumerable<ConfigKey> Keys(TOwner owner, string path)
    {
        var full = ConfigPath.Join(path, Name);
        return kind.Keys(get(owner), full).Prepend(new ConfigKey(full, this, Required ? null : Default(owner)));
    }

    public override TOwner Keep(TOwner old, TOwner next, string path, List<string> changed)
    {
        var full = ConfigPath.Join(path, Name);
        var (before, after) = (get(old), get(next));
        if (!Restart)
            return kind.Keep(before, after, full, changed) is { } kept ? with(next, kept) : next;
        if (EqualityComparer<T>.Default.Equals(before, after))
            return next;
        changed.Add(full);
        return with(next, before!);
    }
}
