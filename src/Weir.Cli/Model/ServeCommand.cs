using System.CommandLine;
using System.Globalization;
using Weir.Cli.Demo;

namespace Weir.Cli.Model;

/// <summary><c>weir model serve</c>: the built-in model behind HTTP, for trials and tests.</summary>
internal static class ServeCommand
{
    public static Command Create(Terminal terminal)
    {
        var listen = new Option<Uri>("--listen")
        {
            Description = "Where to listen; port 0 takes a free one.",
            DefaultValueFactory = _ => new Uri("http://127.0.0.1:8000"),
            CustomParser = result =>
            {
                if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address) && address.Scheme is "http")
                    return address;
                result.AddError("--listen takes an address such as http://127.0.0.1:8000.");
                return null;
            },
        };
        var pace = new Option<double>("--pace")
        {
            Description = "Tokens a second of one answer; 0 is as fast as it goes.",
            CustomParser = result =>
            {
                if (double.TryParse(result.Tokens[0].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var tokens) && tokens <= 1_000_000)
                    return tokens;
                result.AddError("--pace takes a number from 0 to 1000000.");
                return 0;
            },
        };
        var seed = new Option<ulong>("--seed") { Description = "The same seed and request give the same answer." };
        var credential = new Option<string[]>("--credential") { Description = "A credential to accept, as often as needed; without any, all are accepted." };
        var command = new WeirCommand("serve", "Serve the built-in model, for trials and tests. It is no real model.")
        {
            Examples = ["weir model serve", "weir model serve --listen http://127.0.0.1:0 --pace 50"],
            Options = { listen, pace, seed, credential },
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var options = new BuiltInModelOptions
            {
                Listen = parsed.GetValue(listen)!,
                TokensPerSecond = parsed.GetValue(pace),
                Seed = parsed.GetValue(seed),
                Credentials = parsed.GetValue(credential) ?? [],
                Time = terminal.Time,
            };
            return await ServeAsync(terminal, options, cancellation);
        });
        return command;
    }

    private static async Task<int> ServeAsync(Terminal terminal, BuiltInModelOptions options, CancellationToken cancellation)
    {
        BuiltInModelServer server;
        try
        {
            server = await BuiltInModelServer.StartAsync(options, cancellation);
        }
        catch (IOException exception)
        {
            return terminal.Fail($"Cannot listen at {options.Listen}: {exception.Message}");
        }

        await using (server)
        {
            terminal.Out.WriteLine($"The built-in model (weir-tiny; for trials, not a real model) answers at {server.Address}");
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, terminal.Time, cancellation);
            }
            catch (OperationCanceledException)
            {
                // Stopped by the user, which is how a server ends.
            }
        }

        return ExitCodes.Ok;
    }
}
