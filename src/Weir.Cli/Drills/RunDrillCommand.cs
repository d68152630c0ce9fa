using System.CommandLine;
using System.Globalization;
using Weir.Drill.Model;
using Weir.Drill.Scenarios;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Wire;

namespace Weir.Cli.Drills;

/// <summary><c>weir drill run</c>: a scenario as real requests to a gateway.</summary>
internal sealed class RunDrillCommand(Terminal terminal, RunDrillCommand.Wishes wanted)
{
    private const double Day = 86_400_000;
    private const int TellEvery = 64;

    /// <summary>What was asked on the command line.</summary>
    internal sealed record Wishes(IReadOnlyList<Scenario> Scenarios, Uri Gateway, double Scale, ulong Seed, double Speed, double From, double Days, string Model, DrillIdentity Identity, string? Keys, Uri? Admin, int Width);

    public static Command Create(Terminal terminal)
    {
        var scenarios = DrillCommands.ScenariosArgument();
        var gateway = Address("--gateway", "Where callers reach the gateway.", required: true);
        var (scale, seed) = (DrillCommands.ScaleOption(), DrillCommands.SeedOption());
        var speed = Number("--speed", "How many times faster than real time the drill's clock runs; 1440 is a day a minute. A gateway that is slower holds it back.", 1440, 0.01, 1_000_000, "X");
        var from = Number("--from-day", "Begin with this day of the traffic; campaigns begin on day 7.", 0, 0, 1_000, "DAY");
        var days = Number("--days", "Stop after so many days of the traffic. Without it, at its end.", 1_000, 0.001, 1_000, "N");
        var model = new Option<string>("--model") { Description = "The model that every request asks for; 'made' keeps the made names (cascade-large and others).", HelpName = "NAME", DefaultValueFactory = static _ => ModelTraits.Tiny.Name };
        var identity = new Option<DrillIdentity>("--identity")
        {
            Description = "header: each account in X-Weir-Account. bearer: a credential of its own for each. keys: Weir's keys, from --keys.",
            HelpName = "header|bearer|keys",
            DefaultValueFactory = static _ => DrillIdentity.Header,
        };
        var keys = new Option<FileInfo>("--keys") { Description = "Account, tab, key in each line, as `weir keys create --accounts` prints them.", HelpName = "FILE" };
        keys.AcceptExistingOnly();
        var admin = Address("--admin", "The gateway's admin port, to be told first what the operator knows of each account. A token is read from WEIR_ADMIN_TOKEN.", required: false);
        var width = new Option<int>("--width") { Description = "Calls under way at once.", HelpName = "N", DefaultValueFactory = static _ => 32 };
        width.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 4096)
                result.AddError("--width must be from 1 to 4096.");
        });
        var remote = new Option<bool>("--allow-remote") { Description = "Send to a gateway on another machine. Only to one that is yours." };
        var command = new WeirCommand("run", "Send a scenario to a gateway as real requests of many accounts, at an accelerated clock. To this machine only, unless told otherwise.")
        {
            Examples =
            [
                "weir drill run replaced --scale 0.2 --gateway http://127.0.0.1:8080 --admin http://127.0.0.1:8081",
                "weir drill run classroom --gateway http://127.0.0.1:8080 --identity bearer --speed 5000 --from-day 3 --days 2",
            ],
            Arguments = { scenarios },
            Options = { gateway, scale, seed, speed, from, days, model, identity, keys, admin, width, remote },
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(identity) == DrillIdentity.Keys && result.GetResult(keys) is null)
                result.AddError("--identity keys wants the keys: --keys FILE.");
        });
        command.SetAction((parsed, cancellation) =>
        {
            if (DrillCommands.Find(parsed.GetRequiredValue(scenarios), terminal) is not { } found)
                return Task.FromResult(ExitCodes.Unusable);
            foreach (var address in (Uri?[])[parsed.GetValue(gateway), parsed.GetValue(admin)])
            {
                if (address is { IsLoopback: false } && !parsed.GetValue(remote))
                    return Task.FromResult(terminal.Fail($"{address.GetLeftPart(UriPartial.Authority)} is not this machine. A drill sends thousands of requests in the names of made-up accounts; --allow-remote sends them there all the same."));
            }

            var wanted = new Wishes(found, parsed.GetRequiredValue(gateway)!, parsed.GetValue(scale), parsed.GetValue(seed), parsed.GetValue(speed), parsed.GetValue(from), parsed.GetValue(days), parsed.GetRequiredValue(model),
                parsed.GetValue(identity), parsed.GetValue(keys)?.FullName, parsed.GetValue(admin), parsed.GetValue(width));
            return new RunDrillCommand(terminal, wanted).RunAsync(cancellation);
        });
        return command;
    }

    private async Task<int> RunAsync(CancellationToken cancellation)
    {
        var plan = Scenario.Together(wanted.Scenarios, wanted.Seed, wanted.Scale);
        var accounts = plan.Accounts();
        if (await KeysAsync(cancellation) is not { } keys)
            return ExitCodes.Unusable;
        if (wanted.Admin is not null && await DrillFacts.TellAsync(accounts, wanted.Admin, cancellation) is { } fault)
            return terminal.Fail($"the admin port at {wanted.Admin.GetLeftPart(UriPartial.Authority)} {fault}", ExitCodes.Broken);
        using var sender = new DrillSender(wanted.Gateway, wanted.Identity, keys, wanted.Width, terminal.Time);
        using (var progress = new DrillProgress(terminal, plan.Days))
        {
            var until = Math.Min(plan.Days, wanted.From + wanted.Days);
            using var unreachable = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            try
            {
                await sender.RunAsync(new TrafficFlow(plan, accounts), new RequestMaker(string.Equals(wanted.Model, "made", StringComparison.Ordinal) ? null : wanted.Model), (long)(wanted.From * Day), (long)(until * Day), wanted.Speed, sent =>
                {
                    if (sent % TellEvery == 0)
                        progress.Tell(sent, sender.AtMs);
                    // Nobody answers: it is of no use to go on.
                    if (sent >= TellEvery && sender.Tally.Statuses.GetValueOrDefault(0) == sent)
                        unreachable.Cancel();
                }, unreachable.Token);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                return terminal.Fail($"nobody answers at {wanted.Gateway.GetLeftPart(UriPartial.Authority)}.", ExitCodes.Broken);
            }
        }

        var tally = sender.Tally;
        terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{tally.Sent:N0} requests sent: {string.Join(", ", tally.Statuses.OrderBy(static pair => pair.Key).Select(static pair => $"{pair.Value:N0} {(pair.Key == 0 ? "without an answer" : $"answered {pair.Key}")}"))}"));
        return tally.Sent > 0 && tally.Statuses.GetValueOrDefault(0) == tally.Sent ? ExitCodes.Broken : ExitCodes.Ok;
    }

    private async Task<IReadOnlyDictionary<string, string>?> KeysAsync(CancellationToken cancellation)
    {
        var keys = new Dictionary<string, string>(StringComparer.Ordinal);
        if (wanted.Keys is null)
            return keys;
        await foreach (var line in File.ReadLinesAsync(wanted.Keys, cancellation))
        {
            var tab = line.IndexOf('\t', StringComparison.Ordinal);
            if (tab > 0)
                keys[line[..tab]] = line[(tab + 1)..].Trim();
        }

        if (keys.Count > 0)
            return keys;
        terminal.Fail($"{SafeText.Name(wanted.Keys, 200)} holds no keys; a line is an account, a tab and its key.");
        return null;
    }

    private static Option<Uri?> Address(string name, string description, bool required) => new(name)
    {
        Description = description,
        HelpName = "URL",
        Required = required,
        CustomParser = result =>
        {
            if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
                return address;
            result.AddError($"{name} takes an address such as http://127.0.0.1:8080.");
            return null;
        },
    };

    private static Option<double> Number(string name, string description, double usual, double least, double most, string help) => new(name)
    {
        Description = description,
        HelpName = help,
        DefaultValueFactory = _ => usual,
        CustomParser = result => DrillCommands.Number(result, name, least, most),
    };
}
