using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Weir.Gateway.Configuration;
using Weir.TestKit;
using Weir.Traffic;
using Xunit;
using static Weir.Gateway.Tests.Relay.Bodies_pass_byte_for_byte;

namespace Weir.Gateway.Tests.Relay;

/// <summary>What HTTP allows beside a POST with a length and an answer with one.</summary>
public sealed class Odd_but_legal
{
    private const string Ask = """{"model":"m","messages":[{"role":"user","content":"Hello"}]}""";
    private const string Answer = """{"object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"Yes."},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":2}}""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task HEAD_passes_headers_and_length_and_no_body()
    {
        await using var upstream = ScriptedUpstream.Answering("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nETag: \"e\"\r\nContent-Length: 1234\r\n\r\n");
        await using var gateway = await RunningGateway.StartAsync(upstream.Address);
        using var request = new HttpRequestMessage(HttpMethod.Head, "/v1/models");
        using var answer = await gateway.Client.SendAsync(request, Cancel);
        Assert.Equal((HttpStatusCode.OK, 1234L, "\"e\""), (answer.StatusCode, answer.Content.Headers.ContentLength, answer.Headers.ETag?.Tag));
        // The connection goes on being good for another call.
        using var again = await gateway.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/v1/models"), Cancel);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.All(await gateway.StopAsync(), static e => Assert.Equal((Outcome.Completed, 0L), (e.Outcome, e.BytesOut)));
    }

    [Fact]
    public async Task OPTIONS_and_other_methods_are_relayed_as_they_are()
    {
        await using var upstream = ScriptedUpstream.Answering("HTTP/1.1 204 No Content\r\nAllow: GET, POST, OPTIONS\r\nAccess-Control-Allow-Origin: *\r\n\r\n");
        await using var gateway = await RunningGateway.StartAsync(upstream.Address);
        foreach (var method in (string[])["OPTIONS", "DELETE", "PATCH"])
        {
            using var answer = await gateway.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/v1/files/file-1"), Cancel);
            Assert.Equal((HttpStatusCode.NoContent, "*"), (answer.StatusCode, answer.Headers.GetValues("Access-Control-Allow-Origin").Single()));
            Assert.True(upstream.Requests.TryDequeue(out var seen));
            Assert.Equal($"{method} /v1/files/file-1 HTTP/1.1", seen.Line);
        }
    }

    [Fact]
    public async Task An_upstream_of_HTTP_1_0_ends_its_answer_by_closing()
    {
        await using var upstream = ScriptedUpstream.Start(async talk =>
        {
            await talk.ReceiveAsync();
            await talk.SendAsync("HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n" + Answer[..50]);
            await talk.SendAsync(Answer[50..]);
            talk.Close();
        });
        await using var gateway = await RunningGateway.StartAsync(upstream.Address);
        for (var i = 0; i < 2; i++)
            Assert.Equal(Answer, await (await gateway.Client.PostAsync("/v1/chat/completions", Json(Ask), Cancel)).Content.ReadAsStringAsync(Cancel));
        Assert.All(await gateway.StopAsync(), static e => Assert.Equal((Outcome.Completed, new Usage(9, 2)), (e.Outcome, e.Usage)));
    }

    [Fact]
    public async Task A_caller_of_HTTP_1_0_is_answered_and_let_go()
    {
        await using var upstream = ScriptedUpstream.AnsweringJson(Answer);
        await using var gateway = await RunningGateway.StartAsync(upstream.Address);
        using var client = await RawClient.ConnectAsync(gateway.App.PublicAddress, Cancel);
        await client.SendAsync($"POST /v1/chat/completions HTTP/1.0\r\nX-Weir-Account: a\r\nContent-Type: application/json\r\nContent-Length: {Ask.Length}\r\n\r\n{Ask}", Cancel);
        Assert.EndsWith("\r\n\r\n" + Answer, await client.ReceiveAllAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trailers_and_chunk_extensions_do_not_disturb_the_body()
    {
        await using var upstream = ScriptedUpstream.Answering($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTrailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n{Answer.Length:X};note=\"a b\"\r\n{Answer}\r\n000\r\nX-Sum: 1\r\n\r\n");
        await using var gateway = await RunningGateway.StartAsync(upstream.Address);
        for (var i = 0; i < 2; i++)
            Assert.Equal(Answer, await (await gateway.Client.PostAsync("/v1/chat/completions", Json(Ask), Cancel)).Content.ReadAsStringAsync(Cancel));
        Assert.Equal(1, upstream.Connections);
        Assert.All(await gateway.StopAsync(), static e => Assert.Equal((Outcome.Completed, new Usage(9, 2)), (e.Outcome, e.Usage)));
    }

    [Fact]
    public async Task An_interim_answer_is_not_taken_for_the_answer()
    {
        await using var upstream = ScriptedUpstream.Answering("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + ScriptedUpstream.Json(Answer));
        await using var gateway = await RunningGateway.StartAsync(upstream.Address);
        using var answer = await gateway.Client.PostAsync("/v1/chat/completions", Json(Ask), Cancel);
        Assert.Equal((HttpStatusCode.OK, Answer), (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancel)));
    }

    [Fact]
    public async Task Calls_that_come_before_their_turn_are_answered_in_order()
    {
        await using var upstream = ScriptedUpstream.Start(async talk =>
        {
            while (await talk.ReceiveAsync() is { } request)
                await talk.SendAsync(ScriptedUpstream.Json($"{{\"path\":\"{request.Line.Split(' ')[1]}\"}}"));
        });
        await using var gateway = await RunningGateway.StartAsync(upstream.Address);
        using var client = await RawClient.ConnectAsync(gateway.App.PublicAddress, Cancel);
        await client.SendAsync(string.Concat(Enumerable.Range(0, 5).Select(static i => $"GET /v1/files/{i} HTTP/1.1\r\nHost: h\r\nX-Weir-Account: a\r\n\r\n")), Cancel);
        var all = await client.ReceiveUntilAsync("/v1/files/4", Cancel);
        var places = Enumerable.Range(0, 5).Select(i => all.IndexOf($"/v1/files/{i}", StringComparison.Ordinal)).ToArray();
        Assert.Equal(places.Order(), places);
        Assert.DoesNotContain(-1, places);
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task A_TLS_listener_of_its_own_speaks_both_versions(string version)
    {
        using var folder = new TempFolder();
        var (certificate, tls) = await PemAsync(folder);
        using var trusted = certificate;
        await using var upstream = ScriptedUpstream.Start(async talk =>
        {
            while (await talk.ReceiveAsync() is not null)
                await talk.SendAsync(ScriptedUpstream.SseHead + ScriptedUpstream.Chunk("data: {\"choices\":[]}\n\n") + ScriptedUpstream.Chunk("data: [DONE]\n\n") + "0\r\n\r\n");
        });
        await using var gateway = await RunningGateway.StartAsync(upstream.Address, config => config with { Listen = new Uri("https://127.0.0.1:0"), Tls = tls });
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == trusted.GetCertHashString();
        using var client = new HttpClient(handler) { BaseAddress = gateway.App.PublicAddress };
        Assert.Equal("https", client.BaseAddress.Scheme);
        var calls = Enumerable.Range(0, 4).Select(async _ =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = Json("""{"model":"m","stream":true,"messages":[]}"""), Version = Version.Parse(version), VersionPolicy = HttpVersionPolicy.RequestVersionExact };
            request.Headers.Add("X-Weir-Account", "tester");
            using var answer = await client.SendAsync(request, Cancel);
            Assert.Equal((HttpStatusCode.OK, Version.Parse(version)), (answer.StatusCode, answer.Version));
            Assert.EndsWith("data: [DONE]\n\n", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        });
        await Task.WhenAll(calls);
        Assert.Equal(4, (await gateway.StopAsync()).Count(static e => e is { Outcome: Outcome.Completed, Account: "tester" }));
        // To the upstream it goes in HTTP/1.1 whatever the caller speaks.
        Assert.All(upstream.Requests, static seen => Assert.Equal("POST /v1/chat/completions HTTP/1.1", seen.Line));
    }

    [Theory]
    [InlineData("DELETE", null, "")]
    [InlineData("DELETE", "{}", "{}")]
    [InlineData("GET", "{}", "{}")]
    public async Task A_body_over_HTTP_2_without_a_length_passes_and_none_is_made_up(string method, string? body, string sent)
    {
        using var folder = new TempFolder();
        var (certificate, tls) = await PemAsync(folder);
        using var trusted = certificate;
        await using var upstream = ScriptedUpstream.AnsweringJson("{}");
        await using var gateway = await RunningGateway.StartAsync(upstream.Address, config => config with { Listen = new Uri("https://127.0.0.1:0"), Tls = tls });
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == trusted.GetCertHashString();
        using var client = new HttpClient(handler) { BaseAddress = gateway.App.PublicAddress };
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), "/v1/files/f") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        if (body is not null)
        {
            // A stream of unknown length goes without one.
            request.Content = new StreamContent(new BufferedStream(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(body))));
            request.Content.Headers.ContentLength = null;
            request.Headers.TransferEncodingChunked = true;
        }

        request.Headers.Add("X-Weir-Account", "tester");
        Assert.Equal(HttpStatusCode.OK, (await client.SendAsync(request, Cancel)).StatusCode);
        var seen = Assert.Single(upstream.Requests);
        Assert.Equal(sent, seen.Text);
        Assert.Equal(body is null ? null : "chunked", seen.Header("Transfer-Encoding"));
    }

    [Fact]
    public async Task Old_versions_of_TLS_are_refused()
    {
        using var folder = new TempFolder();
        var (certificate, tls) = await PemAsync(folder);
        using var trusted = certificate;
        await using var gateway = await RunningGateway.StartAsync(new Uri("http://127.0.0.1:1"), config => config with { Listen = new Uri("https://127.0.0.1:0"), Tls = tls });
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == trusted.GetCertHashString();
#pragma warning disable SYSLIB0039, CA5397 // The point is that it does not work.
        handler.SslOptions.EnabledSslProtocols = SslProtocols.Tls11;
#pragma warning restore SYSLIB0039, CA5397
        using var client = new HttpClient(handler) { BaseAddress = gateway.App.PublicAddress };
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync("/v1/models", Cancel));
    }

    private static async Task<(X509Certificate2 Certificate, TlsConfig Files)> PemAsync(TempFolder folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=weir test", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(80));
        await File.WriteAllTextAsync(folder.File("cert.pem"), certificate.ExportCertificatePem(), Cancel);
        await File.WriteAllTextAsync(folder.File("key.pem"), key.ExportPkcs8PrivateKeyPem(), Cancel);
        return (certificate, new TlsConfig(folder.File("cert.pem"), folder.File("key.pem")));
    }
}
