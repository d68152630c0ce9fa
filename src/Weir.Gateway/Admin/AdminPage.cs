namespace Weir.Gateway.Admin;

/// <summary>
/// Marks an endpoint of the admin port as a page for people. Such pages are given by the program, the gateway knows none of them; they let people in by
/// a log-in of their own, over the same <see cref="OperatorGate"/>, and nothing below <c>/api</c> can be one.
/// </summary>
public sealed class AdminPage
{
    public static AdminPage Mark { get; } = new();

    private AdminPage()
    {
    }
}
