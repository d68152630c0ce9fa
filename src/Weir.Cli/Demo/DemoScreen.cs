using System.Globalization;
using Weir.Gateway;
using Weir.Traffic;

namespace Weir.Cli.Demo;

/// <summary>What has happened so far, counted on Watch's thread and read by the screen's.</summary>
internal sealed class DemoTally
{
    private long _calls;
    private long _tokens;

    public long Calls => Interlocked.Read(ref _calls);
    public long Tokens => Interlocked.Read(ref _tokens);

    public void Add(Exchange exchange)
    {
        Interlocked.Increment(ref _calls);
        Interlocked.Add(ref _tokens, exchange.Usage.Total);
    }
}

/// <summary>What the demo prints: once what can be tried, then one quiet line.</summary>
internal static class DemoScreen
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public static void Show(Terminal terminal, GatewayApp app, string key, string data, bool kept)
    {
        var listen = app.PublicAddress.ToString().TrimEnd('/');
        var admin = app.AdminAddress.ToString().TrimEnd('/');
        terminal.Out.WriteLine($$"""
            Weir runs, with a small built-in model behind it (for trials, not a real model) and {{DemoUser.All.Count}} pretend users.

              OpenAI, Anthropic and Gemini clients   {{listen}}
              your key                               {{key}}
              findings                               {{admin}}/api/findings?all=1
              status                                 {{admin}}/api/status
              metrics                                {{admin}}/metrics
              journal, one line a call               {{Path.Combine(data, "journal")}}{{(kept ? "" : " (gone when the demo ends)")}}

            Try:

              curl {{listen}}/v1/chat/completions -H "Authorization: Bearer {{key}}" -H "Content-Type: application/json" -d '{"model":"weir-tiny","messages":[{"role":"user","content":"Why is the sky blue?"}]}'

            The same as a stream:

              curl -N {{listen}}/v1/chat/completions -H "Authorization: Bearer {{key}}" -H "Content-Type: application/json" -d '{"model":"weir-tiny","stream":true,"messages":[{"role":"user","content":"Why is the sky blue?"}]}'

            Ctrl-C ends it.

            """);
        terminal.Out.Flush();
    }

    /// <summary>Writes over one line where a person looks, and nothing where a file would fill up.</summary>
    public static async Task FollowAsync(Terminal terminal, GatewayApp app, DemoTally tally, CancellationToken end)
    {
        try
        {
            while (terminal.Interactive)
            {
                await Task.Delay(Interval, terminal.Time, end);
                await terminal.Error.WriteAsync($"\r{Line(app, tally)}   ".AsMemory(), end);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            await terminal.Error.WriteLineAsync();
        }
    }

    public static void Sum(Terminal terminal, GatewayApp app, DemoTally tally) => terminal.Out.WriteLine($"Ended: {Line(app, tally)}.");

    private static string Line(GatewayApp app, DemoTally tally) => string.Create(
        CultureInfo.InvariantCulture, $"{tally.Calls:n0} calls, {tally.Tokens:n0} tokens, {app.Parts.Watch.Journal.Written:n0} journal lines");
}
