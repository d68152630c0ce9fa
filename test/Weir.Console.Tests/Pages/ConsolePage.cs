using Weir.Console.Accounts.Calls;
using Weir.Console.Pieces;
using Weir.Console.Tests.Running;
using Xunit;

namespace Weir.Console.Tests.Pages;

/// <summary>Every page of the console: whoever adds one adds a line here, and all that holds for pages is asked of it.</summary>
internal static class ConsolePage
{
    private static readonly (string Name, Func<Storied, string> Address)[] All =
    [
        ("overview", static _ => "/"),
        ("accounts", static _ => "/accounts"),
        ("account", static story => Links.Account(story.Member)),
        ("accounts-found", static _ => "/accounts?q=a&order=exposure"),
        ("calls", static story => CallPages.ListAddress(story.Member)),
        ("accounts-none", static _ => "/accounts?q=nobody-is-called-this"),
        ("account-hostile", static _ => Links.Account(MadeJournal.Hostile[0])),
        ("policy", static _ => "/policy"),
        ("policy-edit", static _ => "/policy/edit?of=strict"),
        ("policy-try", static _ => "/policy/try"),
        ("policy-versions", static _ => "/policy/versions"),
        ("inbox", static _ => "/inbox"),
        ("inbox-appeal-hostile", static story => "/inbox/" + story.HostileAppeal),
        ("inbox-approvals", static _ => "/inbox?kind=approval"),
        ("ledger", static _ => "/ledger"),
        ("ledger-entry", static _ => "/ledger/1"),
        ("ledger-none", static _ => "/ledger?type=key.revoked"),
        ("drills", static _ => "/drills"),
        ("campaigns", static _ => "/campaigns"),
        ("campaign", static story => Links.Campaign(story.Campaign)),
        ("campaign-by-certainty", static story => Links.Campaign(story.Campaign) + "?by=-certainty&page=1&find=2"),
        ("not-found", static _ => "/nothing/here"),
    ];

    public static TheoryData<string> Names => [.. All.Select(static page => page.Name)];

    public static string AddressOf(string name, Storied story) => All.Single(page => page.Name == name).Address(story);
}
