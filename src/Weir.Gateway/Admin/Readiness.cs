namespace Weir.Gateway.Admin;

/// <summary>Whether new calls should be sent here: not before both ports are open, and not once the gateway drains.</summary>
public sealed class Readiness
{
    private volatile bool _ready;

    public bool IsReady => _ready;

    public void Serving() => _ready = true;

    public void Draining() => _ready = false;
}
