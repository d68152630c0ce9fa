using Weir.Cli;

using var signals = Signals.OfProcess();
return await WeirProgram.RunAsync(args, Terminal.OfProcess(signals.Hurry), signals.Stop);
