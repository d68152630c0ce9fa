using System.Text.Json.Nodes;

namespace Weir.Settings;

/// <summary>A kind of value: how it is written, what is allowed, how a schema says so. Reading, documents and schema share it.</summary>
internal abstract class Kind
{
    /// <summary>With its article: "a duration".</summary>
    public abstract string What { get; }
    /// <summary>What may be written, in words.</summary>
    public abstract string Allowed { get; }
    /// <summary>A value that is right, as YAML.</summary>
    public abstract string Example { get; }
    /// <summary>Means the same in quotes.</summary>
    public virtual bool Quotable => true;
    /// <summary>A value of this kind has keys of its own.</summary>
    public virtual bool Group => false;
    /// <summary>Its keys are names that the operator chooses.</summary>
    public virtual bool ByName => false;
}

internal abstract class Kind<T> : Kind
{
    /// <summary>False when the value is unusable; then a fault has been added.</summary>
    public abstract bool TryRead(ConfigNode node, ConfigFaults faults, out T value);

    /// <summary>Reads on top of what stands where nothing is written.</summary>
    public virtual bool TryReadOver(T? start, ConfigNode node, ConfigFaults faults, out T value) => TryRead(node, faults, out value);

    /// <summary>The value as it would be written; null where there is none.</summary>
    public abstract string? Write(T? value);

    /// <param name="start">What stands where nothing is written.</param>
    public abstract JsonObject Schema(T? start);

    /// <summary>The keys inside a value of this kind.</summary>
    public virtual IEnumerable<ConfigKey> Keys(T? start, string path) => [];

    /// <summary>Puts what needs a restart inside <paramref name="next"/> back to what it was.</summary>
    public virtual T? Keep(T? old, T? next, string path, List<string> changed) => next;
}

/// <summary>A kind whose values are one word of text.</summary>
internal abstract class WordKind<T> : Kind<T>
{
    protected abstract bool TryParse(ConfigScalar scalar, ConfigFaults faults, out T value);

    /// <summary>Whether a value must not be echoed in a fault.</summary>
    protected virtual bool Secret(ConfigScalar scalar) => false;

    protected abstract JsonObject Schema();

    protected abstract string WriteWord(T value);

    public sealed override JsonObject Schema(T? start) => Schema();

    public sealed override string? Write(T? value) => value is null ? null : WriteWord(value);

    public sealed override bool TryRead(ConfigNode node, ConfigFaults faults, out T value)
    {
        var before = faults.Count;
        if (node is ConfigScalar { IsEmpty: false } scalar && TryParse(scalar, faults, out value))
            return true;
        // A kind that knew better than "not a duration" has already said so.
        if (faults.Count == before)
            faults.NotA(node, this, node is ConfigScalar written && Secret(written));
        value = default!;
        return false;
    }
}
