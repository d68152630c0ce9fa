using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Weir.Gateway.Configuration;

namespace Weir.Cli.Demo;

/// <summary>`weir demo`: the whole of Weir on one machine in one command, with nothing to set up.</summary>
internal static class DemoCommand
{
    public static Command Create(Terminal terminal)
    {
        var seconds = new Option<int?>("--seconds") { Description = "Ends by itself after so many seconds.", HelpName = "N", CustomParser = Seconds };
        var data = new Option<string?>("--data") { Description = "Keep the data here. Without it: a temporary folder that is gone at the end.", HelpName = "DIR" };
        var listen = new Option<string>("--listen") { Description = "Where callers reach the gateway; port 0 takes a free one.", DefaultValueFactory = static _ => "http://127.0.0.1:8080", HelpName = "URL" };
        var admin = new Option<string>("--admin") { Description = "Where operators reach it; port 0 takes a free one.", DefaultValueFactory = static _ => "http://127.0.0.1:8081", HelpName = "URL" };
        var seed = new Option<int>("--seed") { Description = "The same seed gives the same story.", HelpName = "N" };
        var command = new WeirCommand("demo", "Start a gateway with a small built-in model behind it, let a few hundred made-up accounts use it, and watch a campaign among them being found.")
        {
            Examples = ["weir demo", "weir demo --seconds 30 --listen http://127.0.0.1:0 --admin http://127.0.0.1:0", "weir demo --data ./demo-data"],
            Options = { seconds, data, listen, admin, seed },
        };
        command.SetAction(async (parsed, stop) =>
        {
            var wanted = new DemoWishes(parsed.GetValue(data), parsed.GetRequiredValue(listen), parsed.GetRequiredValue(admin), parsed.GetValue(seed));
            using var over = parsed.GetValue(seconds) is { } most ? new CancellationTokenSource(TimeSpan.FromSeconds(most), terminal.Time) : new CancellationTokenSource();
            using var end = CancellationTokenSource.CreateLinkedTokenSource(stop, over.Token);
            return await Demo.RunAsync(terminal, wanted, end.Token);
        });
        return command;
    }

    private static int? Seconds(ArgumentResult result)
    {
        if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 1 and <= 86_400)
            return seconds;
        result.AddError("--seconds takes a whole number from 1 to 86400.");
        return null;
    }
}

/// <summary>What the user asked of the demo.</summary>
internal sealed record DemoWishes(string? Data, string Listen, string Admin, int Seed)
{
    /// <summary>A small drain: nobody's real work is in flight. Networks and clients of the made-up accounts are believed from this machine, as from a proxy.</summary>
    public ConfigInput Configuration(Uri model, string data) => new()
    {
        Flags =
        [
            new ConfigFlag("--listen", "listen", Listen),
            new ConfigFlag("--admin", "admin", Admin),
            new ConfigFlag("--data", "data", data),
            new ConfigFlag("--upstream", "upstreams", "built-in=" + model),
            new ConfigFlag("weir demo", "drain", "2s"),
            new ConfigFlag("weir demo", "network.trusted_proxies", "[127.0.0.1, \"::1\"]", Yaml: true),
            new ConfigFlag("weir demo", "network.tls_fingerprint_header", Drills.DrillSender.FingerprintHeader),
        ],
    };
}
