using Weir.Cli;

return await WeirProgram.RunAsync(args, Terminal.OfProcess(), CancellationToken.None);
