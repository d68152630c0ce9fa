using System.Runtime.InteropServices;

namespace Weir.Cli;

/// <summary>
/// SIGINT and SIGTERM of this process. The first asks for an end, and whatever runs may take its time over it (a gateway
/// drains). The second wants it now; what is not gone shortly after is ended.
/// </summary>
internal sealed class Signals : IDisposable
{
    /// <summary>SIGXFSZ has this number on every system with signals that .NET runs on.</summary>
    private const PosixSignal FileTooLarge = (PosixSignal)25;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _hurry = new();
    private readonly PosixSignalRegistration[] _registrations;
    private int _count;

    private Signals() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
        // A limit on the size of files (ulimit -f) is to fail the write that meets it, which is dealt with there, and not to end the program.
        .. OperatingSystem.IsWindows() ? [] : (PosixSignalRegistration[])[PosixSignalRegistration.Create(FileTooLarge, static context => context.Cancel = true)],
    ];

    public static Signals OfProcess() => new();

    public CancellationToken Stop => _stop.Token;
    public CancellationToken Hurry => _hurry.Token;

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        // Off the thread that delivers signals: what is cancelled runs its continuations here.
        _ = Interlocked.Increment(ref _count) == 1 ? _stop.CancelAsync() : EndAsync(context.Signal);
    }

    private async Task EndAsync(PosixSignal signal)
    {
        await _hurry.CancelAsync();
        await Task.Delay(Patience, TimeProvider.System, CancellationToken.None);
        Environment.Exit(signal == PosixSignal.SIGINT ? 130 : 143);
    }

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _stop.Dispose();
        _hurry.Dispose();
    }
}
