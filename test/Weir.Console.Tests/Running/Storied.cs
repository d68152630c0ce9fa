using Weir.Detection;
using Weir.Gateway.Admin;
using Xunit;

namespace Weir.Console.Tests.Running;

/// <summary>One gateway for all tests that only look: with a past, a campaign in it, decisions, notes, and names chosen to hurt.</summary>
public sealed class Storied : IAsyncLifetime
{
    private RunningConsole? _console;

    internal RunningConsole Console => _console!;
    public string Address => Console.Address;
    /// <summary>The campaign that the demonstration hides.</summary>
    public string Campaign { get; private set; } = "";
    /// <summary>One of its accounts.</summary>
    public string Member { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        _console = await RunningConsole.StartAsync(past: true);
        var campaign = (await Console.Parts.Detection.LookAsync(static analysis => analysis.Campaigns(mostAccounts: 3), CancellationToken.None))!.First(static one => one.Verdict == Verdict.Act);
        (Campaign, Member) = (campaign.Campaign, campaign.Accounts[0].Account);
        await Console.ActAsync(new ActRequest { Act = "set", Subject = Member, Posture = "suspend", For = "7d", Reason = "It takes turns with thirty-five others." });
        await Console.ActAsync(new ActRequest { Act = "set", Subject = campaign.Accounts[1].Account, Posture = "narrow", For = "7d", Reason = "As the one before." });
        await Console.ActAsync(new ActRequest { Act = "note", Subject = Member, Text = "Asked the reseller who this is.\n<script>document.title='owned'</script>", Reason = "For the next who looks." });
        foreach (var name in MadeJournal.Hostile)
            await Console.ActAsync(new ActRequest { Act = "note", Subject = name, Text = name, Reason = name });
    }

    public async ValueTask DisposeAsync()
    {
        if (_console is not null)
            await _console.DisposeAsync();
    }
}
