namespace Weir.Gateway.Admin;

/// <summary>
/// Whether new calls should be sent here: not before both ports are open, not once the gateway drains, and not while a
/// condition that somebody added does not hold.
/// </summary>
public sealed class Readiness
{
    private readonly List<(string Name, Func<string?> WhyNot)> _conditions = [];
    private volatile string? _phase = "starting";

    public bool IsReady => Missing().Count == 0;

    public void Serving() => _phase = null;

    public void Draining() => _phase = "draining";

    /// <summary>Added while the gateway is built, before anyone asks.</summary>
    /// <param name="whyNot">Null while the condition holds.</param>
    public void Add(string name, Func<string?> whyNot) => _conditions.Add((name, whyNot));

    /// <summary>What does not hold, by name, and why; empty when ready.</summary>
    public IReadOnlyDictionary<string, string> Missing()
    {
        var missing = new Dictionary<string, string>(StringComparer.Ordinal);
        if (_phase is { } phase)
            missing[phase] = phase is "starting" ? "both ports are not open yet" : "a stop was asked for";
        foreach (var (name, whyNot) in _conditions)
        {
            if (whyNot() is { } reason)
                missing[name] = reason;
        }

        return missing;
    }
}
