using System.Globalization;

namespace Weir.Cli.Drills;

/// <summary>One line that is written over, for whoever waits at a terminal; nothing in a pipe.</summary>
internal sealed class DrillProgress(Terminal terminal, double days) : IDisposable
{
    private bool _told;

    public void Tell(long exchanges, long atMs, string more = "")
    {
        if (!terminal.Interactive)
            return;
        _told = true;
        terminal.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{exchanges:N0} exchanges, day {atMs / 86_400_000.0:0.0} of {days:0}{more}   "));
    }

    public void Dispose()
    {
        if (_told)
            terminal.Error.WriteLine();
    }
}
