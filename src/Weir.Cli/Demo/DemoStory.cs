using System.Globalization;
using Weir.Detection;
using Weir.Drill.Traffic;
using Weir.Gateway;

namespace Weir.Cli.Demo;

/// <summary>
/// What the demo prints: what can be tried, then what happens, in plain words, and at the end what was true. Everything it knows of
/// campaigns it reads from the admin port; the truth it keeps to itself until then.
/// </summary>
internal sealed class DemoStory(Terminal terminal, Uri admin, IReadOnlyList<Account> accounts, DateTimeOffset start, TimeProvider clock, DemoTally tally)
{
    /// <summary>The account of whoever watches.</summary>
    public const string You = "you";

    private const int MostReasons = 6;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(6);

    private readonly Dictionary<string, (Verdict? Verdict, int Accounts)> _told = new(StringComparer.Ordinal);
    private long _spoke;

    public void Open(GatewayApp app, string key, string data, bool kept)
    {
        var listen = app.PublicAddress.ToString().TrimEnd('/');
        var operators = Admin;
        terminal.Out.WriteLine($$"""
            Weir runs, with a small built-in model behind it (for trials, not a real model). {{accounts.Count}} made-up accounts use it; their days pass in seconds.

              console, in a browser                  {{operators}}/
              OpenAI, Anthropic and Gemini clients   {{listen}}
              your key                               {{key}}
              campaigns                              {{operators}}/api/campaigns
              findings                               {{operators}}/api/findings?all=1
              status                                 {{operators}}/api/status
              journal, one line a call               {{Path.Combine(data, "journal")}}{{(kept ? "" : " (gone when the demo ends)")}}

            Try, while it runs:

              curl {{listen}}/v1/chat/completions -H "Authorization: Bearer {{key}}" -H "Content-Type: application/json" -d '{"model":"weir-tiny","messages":[{"role":"user","content":"Why is the sky blue?"}]}'

            Among people, products, an office and families somebody will soon run many accounts as one. Watch (Ctrl-C ends it):

            """);
        terminal.Out.Flush();
        _spoke = terminal.Time.GetTimestamp();
    }

    /// <summary>Tells what happens until the drill is over, and then what was true.</summary>
    /// <param name="caughtUp">Waits until everything that was sent has been judged.</param>
    public async Task FollowAsync(Task playing, Func<ValueTask> caughtUp, CancellationToken end)
    {
        using var http = new HttpClient { BaseAddress = admin };
        while (!playing.IsCompleted)
        {
            await Task.WhenAny(playing, Task.Delay(Look, terminal.Time, end));
            end.ThrowIfCancellationRequested();
            Tell(await CampaignSeen.AllAsync(http, end));
            if (tally.Calls > 0 && terminal.Time.GetElapsedTime(_spoke) > Quiet)
                Say($"{tally.Calls:n0} calls of {tally.Accounts} accounts so far{(_told.Count == 0 ? "; nothing stands out." : ".")}");
        }

        await playing;
        await caughtUp();
        var last = await CampaignSeen.AllAsync(http, end);
        Tell(last);
        Close(last);
    }

    public void Sum(GatewayApp app) => terminal.Out.WriteLine(
        string.Create(CultureInfo.InvariantCulture, $"Ended: {tally.Calls:n0} calls, {tally.Tokens:n0} tokens, {app.Parts.Watch.Journal.Written:n0} journal lines."));

    private string Admin => admin.ToString().TrimEnd('/');

    private void Tell(IReadOnlyList<CampaignSeen> campaigns)
    {
        foreach (var one in campaigns)
        {
            var before = _told.GetValueOrDefault(one.Id);
            if (before.Verdict == one.Verdict)
            {
                if (one.Accounts.Count >= before.Accounts + 8)
                    Say($"{one.Id} has grown to {one.Accounts.Count} accounts.");
                else
                    continue;
            }
            else if (one.Verdict == Verdict.Act)
            {
                Say($"ACT    {one.Id}: {one.Accounts.Count} accounts act as one{(one.Targets.Count > 0 ? ", after " + string.Join(", ", one.Targets.Take(3)) : "")}. Why:");
                foreach (var reason in one.Reasons.Take(MostReasons))
                    terminal.Out.WriteLine("                 - " + SafeText.Of(reason, 160));
                terminal.Out.WriteLine($"                 every account and its reasons: curl {Admin}/api/campaigns/{one.Id}");
            }
            else
            {
                Say($"WATCH  {one.Id}: {one.Accounts.Count} accounts may belong together{(one.Reasons.Count > 0 ? ": " + Lower(SafeText.Of(one.Reasons[0], 160)) : ".")}");
            }

            _told[one.Id] = (one.Verdict, one.Accounts.Count);
        }

        terminal.Out.Flush();
    }

    private void Close(IReadOnlyList<CampaignSeen> campaigns)
    {
        var thieves = accounts.Where(static account => account.Class.IsCampaign).Select(static account => account.Who.Account).ToHashSet(StringComparer.Ordinal);
        var found = campaigns.Where(static one => one.Verdict == Verdict.Act).SelectMany(static one => one.Accounts).ToHashSet(StringComparer.Ordinal);
        var before = campaigns.Where(static one => one.Verdict == Verdict.Act).Select(static one => one.ExchangesBeforeAct).FirstOrDefault();
        Say("The drill is over. What was true:");
        terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
                             {thieves.Count(found.Contains)} of the campaign's {thieves.Count} accounts were found{(before is { } calls ? $"; {calls:n0} of its calls had been answered by then" : "")}
                             {found.Count(account => !thieves.Contains(account))} of {accounts.Count - thieves.Count} ordinary accounts were taken for part of it

            The gateway stays up for you to look around: Ctrl-C ends it.
            """));
        terminal.Out.Flush();
    }

    private static string Lower(string text) => text.Length == 0 ? text : char.ToLowerInvariant(text[0]) + text[1..];

    /// <summary>A line with the drill's own day and hour.</summary>
    private void Say(FormattableString what)
    {
        var now = clock.GetUtcNow();
        terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  day {(int)(now - start).TotalDays + 1}, {now:HH:mm}   {what.ToString(CultureInfo.InvariantCulture)}"));
        terminal.Out.Flush();
        _spoke = terminal.Time.GetTimestamp();
    }

    private void Say(string what) => Say((FormattableString)$"{what}");
}
