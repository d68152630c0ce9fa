namespace Weir.Gateway;

/// <summary>Where the path runs: on the threads that the sockets are read on. docs/decisions/0002-inline-sockets.md says why.</summary>
public static class SocketThreads
{
    private const string Inline = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>
    /// Must run before the process opens its first socket. What the operator has set stands.
    /// </summary>
    public static void WorkInline()
    {
        if (Environment.GetEnvironmentVariable(Inline) is null)
            Environment.SetEnvironmentVariable(Inline, "1");
    }
}
