using Microsoft.Extensions.Logging;
using Weir.Gateway.Configuration;
using Weir.Gateway.Telemetry;
using Weir.TestKit;
using Xunit;

namespace Weir.Gateway.Tests.Telemetry;

public sealed partial class Log_lines
{
    [Fact]
    public async Task A_plain_line_is_one_line_whatever_is_in_it()
    {
        Assert.Equal("2026-03-02T09:00:00.000Z warning watch: disk /a b full | System.IO.IOException: no  space\n", await Written(LogFormat.Plain, "/a\nb", new IOException("no\r\nspace")));
    }

    [Fact]
    public async Task A_json_line_has_the_fields_of_the_event()
    {
        Assert.Equal("{\"time\":\"2026-03-02T09:00:00.000Z\",\"level\":\"warning\",\"area\":\"watch\",\"id\":9,\"message\":\"disk /a full\",\"path_name\":\"/a\"}\n", await Written(LogFormat.Json, "/a", null));
    }

    private static async Task<string> Written(LogFormat format, string path, Exception? exception)
    {
        await using var text = new StringWriter();
        await using (var output = new LogOutput(format, text, new ManualTimeProvider()))
            Full(output.CreateLogger("Weir.Gateway.Watch.JournalFiles"), path, exception);
        return text.ToString();
    }

    [LoggerMessage(9, LogLevel.Warning, "disk {PathName} full")]
    private static partial void Full(ILogger log, string pathName, Exception? exception);
}
