using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Weir.Ledger.Signing;
using Weir.Ledger.Witnesses;
using Weir.TestKit;
using Xunit;

namespace Weir.Gateway.Tests.Ledger;

/// <summary>A witness in a process of its own, that is not Weir's.</summary>
internal sealed partial class OtherWitness(Witness witness, params Process[] processes) : IAsyncDisposable
{
    private const string Name = "witness.invalid/other";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public Witness Witness => witness;

    public static string PathOf(string program) => Path.Combine(Repository.Root, "test/clients/go", program + ".bin");

    /// <summary>Litewitness keeps no key: it asks an ssh-agent to sign.</summary>
    public static bool IsHere(string program, out string missing)
    {
        string[] needed = program is "litewitness" ? [PathOf("litewitness"), PathOf("witnessctl"), InPath("ssh-agent"), InPath("ssh-add"), InPath("ssh-keygen")] : [PathOf(program)];
        missing = needed.FirstOrDefault(static path => !File.Exists(path)) ?? "";
        return missing.Length == 0;
    }

    private static string InPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists) ?? program;

    /// <summary>The one on the Go project's library.</summary>
    public static async Task<OtherWitness> StartAsync(VerifierKey log, string state)
    {
        var process = Start(PathOf("ledgerwitness"), log.Text, Name, state);
        var (key, address) = (await process.StandardOutput.ReadLineAsync(Cancel), await process.StandardOutput.ReadLineAsync(Cancel));
        Assert.True(VerifierKey.TryParse(key!["key ".Length..], out var verifier), key);
        return new OtherWitness(new Witness(new Uri(address!["address ".Length..]), verifier), process);
    }

    /// <summary>Torchwood's.</summary>
    public static async Task<OtherWitness> LiteAsync(VerifierKey log, string folder)
    {
        var (socket, database, secret) = (Path.Combine(folder, "agent"), Path.Combine(folder, "witness.db"), Path.Combine(folder, "witness.key"));
        await RunAsync(PathOf("witnessctl"), "add-log", "-db", database, "-origin", log.Name);
        await RunAsync(PathOf("witnessctl"), "add-key", "-db", database, "-origin", log.Name, "-key", log.Text);
        await RunAsync(InPath("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", secret);
        var agent = Start(InPath("ssh-agent"), "-D", "-a", socket);
        // It listens by the time it says where.
        await agent.StandardOutput.ReadLineAsync(Cancel);
        await RunAsync(InPath("ssh-add"), [("SSH_AUTH_SOCK", socket)], "-q", secret);
        var fingerprint = (await RunAsync(InPath("ssh-keygen"), "-l", "-f", secret + ".pub")).Split(' ')[1];
        var address = $"127.0.0.1:{FreePort()}";
        var process = Start(PathOf("litewitness"), "-db", database, "-name", Name, "-key", fingerprint, "-ssh-agent", socket, "-listen", address);
        VerifierKey? verifier = null;
        while (await process.StandardError.ReadLineAsync(Cancel) is { } line && !line.Contains("msg=listening", StringComparison.Ordinal))
        {
            if (Key().Match(line) is { Success: true } told)
                Assert.True(VerifierKey.TryParse(told.Groups[1].Value, out verifier), line);
        }

        Assert.NotNull(verifier);
        _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null, Cancel);
        await ListeningAsync(address);
        return new OtherWitness(new Witness(new Uri($"http://{address}/"), verifier), process, agent);
    }

    /// <summary>It says that it listens just before it does.</summary>
    private static async Task ListeningAsync(string address)
    {
        for (var end = IPEndPoint.Parse(address); ; await Task.Yield())
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(end, Cancel);
                return;
            }
            catch (SocketException)
            {
                // Not yet.
            }
        }
    }

    private static int FreePort()
    {
        // It takes no port 0 and tells; nobody else asks for this one in the meantime.
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Process Start(string program, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = program.EndsWith("litewitness.bin", StringComparison.Ordinal) })!;

    private static Task<string> RunAsync(string program, params string[] arguments) => RunAsync(program, [], arguments);

    private static async Task<string> RunAsync(string program, (string Name, string Value)[] variables, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(Cancel);
        var says = await process.StandardOutput.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        Assert.True(process.ExitCode == 0, $"{Path.GetFileName(program)}: {says}{await errors}");
        return says;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
            process.Dispose();
        }
    }

    [GeneratedRegex("vkey=(\\S+)")]
    private static partial Regex Key();
}
