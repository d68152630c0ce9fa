using System.Text;

namespace Weir.Cli.Analyze;

/// <summary>Where a report goes: standard output, or a file.</summary>
internal static class ReportOutput
{
    public static async Task WriteAsync(Report report, ReportFormat format, OutputFile? file, string? path, Terminal terminal)
    {
        if (file is null)
        {
            Form(report, format, terminal.Out, terminal.Colour);
            return;
        }

        await using (var text = new StreamWriter(file.Stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true))
            Form(report, format, text, colour: false);
        await file.CommitAsync();
        // Whoever wrote a file still wants the answer.
        if (format != ReportFormat.Text)
            TextReport.Write(report, terminal.Out, terminal.Colour);
        await terminal.Out.WriteLineAsync($"The report is in {SafeText.Name(path, 200)}.");
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
