using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Weir.Console.Serving;
using Weir.Console.Shell;
using Weir.Gateway.Ledger;

namespace Weir.Console.Accounts;

/// <summary>
/// Everything that is kept of an account, as <c>weir privacy export</c> writes it, streamed beside the running gateway. That somebody took it is in the ledger
/// before the first byte of it is sent.
/// </summary>
internal sealed class AccountExport(Visit visit, string account) : IResult
{
    private const int FlushAt = 1 << 16;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (gateway, response) = (visit.Gateway, httpContext.Response);
        PageHeaders.Set(httpContext);
        response.ContentType = "application/json; charset=utf-8";
        // The name is the stranger's own choice, so it does not become a file's.
        response.Headers.ContentDisposition = string.Create(CultureInfo.InvariantCulture, $"attachment; filename=\"weir-account-{visit.Now:yyyyMMdd-HHmmss}.json\"");
        // Off the socket's thread: the journal is read.
        await Task.Yield();
        var records = new AccountRecords(gateway.Data.Path, account);
        await using var json = new Utf8JsonWriter(response.Body, new JsonWriterOptions { Indented = true, SkipValidation = true });
        json.WriteStartObject();
        json.WriteString("account", account);
        json.WriteString("made", visit.Now.UtcDateTime);
        json.WriteStartArray("journal");
        foreach (var line in records.JournalLines())
            await WriteAsync(json, line);
        json.WriteEndArray();
        json.WriteStartArray("kept_besides");
        foreach (var (file, line) in records.OtherLines())
        {
            json.WriteStartObject();
            json.WriteString("file", file);
            json.WritePropertyName("line");
            await WriteAsync(json, line);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("ledger");
        foreach (var record in await records.EntriesAsync(gateway.Ledger.Writer?.Checkpoint?.Size ?? 0, visit.Cancel))
        {
            json.WriteStartObject();
            json.WriteNumber("index", record.Index);
            json.WriteString("type", record.Entry!.Type);
            json.WriteString("time", record.Entry.Time.UtcDateTime);
            json.WriteString("actor", record.Entry.Actor);
            json.WriteString("subject", Encoding.UTF8.GetString(record.Payload!.Subject.Bytes.Span));
            json.WriteString("body", Encoding.UTF8.GetString(record.Payload.Body.Bytes.Span));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private async ValueTask WriteAsync(Utf8JsonWriter json, string line)
    {
        json.WriteRawValue(line, skipInputValidation: true);
        if (json.BytesPending > FlushAt)
            await json.FlushAsync(visit.Cancel);
    }
}
