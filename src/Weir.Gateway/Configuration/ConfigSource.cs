namespace Weir.Gateway.Configuration;

/// <summary>Holds the configuration in force. Reading it is one volatile load; a reload swaps it whole.</summary>
public sealed class ConfigSource(WeirConfig initial)
{
    private volatile WeirConfig _current = initial;

    public WeirConfig Current => _current;

    /// <summary>Raised after a swap, on the thread that swapped.</summary>
    public event Action<WeirConfig>? Changed;

    public void Swap(WeirConfig next)
    {
        _current = next;
        Changed?.Invoke(next);
    }
}
