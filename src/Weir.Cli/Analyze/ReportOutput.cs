using System.Text;

namespace Weir.Cli.Analyze;

/// <summary>Where a report goes: standard output, or a file that is put in place whole at the end.</summary>
internal sealed class ReportOutput : IAsyncDisposable
{
    private readonly Terminal _terminal;
    private readonly string? _path;
    private readonly FileStream? _file;
    private bool _done;

    private ReportOutput(Terminal terminal, string? path, FileStream? file)
    {
        _terminal = terminal;
        _path = path;
        _file = file;
    }

    /// <summary>Null where the file cannot be written, which has been told.</summary>
    public static ReportOutput? Open(string? path, Terminal terminal)
    {
        if (path is null)
            return new ReportOutput(terminal, null, null);
        try
        {
            // Beside its place, so that a reader never sees half a report and an old one stays until the new one is whole.
            return new ReportOutput(terminal, path, new FileStream(path + ".part", FileMode.Create, FileAccess.Write));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            terminal.Fail($"--out {SafeText.Name(path, 200)} cannot be written: {exception.Message}");
            return null;
        }
    }

    public async Task WriteAsync(Report report, ReportFormat format, CancellationToken cancellation)
    {
        if (_file is null)
        {
            Form(report, format, _terminal.Out, _terminal.Colour);
            await _terminal.Out.FlushAsync(cancellation);
            return;
        }

        await using (var text = new StreamWriter(_file, new UTF8Encoding(false), 1 << 16, leaveOpen: true))
            Form(report, format, text, colour: false);
        await _file.DisposeAsync();
        File.Move(_path + ".part", _path!, overwrite: true);
        _done = true;
        // Whoever wrote a file still wants the answer.
        if (format != ReportFormat.Text)
            TextReport.Write(report, _terminal.Out, _terminal.Colour);
        await _terminal.Out.WriteLineAsync($"The report is in {SafeText.Name(_path, 200)}.");
    }

    public async ValueTask DisposeAsync()
    {
        if (_file is null || _done)
            return;
        await _file.DisposeAsync();
        File.Delete(_path + ".part");
    }

    private static void Form(Report report, ReportFormat format, TextWriter output, bool colour)
    {
        switch (format)
        {
            case ReportFormat.Json: JsonReport.Write(report, output); break;
            case ReportFormat.Html: HtmlReport.Write(report, output); break;
            default: TextReport.Write(report, output, colour); break;
        }
    }
}
