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
        ("account-hostile", static _ => Links.Account(MadeJournal.Hostile[0])),
        ("not-found", static _ => "/nothing/here"),
    ];

    public static TheoryData<string> Names => [.. All.Select(static page => page.Name)];

    public static string AddressOf(string name, Storied story) => All.Single(page => page.Name == name).Address(story);
}
