using Weir.Gateway.Admin;
using Weir.Gateway.Configuration;
using Weir.Gateway.Enforcement;
using Weir.Policy;
using Weir.TestKit;
using Xunit;

namespace Weir.Gateway.Tests.Enforcement;

public sealed class Saving_a_policy : IDisposable
{
    private const string Old = "mode: shadow\n", New = "mode: enforce\nterms: { contact: trust@example.com }\n";
    private static readonly Operator Ada = new("ada", OperatorRole.Admin), Anna = new("anna", OperatorRole.Analyst);

    private readonly TempFolder _folder = new();

    private string File => Path.Combine(_folder.Path, "policy.yaml");

    public void Dispose() => _folder.Dispose();

    private async Task<RunningGateway> StartAsync()
    {
        await System.IO.File.WriteAllTextAsync(File, Old);
        return await RunningGateway.StartAsync(new Uri("http://127.0.0.1:9"), config => config with { PolicyFile = File });
    }

    [Fact]
    public async Task It_is_in_force_at_once_and_its_record_says_who_and_why()
    {
        await using var gateway = await StartAsync();
        var (desk, acts) = (gateway.App.Parts.Policy, gateway.App.Parts.Acts);
        var (saved, outcome) = await acts.SavePolicyAsync(New, PolicyReader.HashOf(Old), "the week of looking is over", Ada);
        Assert.Equal(PolicySaveState.Done, saved!.State);
        Assert.True(outcome.Done);
        Assert.Equal(PolicyMode.Enforce, desk.File.Current.Policy.Mode);
        Assert.Equal(New, await System.IO.File.ReadAllTextAsync(File));
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.tmp"));
        await gateway.StopAsync();
        var versions = desk.Log.Read().Where(static entry => entry.Kind == EntryKind.PolicyTaken).ToArray();
        Assert.Equal(["weir", "ada"], versions.Select(static entry => entry.Actor));
        Assert.Equal((New, "the week of looking is over"), (versions[1].Text, versions[1].Reason));
    }

    [Fact]
    public async Task One_with_faults_changes_nothing_and_all_faults_are_told()
    {
        await using var gateway = await StartAsync();
        var (saved, outcome) = await gateway.App.Parts.Acts.SavePolicyAsync("mode: loud\nrules:\n  - { name: r, then: dance }\n", PolicyReader.HashOf(Old), "r", Ada);
        Assert.Equal((PolicySaveState.Faulty, 400), (saved!.State, outcome.Status));
        Assert.True(saved.Reading.Faults.Count >= 2);
        Assert.All(saved.Reading.Faults, static fault => Assert.True(fault.Place is { Line: > 0, Column: > 0 }));
        Assert.Equal(Old, await System.IO.File.ReadAllTextAsync(File));
    }

    [Fact]
    public async Task What_somebody_else_saved_meanwhile_is_not_written_over()
    {
        await using var gateway = await StartAsync();
        var acts = gateway.App.Parts.Acts;
        string[] texts = [.. Enumerable.Range(0, 8).Select(static i => $"mode: shadow\nterms: {{ contact: c{i} }}\n")];
        var outcomes = await Task.WhenAll(texts.Select(text => Task.Run(() => acts.SavePolicyAsync(text, PolicyReader.HashOf(Old), "r", Ada))));
        Assert.Single(outcomes, static one => one.Saved!.State == PolicySaveState.Done);
        Assert.Equal(7, outcomes.Count(static one => one is { Saved.State: PolicySaveState.Changed, Outcome.Status: 409 }));
    }

    [Fact]
    public async Task It_takes_an_admin_and_a_reason_and_a_file()
    {
        await using (var gateway = await StartAsync())
        {
            var acts = gateway.App.Parts.Acts;
            Assert.Equal(403, (await acts.SavePolicyAsync(New, PolicyReader.HashOf(Old), "r", Anna)).Outcome.Status);
            Assert.Equal(400, (await acts.SavePolicyAsync(New, PolicyReader.HashOf(Old), "  ", Ada)).Outcome.Status);
            Assert.Equal(Old, await System.IO.File.ReadAllTextAsync(File));
        }

        await using var without = await RunningGateway.StartAsync(new Uri("http://127.0.0.1:9"));
        Assert.Equal(PolicySaveState.NoFile, (await without.App.Parts.Acts.SavePolicyAsync(New, "", "r", Ada)).Saved!.State);
    }

    [Fact]
    public async Task A_link_stays_a_link_and_the_file_keeps_its_mode()
    {
        if (OperatingSystem.IsWindows())
            return;
        var real = Path.Combine(_folder.Path, "versions", "one.yaml");
        Directory.CreateDirectory(Path.GetDirectoryName(real)!);
        await System.IO.File.WriteAllTextAsync(real, Old);
        System.IO.File.SetUnixFileMode(real, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        System.IO.File.CreateSymbolicLink(File, real);
        await using var gateway = await RunningGateway.StartAsync(new Uri("http://127.0.0.1:9"), config => config with { PolicyFile = File });
        Assert.Equal(PolicySaveState.Done, (await gateway.App.Parts.Acts.SavePolicyAsync(New, PolicyReader.HashOf(Old), "r", Ada)).Saved!.State);
        Assert.Equal(real, System.IO.File.ResolveLinkTarget(File, true)!.FullName);
        Assert.Equal(New, await System.IO.File.ReadAllTextAsync(real));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, System.IO.File.GetUnixFileMode(real));
    }
}
