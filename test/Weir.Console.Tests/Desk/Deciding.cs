using System.Net;
using System.Text.RegularExpressions;
using Weir.Console.Tests.Running;
using Weir.Gateway.Configuration;
using Weir.Policy;
using Weir.TestKit;
using Xunit;

namespace Weir.Console.Tests.Desk;

/// <summary>The pages as a browser without scripts uses them: forms and links, nothing else.</summary>
public sealed partial class Deciding
{
    private static readonly (string Name, OperatorRole Role, string Token)[] Staff =
        [("vera", OperatorRole.Viewer, "the-token-of-vera"), ("anna", OperatorRole.Analyst, "the-token-of-anna"), ("otto", OperatorRole.Analyst, "the-token-of-otto"), ("ada", OperatorRole.Admin, "the-token-of-ada-1")];

    private static Task<RunningConsole> StartAsync(Func<WeirConfig, WeirConfig>? change = null, MadeGround? drills = null) => RunningConsole.StartAsync(past: false, config => (change?.Invoke(config) ?? config) with
    {
        AdminToken = new Secret("the-token-of-the-house"), Operators = [.. Staff.Select(static one => new OperatorConfig { Name = one.Name, Role = one.Role, Token = new Secret(one.Token) })],
    }, drills);

    private static async Task<HttpClient> EnterAsync(RunningConsole console, string name)
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = true, CookieContainer = new CookieContainer(), UseCookies = true }) { BaseAddress = new Uri(console.Address) };
        client.DefaultRequestHeaders.Add("Origin", console.Address);
        client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        using var entered = await client.PostAsync("/login", new FormUrlEncodedContent([new("token", Staff.Single(one => one.Name == name).Token), new("to", "/inbox")]));
        Assert.Equal(HttpStatusCode.OK, entered.StatusCode);
        return client;
    }

    private static async Task<(HttpStatusCode Status, string Page)> SendAsync(HttpClient client, string from, string to, params (string Name, string Value)[] fields)
    {
        var proof = Proof().Match(await client.GetStringAsync(from)).Groups[1].Value;
        using var answer = await client.PostAsync(to, new FormUrlEncodedContent(fields.Select(static field => KeyValuePair.Create(field.Name, field.Value)).Append(KeyValuePair.Create("_proof", proof))));
        return (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()));
    }

    [GeneratedRegex("name=\"_proof\" value=\"([0-9a-f]+)\"")]
    private static partial Regex Proof();

    [Fact]
    public async Task Two_analysts_release_the_same_appeal_and_one_of_them_is_told_that_the_other_did()
    {
        await using var console = await StartAsync();
        await console.ActAsync(new() { Act = "set", Subject = "acme", Posture = "suspend", For = "7d", Reason = "r" });
        var appeal = await DeskWork.SendAsync(console.Parts, EntryKind.Appealed, "acme", "We are a school.");
        using var anna = await EnterAsync(console, "anna");
        using var otto = await EnterAsync(console, "otto");
        (string, string)[] release = [("do", "release"), ("text", "You are right."), ("reason", "seen"), ("for", "30d")];
        Assert.Contains("Released and answered", (await SendAsync(anna, "/inbox/" + appeal, "/inbox/" + appeal, release)).Page, StringComparison.Ordinal);
        var (_, second) = await SendAsync(otto, "/inbox/" + appeal, "/inbox/" + appeal, ("do", "uphold"), ("text", "No."), ("reason", "seen"));
        Assert.Contains("It was answered already, by anna.", second, StringComparison.Ordinal);
        Assert.Equal(Posture.Open, console.Parts.Policy.Look((book, _, _) => book.Of(Subject.Account("acme"))!.At(console.Parts.Policy.Now)));
        Assert.Equal("You are right.", console.Parts.Policy.Look((book, _, _) => book.PleaOf(appeal)!.Answer!.Text));
    }

    [Fact]
    public async Task What_a_role_may_not_do_is_neither_offered_nor_taken()
    {
        var policy = new TempFolder();
        var file = Path.Combine(policy.Path, "policy.yaml");
        await File.WriteAllTextAsync(file, DeskWork.Policy);
        var ground = new MadeGround();
        await using var console = await StartAsync(config => config with { PolicyFile = file }, ground);
        var wish = await DeskWork.SendAsync(console.Parts, EntryKind.LicenceRequested, "acme", "May we?");
        using var vera = await EnterAsync(console, "vera");
        using var anna = await EnterAsync(console, "anna");
        using var ada = await EnterAsync(console, "ada");

        Assert.DoesNotContain("name=\"do\"", await vera.GetStringAsync("/inbox/" + wish), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(vera, "/inbox/" + wish, "/inbox/" + wish, ("do", "refuse"), ("text", "t"), ("reason", "r"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await vera.GetAsync("/policy/edit")).StatusCode);
        Assert.DoesNotContain("Verify now", await vera.GetStringAsync("/ledger"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(vera, "/ledger", "/ledger/verify")).Status);

        Assert.DoesNotContain("value=\"grant\"", await anna.GetStringAsync("/inbox/" + wish), StringComparison.Ordinal);
        Assert.Contains("does not allow", (await SendAsync(anna, "/inbox/" + wish, "/inbox/" + wish, ("do", "grant"), ("text", "t"), ("reason", "r"))).Page, StringComparison.Ordinal);
        Assert.DoesNotContain("/policy/save", await anna.GetStringAsync("/policy/edit"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(anna, "/policy/edit", "/policy/save", ("text", "mode: shadow"), ("reason", "r"), ("over", ""))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(anna, "/drills", "/drills", ("scenario", "demonstration"), ("scale", "1"), ("seed", "1"))).Status);

        Assert.Contains("The licence holds", (await SendAsync(ada, "/inbox/" + wish, "/inbox/" + wish, ("do", "grant"), ("text", "Yes."), ("reason", "r"), ("tokens", "2,000"))).Page, StringComparison.Ordinal);
        Assert.Equal(2_000, console.Parts.Policy.Look(static (book, _, _) => book.Licences.Single().Licence.Tokens));
        Assert.Empty(ground.Started);
        await SendAsync(ada, "/drills", "/drills", ("scenario", "demonstration"), ("scale", "0.5"), ("seed", "3"));
        Assert.Equal(("demonstration", 0.5, 3UL), (ground.Started.Single().Scenario, ground.Started[0].Scale, ground.Started[0].Seed));
    }

    [Fact]
    public async Task An_admin_saves_a_policy_and_finds_it_among_the_versions_and_a_bad_one_is_refused_with_all_its_faults()
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "policy.yaml");
        await File.WriteAllTextAsync(file, DeskWork.Policy);
        await using var console = await StartAsync(config => config with { PolicyFile = file });
        using var ada = await EnterAsync(console, "ada");
        var over = PolicyReader.HashOf(DeskWork.Policy);
        var bad = await SendAsync(ada, "/policy/edit", "/policy/save", ("text", "mode: loud\r\nrules:\r\n  - { name: r, then: dance }\r\n"), ("reason", "r"), ("over", over));
        Assert.Equal(HttpStatusCode.BadRequest, bad.Status);
        Assert.Contains("line 1, column 7", bad.Page, StringComparison.Ordinal);
        Assert.Contains("line 3, column", bad.Page, StringComparison.Ordinal);
        var good = await SendAsync(ada, "/policy/edit", "/policy/save", ("text", "mode: shadow\r\n"), ("reason", "<b>looking</b> first"), ("over", over));
        Assert.Contains("The policy is in force, mode shadow", good.Page, StringComparison.Ordinal);
        Assert.Equal("mode: shadow\n", await File.ReadAllTextAsync(file));
        var late = await SendAsync(ada, "/policy/edit", "/policy/save", ("text", "mode: enforce\n"), ("reason", "r"), ("over", over));
        Assert.Equal(HttpStatusCode.Conflict, late.Status);
        while (console.Parts.Ledger.Writer!.Checkpoint is not { Size: >= 3 })
            await Task.Yield();
        var versions = await ada.GetStringAsync("/policy/versions");
        Assert.Contains("&lt;b&gt;looking&lt;/b&gt; first", versions, StringComparison.Ordinal);
        var entries = Regex.Matches(versions, "href=\"/ledger/([0-9]+)\"", RegexOptions.None, TimeSpan.FromSeconds(1)).Select(static match => match.Groups[1].Value).ToArray();
        var difference = await ada.GetStringAsync($"/policy/versions?from={entries[^1]}&to={entries[0]}");
        Assert.Contains("is-come", difference, StringComparison.Ordinal);
        Assert.Contains("is-gone", difference, StringComparison.Ordinal);
        Assert.Contains("mode: shadow", await ada.GetStringAsync("/policy/versions/" + entries[0]), StringComparison.Ordinal);

        // Somebody breaks the file beside the gateway: what was in force stays, and the fault is shown at its line.
        await File.WriteAllTextAsync(file, "# broken\nmode: loud\n");
        var aside = await ada.GetStringAsync("/policy");
        Assert.Contains("is not in force", aside, StringComparison.Ordinal);
        Assert.Contains("<li id=\"L2\" class=\"is-fault\">", aside, StringComparison.Ordinal);
        Assert.Contains("mode-shadow", aside, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_file_to_write_to_the_page_says_so_and_offers_the_download()
    {
        await using var console = await StartAsync();
        using var ada = await EnterAsync(console, "ada");
        var page = await ada.GetStringAsync("/policy/edit");
        Assert.Contains("names no policy file", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/policy/save", page, StringComparison.Ordinal);
        var proof = Proof().Match(page).Groups[1].Value;
        using var file = await ada.PostAsync("/policy/download", new FormUrlEncodedContent([new("_proof", proof), new("text", "mode: shadow\r\n")]));
        Assert.Equal("attachment", file.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("mode: shadow\n", await file.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task There_is_no_page_of_drills_unless_the_program_gives_one()
    {
        await using var console = await StartAsync();
        using var ada = await EnterAsync(console, "ada");
        Assert.Equal(HttpStatusCode.NotFound, (await ada.GetAsync("/drills")).StatusCode);
        Assert.DoesNotContain("/drills", await ada.GetStringAsync("/inbox"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_things_that_wait_are_paged_and_found_by_a_word()
    {
        await using var console = await StartAsync();
        for (var i = 0; i < 45; i++)
            await DeskWork.SendAsync(console.Parts, EntryKind.Appealed, $"account-{i:d2}", "Why?");
        await DeskWork.SendAsync(console.Parts, EntryKind.Reported, null, "Somebody sells answers.");
        using var anna = await EnterAsync(console, "anna");
        var inbox = new Weir.Console.Inbox.InboxReading(console.Parts);
        var (first, second) = (inbox.Read(new() { Kind = Weir.Console.Inbox.WaitingKind.Appeal }), inbox.Read(new() { Kind = Weir.Console.Inbox.WaitingKind.Appeal, Page = 2 }));
        Assert.Equal((40, 5, 46), (first.Items.Count, second.Items.Count, first.All));
        Assert.Empty(first.Items.Select(static one => one.Id).Intersect(second.Items.Select(static one => one.Id)));
        Assert.Equal("account-07", inbox.Read(new() { Find = "ACCOUNT-07" }).Items.Single().Whom!.Value.Name);
        Assert.Contains("account-44", await anna.GetStringAsync("/inbox?kind=appeal&page=2"), StringComparison.Ordinal);
        Assert.Contains("Nothing of this waits", await anna.GetStringAsync("/inbox?kind=webhook"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await anna.GetAsync("/inbox/wr-nothing")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await anna.GetAsync("/inbox/v-zz")).StatusCode);
    }
}
