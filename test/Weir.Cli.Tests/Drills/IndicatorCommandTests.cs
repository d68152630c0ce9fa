using System.Security.Cryptography;
using System.Text.Json;
using Weir.Drill.Scenarios;
using Weir.Drill.Traffic.Logs;
using Weir.TestKit;
using Xunit;

namespace Weir.Cli.Tests.Drills;

public sealed class IndicatorCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_one_operator_found_another_takes_in_and_sees_in_its_own_log()
    {
        var (log, accounts) = (_folder.File("log.jsonl"), _folder.File("accounts.jsonl"));
        using (var lines = File.Create(log))
        using (var facts = File.Create(accounts))
            TrafficLog.Write(new Demonstration().Story(1), lines, facts, Stream.Null, LogForm.ShortNoAnswers);
        var report = (await Weir("analyze", log, "--accounts", accounts, "--format", "json")).Output;
        using var found = JsonDocument.Parse(report);
        var campaign = found.RootElement.GetProperty("campaigns")[0].GetProperty("campaign").GetString()!;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await File.WriteAllTextAsync(_folder.File("key.pem"), key.ExportECPrivateKeyPem());
        await File.WriteAllTextAsync(_folder.File("key.pub"), key.ExportSubjectPublicKeyInfoPem());
        await File.WriteAllTextAsync(_folder.File("group.key"), Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));

        var exported = await Weir("indicators", "export", campaign, log, "--accounts", accounts, "--out", _folder.File("b.json"), "--sender", "Example Lab", "--sign", _folder.File("key.pem"), "--group-key", _folder.File("group.key"));
        Assert.True(exported.Code == ExitCodes.Ok, exported.Error);
        var imported = await Weir("indicators", "import", _folder.File("b.json"), "--from", _folder.File("key.pub"), "--trust", "0.5", "--data", _folder.File("data"));
        Assert.True(imported.Code == ExitCodes.Ok, imported.Error);
        Assert.StartsWith("Example Lab, TLP:AMBER", imported.Output, StringComparison.Ordinal);

        var told = await Weir("analyze", log, "--accounts", accounts, "--indicators", _folder.File("data/indicators"), "--group-key", _folder.File("group.key"), "--format", "json");
        Assert.Contains("Example Lab told of a campaign", told.Output, StringComparison.Ordinal);

        var bytes = await File.ReadAllTextAsync(_folder.File("b.json"));
        await File.WriteAllTextAsync(_folder.File("b.json"), bytes.Replace("Example Lab", "Another Lab", StringComparison.Ordinal));
        var changed = await Weir("indicators", "import", _folder.File("b.json"), "--from", _folder.File("key.pub"), "--data", _folder.File("data"));
        Assert.Equal(ExitCodes.Unusable, changed.Code);
        Assert.Contains("was changed since", changed.Error, StringComparison.Ordinal);

        var unknown = await Weir("indicators", "export", "c-none", log, "--out", _folder.File("n.json"), "--sender", "Example Lab", "--sign", _folder.File("key.pem"));
        Assert.Equal(ExitCodes.Unusable, unknown.Code);
        Assert.Contains("there is no campaign 'c-none'", unknown.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("n.json")));
    }

    private static async Task<(int Code, string Output, string Error)> Weir(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var terminal = new Terminal { Out = output, Error = error, Input = () => Stream.Null };
        var code = await WeirProgram.RunAsync(arguments, terminal, CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }
}
