using Weir.Bench.Console;

var options = Options.Read(args);
if (options is null)
    return 2;
await using var installation = await Installation.StartAsync(options.Scenario, options.Scale, options.People, options.Seed, options.Days);
if (options.Serve)
{
    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
    return 0;
}

return await Measurement.RunAsync(installation.Admin, options) ? 0 : 1;
