using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.Extensions.Logging;
using Weir.Gateway.Admission;
using Weir.Gateway.Configuration;
using Weir.Gateway.Storage;
using Weir.Ledger.Checks;
using Weir.Ledger.Files;
using Weir.TestKit;
using Xunit;

namespace Weir.Gateway.Tests.Ledger;

/// <summary>One data folder over which gateways are started one after the other, and what its ledger says then.</summary>
public abstract class Over_a_data_folder : IAsyncDisposable
{
    private protected readonly TempFolder _folder = new();
    private readonly ScriptedUpstream _upstream = ScriptedUpstream.AnsweringJson("""{"choices":[{"message":{"role":"assistant","content":"hello"}}],"usage":{"prompt_tokens":5,"completion_tokens":1}}""");

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private protected string Data => _folder.File("data");

    public async ValueTask DisposeAsync()
    {
        await _upstream.DisposeAsync();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected async Task<T> WhileServingAsync<T>(Func<GatewayApp, Task<T>> work, Func<WeirConfig, WeirConfig>? change = null)
    {
        Assert.True(DataFolder.TryOpen(Data, out var data, out var fault), fault?.ToString());
        using (data)
        {
            var config = new WeirConfig
            {
                Listen = new Uri("http://127.0.0.1:0"),
                Admin = new Uri("http://127.0.0.1:0"),
                DataFolder = Data,
                Upstreams = [new UpstreamConfig { Name = "main", Url = _upstream.Address, Retries = 0 }],
            };
            await using var app = GatewayApp.Build(new ConfigSource(change?.Invoke(config) ?? config), data, TimeProvider.System, static logging => logging.SetMinimumLevel(LogLevel.None));
            await app.StartAsync(Cancel);
            var result = await work(app);
            await app.StopAsync(Cancel);
            return result;
        }
    }

    private protected async Task<List<(string Type, string Actor, string Subject, string Body)>> EntriesAsync()
    {
        var report = await LedgerCheck.RunAsync(Path.Combine(Data, "ledger"), await Folder.ReadKeyAsync(Cancel), null, Cancel);
        Assert.True(report.IsSound, string.Join("; ", report.Faults));
        var entries = new List<(string, string, string, string)>();
        await foreach (var record in Folder.ReadAsync(0, report.Checkpoint!.Size, Cancel))
            entries.Add((record.Entry!.Type, record.Entry.Actor, Text(record.Payload?.Subject.Bytes), Text(record.Payload?.Body.Bytes)));
        return entries;
    }

    private protected FolderSource Folder => new(Path.Combine(Data, "ledger"));

    private static string Text(ReadOnlyMemory<byte>? bytes) => Encoding.UTF8.GetString((bytes ?? default).Span);

    private protected KeyFile Keys => new(Data, TimeProvider.System);

    private protected static async Task<HttpStatusCode> CallAsync(GatewayApp app, string key)
    {
        using var client = new HttpClient { BaseAddress = app.PublicAddress };
        client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        using var answer = await client.PostAsJsonAsync("/v1/chat/completions", new { model = "m", messages = new[] { new { role = "user", content = "hi" } } }, Cancel);
        return answer.StatusCode;
    }

    private protected static async Task<HttpStatusCode> TellAsync(GatewayApp app, string account, object facts)
    {
        using var client = new HttpClient { BaseAddress = app.AdminAddress };
        using var answer = await client.PutAsJsonAsync($"/api/accounts/{account}/facts", facts, Cancel);
        return answer.StatusCode;
    }
}
