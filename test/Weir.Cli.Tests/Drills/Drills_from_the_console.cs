using System.Net;
using System.Text.RegularExpressions;
using Weir.Cli.Drills;
using Weir.Console.Drills;
using Weir.Drill.Scenarios;
using Weir.TestKit;
using Xunit;

namespace Weir.Cli.Tests.Drills;

public sealed partial class Drills_from_the_console
{
    [Fact]
    public async Task What_cannot_be_played_is_refused_before_anything_is_sent()
    {
        await using var ground = new DrillGround(TimeProvider.System);
        Assert.Equal("demonstration", ground.Scenarios[0].Name);
        Assert.Equal(ScenarioList.All.Count + 1, ground.Scenarios.Count);
        Assert.Contains("not up yet", ground.Start(new DrillWish("demonstration", 1, 1)), StringComparison.Ordinal);
        Assert.NotNull(ground.Warning);
        Assert.Equal(DrillPhase.None, ground.State.Phase);
        ground.Stop();
    }

    [Fact]
    public async Task The_truth_is_kept_beside_a_drill_and_counts_who_has_begun()
    {
        await using var ground = new DrillGround(TimeProvider.System);
        var accounts = new Demonstration().Story(1).Accounts();
        var run = ground.Begin(new DrillWish("demonstration", 1, 1), 2.5, accounts, CancellationToken.None);
        run.Called(accounts[0]);
        run.Called(accounts[0]);
        Assert.Equal(2, ground.State.Truth.Single(one => one.Name == accounts[0].Who.Account).Calls);
        Assert.Equal(36, ground.State.Truth.Count(static one => one.IsHarvest));
        Assert.True(ground.State.IsOn);
        ground.Stop();
        Assert.True(run.Cancel.IsCancellationRequested);
        run.End(DrillPhase.Stopped);
        Assert.Equal(DrillPhase.Stopped, ground.State.Phase);
    }

    [Fact]
    public async Task The_demo_shows_its_own_story_as_a_drill_and_ends_it_where_somebody_says_so()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var screen = new Demo.Demo_command.Screen();
        var terminal = new Terminal { Out = screen, Error = TextWriter.Null, Input = static () => Stream.Null };
        var demo = WeirProgram.RunAsync(["demo", "--listen", "http://127.0.0.1:0", "--admin", "http://127.0.0.1:0"], terminal, stop.Token);
        await Task.WhenAny(screen.Shown, demo);
        var admin = new Uri(Console().Match(screen.Text).Groups[1].Value);
        using var http = new HttpClient { BaseAddress = admin };
        http.DefaultRequestHeaders.Add("Origin", admin.GetLeftPart(UriPartial.Authority));
        http.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        var page = await http.GetStringAsync("/drills", stop.Token);
        Assert.Contains("of 36 harvesters", page, StringComparison.Ordinal);
        Assert.Contains("mode-enforce", await http.GetStringAsync("/policy", stop.Token), StringComparison.Ordinal);
        using var stopped = await http.PostAsync("/drills/stop", new FormUrlEncodedContent([new("_proof", Proof().Match(page).Groups[1].Value)]), stop.Token);
        Assert.Equal(HttpStatusCode.OK, stopped.StatusCode);
        while ((page = await http.GetStringAsync("/drills", stop.Token)).Contains("/drills/stop", StringComparison.Ordinal))
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, stop.Token);
        Assert.Contains("name=\"scenario\"", page, StringComparison.Ordinal);
        await stop.CancelAsync();
        Assert.Equal(0, await demo);
    }

    [GeneratedRegex(@"console, in a browser\s+(\S+)", RegexOptions.None, 1000)]
    private static partial Regex Console();

    [GeneratedRegex("name=\"_proof\" value=\"([0-9a-f]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Proof();
}
