using Weir.Cli;
using Weir.Gateway;

// Before the first socket: the runtime reads it once.
SocketThreads.WorkInline();
using var signals = Signals.OfProcess();
return await WeirProgram.RunAsync(args, Terminal.OfProcess(signals.Hurry), signals.Stop);
