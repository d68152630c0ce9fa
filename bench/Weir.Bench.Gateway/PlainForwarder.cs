using System.Buffers;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;

namespace Weir.Bench.Gateway;

/// <summary>
/// The same server and the same client as the gateway's, set up alike, and nothing between them: what is left of the distance to nginx
/// when Weir does nothing at all.
/// </summary>
internal static class PlainForwarder
{
    public static async Task<int> RunAsync(int port, Uri upstream)
    {
        // Before the first socket: docs/decisions/0002-inline-sockets.md.
        Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
        using var client = new HttpMessageInvoker(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, ActivityHeadersPropagator = null });
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        builder.Services.Configure<SocketTransportOptions>(sockets =>
        {
            sockets.UnsafePreferInlineScheduling = true;
            sockets.WaitForDataBeforeAllocatingBuffer = false;
        });
        await using var app = builder.Build();
        app.Run(http => ForwardAsync(http, client, upstream));
        await app.RunAsync();
        return 0;
    }

    private static async Task ForwardAsync(HttpContext http, HttpMessageInvoker client, Uri upstream)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri(upstream, http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget));
        message.Content = new ByteArrayContent(await BodyAsync(http.Request));
        foreach (var header in http.Request.Headers)
        {
            if (header.Key.StartsWith("Content-", StringComparison.OrdinalIgnoreCase))
                message.Content.Headers.TryAddWithoutValidation(header.Key, (IEnumerable<string?>)header.Value);
            else if (header.Key is not "Host" and not "Connection")
                message.Headers.TryAddWithoutValidation(header.Key, (IEnumerable<string?>)header.Value);
        }

        using var answer = await client.SendAsync(message, http.RequestAborted);
        http.Response.StatusCode = (int)answer.StatusCode;
        foreach (var header in answer.Content.Headers.NonValidated)
            http.Response.Headers[header.Key] = header.Value.ToString();
        var from = answer.Content.ReadAsStream(http.RequestAborted);
        var piece = ArrayPool<byte>.Shared.Rent(16 << 10);
        while (await from.ReadAsync(piece, http.RequestAborted) is > 0 and var read)
        {
            http.Response.BodyWriter.Write(piece.AsSpan(0, read));
            await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
        }

        ArrayPool<byte>.Shared.Return(piece);
    }

    private static async ValueTask<byte[]> BodyAsync(HttpRequest request)
    {
        var body = new byte[(int)request.ContentLength!.Value];
        await request.Body.ReadExactlyAsync(body, request.HttpContext.RequestAborted);
        return body;
    }
}
