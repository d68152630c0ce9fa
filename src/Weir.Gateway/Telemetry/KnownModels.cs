using System.Collections.Concurrent;

namespace Weir.Gateway.Telemetry;

/// <summary>
/// Model names that may stand in a metric: those under which an upstream has answered, up to a bound. A caller can write
/// anything into a request; without this it could fill a monitoring system with series.
/// </summary>
public sealed class KnownModels(int most = 200)
{
    public const string Other = "_other";

    private readonly ConcurrentDictionary<string, string> _known = new(StringComparer.Ordinal);

    /// <param name="answered">An upstream took the name and answered with success.</param>
    public string Of(string? model, bool answered)
    {
        if (model is null)
            return Other;
        if (_known.TryGetValue(model, out var known))
            return known;
        return answered && model.Length <= 128 && _known.Count < most ? _known.GetOrAdd(model, model) : Other;
    }
}
