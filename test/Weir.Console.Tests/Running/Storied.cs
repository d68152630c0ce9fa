using Weir.Detection;
using Weir.Gateway.Admin;
using Weir.TestKit;
using Xunit;

namespace Weir.Console.Tests.Running;

/// <summary>One gateway for all tests that only look: with a past, a campaign in it, decisions, notes, and names chosen to hurt.</summary>
public sealed class Storied : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly ScriptedUpstream _hook = DeskWork.RefusingHook();
    private readonly MadeGround _ground = new();
    private RunningConsole? _console;

    internal RunningConsole Console => _console!;
    public string Address => Console.Address;
    /// <summary>The campaign that the demonstration hides.</summary>
    public string Campaign { get; private set; } = "";
    /// <summary>One of its accounts.</summary>
    public string Member { get; private set; } = "";
    /// <summary>An appeal whose text was written to hurt a page.</summary>
    public string HostileAppeal { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var policy = Path.Combine(_folder.Path, "policy.yaml");
        await File.WriteAllTextAsync(policy, DeskWork.Policy);
        _ground.Play();
        _console = await RunningConsole.StartAsync(past: true, config => DeskWork.With(config, policy, _hook.Address), _ground);
        var campaign = (await Console.Parts.Detection.LookAsync(static analysis => analysis.Campaigns(mostAccounts: 3), CancellationToken.None))!.First(static one => one.Verdict == Verdict.Act);
        (Campaign, Member) = (campaign.Campaign, campaign.Accounts[0].Account);
        await Console.ActAsync(new ActRequest { Act = "set", Subject = Member, Posture = "suspend", For = "7d", Reason = "It takes turns with thirty-five others." });
        await Console.ActAsync(new ActRequest { Act = "set", Subject = campaign.Accounts[1].Account, Posture = "narrow", For = "7d", Reason = "As the one before." });
        await Console.ActAsync(new ActRequest { Act = "note", Subject = Member, Text = "Asked the reseller who this is.\n<script>document.title='owned'</script>", Reason = "For the next who looks." });
        foreach (var name in MadeJournal.Hostile)
            await Console.ActAsync(new ActRequest { Act = "note", Subject = name, Text = name, Reason = name });
        HostileAppeal = await DeskWork.FillAsync(Console, Member);
    }

    public async ValueTask DisposeAsync()
    {
        if (_console is not null)
            await _console.DisposeAsync();
        await _hook.DisposeAsync();
        _folder.Dispose();
    }
}
