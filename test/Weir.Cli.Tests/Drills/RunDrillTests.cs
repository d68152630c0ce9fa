using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging;
using Weir.Cli.Demo;
using Weir.Gateway;
using Weir.Gateway.Configuration;
using Weir.Gateway.Storage;
using Weir.TestKit;
using Weir.Traffic;
using Xunit;

namespace Weir.Cli.Tests.Drills;

public sealed class RunDrillTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Accounts_call_from_their_networks_with_their_clients_in_all_dialects_and_are_answered()
    {
        using var folder = new TempFolder();
        await using var model = await BuiltInModelServer.StartAsync(new BuiltInModelOptions(), Cancel);
        Assert.True(DataFolder.TryOpen(folder.File("data"), out var data, out var fault), fault?.ToString());
        using (data)
        {
            var config = new WeirConfig
            {
                Listen = new Uri("http://127.0.0.1:0"),
                Admin = new Uri("http://127.0.0.1:0"),
                DataFolder = data.Path,
                Identity = new IdentityConfig { Kind = IdentityKind.Header },
                Network = new NetworkConfig { TrustedProxies = [IPNetwork.Parse("127.0.0.1/32")], TlsFingerprintHeader = "X-JA4" },
                Upstreams = [new UpstreamConfig { Name = "model", Url = model.Address, Retries = 0 }],
            };
            await using var gateway = GatewayApp.Build(new ConfigSource(config), data, TimeProvider.System, static logging => logging.SetMinimumLevel(LogLevel.None));
            var seen = new ConcurrentQueue<Exchange>();
            gateway.Parts.Watch.Listen(seen.Enqueue);
            await gateway.StartAsync(Cancel);
            var (code, output, error) = await Weir(
                "run", "family-card", "--gateway", gateway.PublicAddress.ToString(), "--admin", gateway.AdminAddress.ToString(), "--scale", "0.01", "--speed", "1000000", "--from-day", "2.35", "--days", "0.02", "--width", "8");
            Assert.True(code == ExitCodes.Ok, error);
            using var admin = new HttpClient { BaseAddress = gateway.AdminAddress };
            Assert.Contains("\"payment\":", await admin.GetStringAsync(new Uri($"/api/accounts/{seen.First().Account}", UriKind.Relative), Cancel), StringComparison.Ordinal);
            await gateway.StopAsync(Cancel);
            Assert.NotEmpty(seen);
            Assert.All(seen, exchange => Assert.True(exchange.Status == 200, $"{exchange.Dialect} answered {exchange.Status}"));
            Assert.True(seen.Select(static exchange => exchange.Account).Distinct(StringComparer.Ordinal).Count() > 5);
            Assert.True(seen.Select(static exchange => exchange.Network).Distinct().Count() > 5);
            Assert.True(seen.Select(static exchange => exchange.UserAgent).Distinct(StringComparer.Ordinal).Count() > 5);
            Assert.All(seen, static exchange => Assert.StartsWith("t13d", exchange.Tls, StringComparison.Ordinal));
            Assert.Equal(
                [Dialect.OpenAiChat, Dialect.OpenAiResponses, Dialect.AnthropicMessages, Dialect.GeminiGenerate],
                seen.Select(static exchange => exchange.Dialect).Where(static dialect => dialect != Dialect.OpenAiEmbeddings).Distinct().Order());
            Assert.Matches(@"^[0-9,]+ requests sent: [0-9,]+ answered 200\n$", output);
        }
    }

    [Fact]
    public async Task Another_machine_is_spared_unless_it_is_asked_for()
    {
        var (code, _, error) = await Weir("run", "family-card", "--gateway", "http://192.0.2.7:8080");
        Assert.Equal(ExitCodes.Unusable, code);
        Assert.Contains("--allow-remote", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gateway_that_is_not_there_is_told_and_the_drill_ends()
    {
        using var closed = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        var (code, _, error) = await Weir("run", "family-card", "--scale", "0.01", "--gateway", $"http://127.0.0.1:{port}", "--speed", "1000000");
        Assert.Equal(ExitCodes.Broken, code);
        Assert.Contains("nobody answers", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("takes an address", "--gateway", "8080")]
    [InlineData("--identity keys wants the keys", "--gateway", "http://127.0.0.1:1", "--identity", "keys")]
    [InlineData("--speed takes a number", "--gateway", "http://127.0.0.1:1", "--speed", "fast")]
    [InlineData("--width must be", "--gateway", "http://127.0.0.1:1", "--width", "0")]
    public async Task What_cannot_be_used_is_said_in_a_sentence(string sentence, params string[] arguments)
    {
        var (code, _, error) = await Weir(["run", "family-card", .. arguments]);
        Assert.Equal(ExitCodes.Unusable, code);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Error)> Weir(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var terminal = new Terminal { Out = output, Error = error, Input = () => Stream.Null };
        var code = await WeirProgram.RunAsync(["drill", .. arguments], terminal, Cancel);
        return (code, output.ToString(), error.ToString());
    }
}
