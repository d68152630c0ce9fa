using Weir.Bench.Console;

var options = Options.Read(args);
if (options is null)
    return 2;
if (options.Serve)
{
    await using var served = options.Listed > 0 && !options.Pages ? await Installation.WithAccountsAsync(options.Listed) : await Installation.StartAsync(options);
    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
    return 0;
}

var fine = true;
if (options.Pages)
{
    await using var installation = await Installation.StartAsync(options);
    fine &= await Measurement.RunAsync(installation.Admin, options);
}

if (options.Listed > 0)
    fine &= await AccountLists.RunAsync(options.Test ? Math.Min(options.Listed, 3_000) : options.Listed, options.Test);
Figures.PrintTable();
return fine ? 0 : 1;
