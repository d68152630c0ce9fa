using System.Diagnostics;
using Weir.TestKit;
using Xunit;

namespace Weir.Cli.Tests.OfficialClients;

/// <summary>The checks in test/clients/node, run with Node against any base address. Skipped where they are not installed.</summary>
internal static class NodeClientSuite
{
    public static async Task RunAsync(Uri address, string key, IEnumerable<string> more, CancellationToken cancel)
    {
        var folder = Path.Combine(Repository.Root, "test", "clients", "node");
        Assert.SkipUnless(Directory.Exists(Path.Combine(folder, "node_modules")), "The npm clients are not installed: npm ci in test/clients/node.");
        var start = new ProcessStartInfo("node", ["run.mjs", address.ToString(), "--key", key, .. more])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var node = Start(start);
        try
        {
            var output = node.StandardOutput.ReadToEndAsync(cancel);
            var errors = node.StandardError.ReadToEndAsync(cancel);
            await node.WaitForExitAsync(cancel);
            Assert.True(node.ExitCode == 0, await output + await errors);
        }
        finally
        {
            // A test that ran out of its time leaves nothing behind.
            if (!node.HasExited)
                node.Kill(entireProcessTree: true);
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("Node is not on the PATH.");
            throw;
        }
    }
}
