using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Weir.Cli.Demo;
using Weir.TestKit;
using Xunit;

namespace Weir.Cli.Tests.Serve;

public sealed class Serve_command : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly HttpClient _http = new();
    private BuiltInModelServer _model = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Data => _folder.File("data");

    public async ValueTask InitializeAsync() =>
        _model = await BuiltInModelServer.StartAsync(new BuiltInModelOptions(), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _model.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_stop_lets_a_running_stream_end_and_takes_no_new_calls()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var upstream = ScriptedUpstream.Start(async talk =>
        {
            await talk.ReceiveAsync();
            await talk.SendAsync(ScriptedUpstream.SseHead + ScriptedUpstream.Chunk("data: {\"choices\":[]}\n\n"));
            await go.Task;
            await talk.SendAsync(ScriptedUpstream.Chunk("data: [DONE]\n\n") + "0\r\n\r\n");
        });
        await using var serving = await ServeAsync(upstream.Address, "--drain", "1h");
        var (listen, admin) = await serving.AddressesAsync(Cancel);
        using var answer = await StreamAsync(listen);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancel));
        Assert.StartsWith("data: ", await reader.ReadLineAsync(Cancel), StringComparison.Ordinal);

        await serving.SignalAsync("TERM", Cancel);
        await serving.SaysAsync("Stopping", Cancel);
        await RefusesAsync(listen);
        using (var ready = await _http.GetAsync(new Uri(admin, "/health/ready"), Cancel))
            Assert.Equal("not ready: draining\n", await ready.Content.ReadAsStringAsync(Cancel));
        go.SetResult();
        Assert.EndsWith("data: [DONE]\n\n", await reader.ReadToEndAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal(0, await serving.ExitAsync(Cancel));
        var line = Assert.Single(await File.ReadAllLinesAsync(Directory.GetFiles(Path.Combine(Data, "journal"), "*.jsonl").Single(), Cancel));
        Assert.Contains("\"outcome\":\"completed\"", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_signal_ends_the_wait_for_a_stream()
    {
        await using var serving = await ServeAsync(_model.Address, "--drain", "1h");
        var (listen, _) = await serving.AddressesAsync(Cancel);
        using var answer = await StreamAsync(listen, "hang-after=2");
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancel));
        await reader.ReadLineAsync(Cancel);

        await serving.SignalAsync("INT", Cancel);
        await serving.SaysAsync("Stopping", Cancel);
        await serving.SignalAsync("INT", Cancel);
        Assert.Contains(await serving.ExitAsync(Cancel), (int[])[0, 130]);
        await Assert.ThrowsAnyAsync<IOException>(() => reader.ReadToEndAsync(Cancel));
    }

    [Fact]
    public async Task SIGHUP_reads_the_file_again_and_a_faulty_one_changes_nothing()
    {
        var file = _folder.File("weir.yaml");
        await File.WriteAllTextAsync(file, "drain: 10s\n", Cancel);
        await using var serving = await ServeAsync(_model.Address, "--config", file);
        await serving.AddressesAsync(Cancel);
        await File.WriteAllTextAsync(file, "drain: soon\n", Cancel);
        await serving.SignalAsync("HUP", Cancel);
        await serving.SaysAsync("the old one stays in force", Cancel);
        await serving.SaysAsync("drain is 'soon'", Cancel);
        await File.WriteAllTextAsync(file, "drain: 11s\n", Cancel);
        await serving.SignalAsync("HUP", Cancel);
        await serving.SaysAsync("Configuration taken into use", Cancel);
        await serving.SignalAsync("TERM", Cancel);
        await serving.SaysAsync("running answers have 11s", Cancel);
        Assert.Equal(0, await serving.ExitAsync(Cancel));
    }

    [Fact]
    public async Task A_data_folder_that_another_process_owns_is_refused()
    {
        await using var serving = await ServeAsync(_model.Address);
        await serving.AddressesAsync(Cancel);
        var second = await Program_run.Of("serve", "--upstream", "http://127.0.0.1:1", "--listen", "http://127.0.0.1:0", "--admin", "http://127.0.0.1:0", "--data", Data);
        Assert.Equal(2, second.Exit);
        Assert.StartsWith($"weir: {Data}: ", second.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_is_taken_is_refused_in_a_sentence()
    {
        var taken = _model.Address.ToString().TrimEnd('/');
        var run = await Program_run.Of("serve", "--upstream", "http://127.0.0.1:1", "--listen", taken, "--admin", "http://127.0.0.1:0", "--data", Data);
        Assert.Equal(2, run.Exit);
        Assert.Contains($"weir: Cannot listen on {taken} ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Faults_of_file_and_flags_are_listed_together_with_exit_code_2()
    {
        var file = _folder.File("weir.yaml");
        await File.WriteAllTextAsync(file, "lisen: http://127.0.0.1:1\n", Cancel);
        var run = await Program_run.Of("serve", "--config", file, "--identity", "baerer", "--set", "limits.account.concurrency=0");
        Assert.Equal((2, ""), (run.Exit, run.Out));
        Assert.StartsWith("weir: 4 faults in the configuration", run.Error, StringComparison.Ordinal);
        Assert.Contains($"{file}:1: lisen is not a key", run.Error, StringComparison.Ordinal);
        Assert.Contains("--identity: identity.kind is 'baerer'", run.Error, StringComparison.Ordinal);
        Assert.Contains("--set: limits.account.concurrency is '0'", run.Error, StringComparison.Ordinal);
        Assert.Contains("upstreams names no upstream", run.Error, StringComparison.Ordinal);
    }

    private async Task<Serving_process> ServeAsync(Uri upstream, params string[] more)
    {
        var key = await Program_run.Of("keys", "create", "--account", "tester", "--data", Data);
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.Out.Trim());
        return Serving_process.Start(["--upstream", upstream.ToString(), "--listen", "http://127.0.0.1:0", "--admin", "http://127.0.0.1:0", "--data", Data, .. more]);
    }

    /// <summary>The listener closes a moment after the stop was told; from then on nobody gets in.</summary>
    private static async Task RefusesAsync(Uri listen)
    {
        while (true)
        {
            using var client = new System.Net.Sockets.TcpClient();
            try
            {
                await client.ConnectAsync(listen.Host, listen.Port, Cancel);
            }
            catch (System.Net.Sockets.SocketException)
            {
                return;
            }
        }
    }

    private async Task<HttpResponseMessage> StreamAsync(Uri listen, string? behavior = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(listen, "/v1/chat/completions"))
        {
            Content = new StringContent("""{"model":"weir-tiny","stream":true,"max_tokens":40,"messages":[{"role":"user","content":"Tell me of a river."}]}""", Encoding.UTF8, "application/json"),
        };
        if (behavior is not null)
            request.Headers.Add("x-model-behavior", behavior);
        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
    }
}
