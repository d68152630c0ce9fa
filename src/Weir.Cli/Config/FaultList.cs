using Weir.Gateway.Configuration;

namespace Weir.Cli.Config;

internal static class FaultList
{
    /// <summary>Prints every fault and gives the exit code of a program that did not start.</summary>
    public static int Refuse(this Terminal terminal, IReadOnlyList<ConfigFault> faults)
    {
        terminal.Error.Write("weir: " + ConfigFault.Render(faults));
        return ExitCodes.Unusable;
    }
}
