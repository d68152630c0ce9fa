using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Weir.Gateway.Configuration;
using Weir.Gateway.Enforcement.Notices;
using Weir.Policy;
using Weir.TestKit;
using Xunit;

namespace Weir.Gateway.Tests.Enforcement;

public sealed class Notices : IDisposable
{
    private static readonly Uri Nowhere = new("http://127.0.0.1:9");
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private Task<RunningGateway> StartAsync(Uri hook, bool allowPrivate = true) => RunningGateway.StartAsync(Nowhere, config => config with
    {
        Notices = new NoticesConfig { OcsfFile = Path.Combine(_folder.Path, "ocsf.jsonl"), Webhooks = [new WebhookConfig { Name = "ops", Url = hook, Secret = new Secret("s3cret"), AllowPrivate = allowPrivate }] },
    });

    private static Task<bool> DecideAsync(RunningGateway gateway, Posture posture = Posture.Slow) =>
        gateway.App.Parts.Policy.ActAsync(PolicyEntry.For(EntryKind.Decided, "d-1", gateway.App.Parts.Policy.Now, Subject.Account("acme")) with
        {
            From = Posture.Open, Posture = posture, Rule = "r", Because = ["why"], Verdict = Detection.Verdict.Act, Evidence = 3.2, Until = gateway.App.Parts.Policy.Now.AddDays(1),
        });

    [Fact]
    public async Task A_change_of_posture_is_posted_signed_and_written_for_the_siem()
    {
        await using var hook = ScriptedUpstream.AnsweringJson("{}");
        await using var gateway = await StartAsync(new Uri(hook.Address, "/weir"));
        Assert.True(await DecideAsync(gateway));
        while (gateway.App.Parts.Notices.Webhooks[0].Delivered == 0)
            await Task.Yield();
        var sent = hook.Requests.Single();
        Assert.Contains("\"event\":\"posture.changed\"", sent.Text, StringComparison.Ordinal);
        var signature = sent.Header("Weir-Signature")!;
        var seconds = signature[2..signature.IndexOf(',', StringComparison.Ordinal)];
        var expected = Convert.ToHexStringLower(HMACSHA256.HashData("s3cret"u8, Encoding.UTF8.GetBytes(seconds + "." + sent.Text)));
        Assert.EndsWith(",v1=" + expected, signature, StringComparison.Ordinal);
        await gateway.StopAsync();
        using var finding = JsonDocument.Parse((await File.ReadAllLinesAsync(Path.Combine(_folder.Path, "ocsf.jsonl"))).Single());
        Assert.Equal(2004, finding.RootElement.GetProperty("class_uid").GetInt32());
        Assert.Equal(200401, finding.RootElement.GetProperty("type_uid").GetInt32());
        Assert.Equal(2, finding.RootElement.GetProperty("category_uid").GetInt32());
        Assert.True(finding.RootElement.GetProperty("metadata").GetProperty("product").TryGetProperty("name", out _));
        Assert.Equal("account:acme", finding.RootElement.GetProperty("finding_info").GetProperty("uid").GetString());
    }

    [Fact]
    public async Task An_address_inside_the_network_is_refused_unless_it_is_allowed()
    {
        await using var hook = ScriptedUpstream.AnsweringJson("{}");
        await using var gateway = await StartAsync(hook.Address, allowPrivate: false);
        Assert.True(await DecideAsync(gateway));
        while (gateway.App.Parts.Notices.Webhooks[0].Failed == 0)
            await Task.Yield();
        Assert.Empty(hook.Requests);
        var list = Path.Combine(gateway.DataPath, "policy", "undelivered.jsonl");
        while (!File.Exists(list) || new FileInfo(list).Length == 0)
            await Task.Yield();
        Assert.Contains("an address inside the network", await File.ReadAllTextAsync(list), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_that_redirects_is_not_followed()
    {
        await using var inside = ScriptedUpstream.AnsweringJson("{}");
        await using var hook = ScriptedUpstream.Answering($"HTTP/1.1 307 See\r\nLocation: {inside.Address}\r\nContent-Length: 0\r\n\r\n");
        await using var gateway = await StartAsync(hook.Address);
        Assert.True(await DecideAsync(gateway));
        while (gateway.App.Parts.Notices.Webhooks[0].Failed == 0)
            await Task.Yield();
        Assert.Empty(inside.Requests);
    }

    [Fact]
    public async Task A_target_that_hangs_holds_up_nobody()
    {
        var never = new TaskCompletionSource();
        await using var hook = ScriptedUpstream.Start(async talk =>
        {
            await talk.ReceiveAsync();
            await never.Task;
        });
        await using var gateway = await StartAsync(hook.Address);
        for (var i = 0; i < 20; i++)
            Assert.True(await DecideAsync(gateway, i % 2 == 0 ? Posture.Slow : Posture.Watch));
        await gateway.StopAsync();
        never.SetResult();
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2600::1", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.100.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("255.255.255.255", false)]
    public void Addresses_are_known_for_what_they_are(string address, bool outside) => Assert.Equal(outside, PublicAddress.IsPublic(IPAddress.Parse(address)));
}
