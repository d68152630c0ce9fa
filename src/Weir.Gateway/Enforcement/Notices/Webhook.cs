using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using Weir.Gateway.Configuration;

namespace Weir.Gateway.Enforcement.Notices;

/// <summary>
/// One address that notices are posted to, in order, each until it is taken or has failed too often. A target that hangs is given up after
/// ten seconds, one that redirects is not followed, one inside the network is refused unless the operator allows it; what waits is bounded.
/// </summary>
internal sealed class Webhook : IAsyncDisposable
{
    private const int MostWaiting = 1_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10)];

    private readonly Channel<Notice> _waiting = Channel.CreateBounded<Notice>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly HttpMessageInvoker _client;
    private readonly Action<WebhookConfig, Notice, string> _given;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;
    private long _delivered, _failed;

    /// <param name="givenUp">Told of what could not be delivered, and why.</param>
    public Webhook(WebhookConfig config, TimeProvider time, Action<WebhookConfig, Notice, string> givenUp)
    {
        (Config, _time, _given) = (config, time, givenUp);
        _client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false, UseCookies = false, UseProxy = false, ConnectTimeout = Patience, MaxResponseHeadersLength = 16,
            ConnectCallback = (context, cancellation) => ConnectAsync(context.DnsEndPoint, config.AllowPrivate, cancellation),
        });
        _loop = Task.Run(DeliverAsync, CancellationToken.None);
    }

    public WebhookConfig Config { get; }
    public long Delivered => Interlocked.Read(ref _delivered);
    public long Failed => Interlocked.Read(ref _failed);
    public int Waits => _waiting.Reader.Count;

    public void Offer(Notice notice)
    {
        if (!_waiting.Writer.TryWrite(notice))
            GiveUp(notice, "too many notices wait for this address");
    }

    private async Task DeliverAsync()
    {
        try
        {
            await foreach (var notice in _waiting.Reader.ReadAllAsync(_stop.Token))
                await DeliverAsync(notice);
        }
        catch (OperationCanceledException)
        {
            // The gateway ends. What waits is told as given up.
        }

        while (_waiting.Reader.TryRead(out var left))
            GiveUp(left, "the gateway was stopped before");
    }

    private async Task DeliverAsync(Notice notice)
    {
        var why = "";
        for (var attempt = 0; attempt <= Pauses.Length; attempt++)
        {
            if (attempt > 0)
            {
                try
                {
                    await Task.Delay(Pauses[attempt - 1], _time, _stop.Token);
                }
                catch (OperationCanceledException)
                {
                    break;
                }
            }

            (var done, why, var hopeless) = await TryAsync(notice);
            if (done)
            {
                Interlocked.Increment(ref _delivered);
                return;
            }

            if (hopeless)
                break;
        }

        GiveUp(notice, why);
    }

    private async Task<(bool Done, string Why, bool Hopeless)> TryAsync(Notice notice)
    {
        using var patience = new CancellationTokenSource(Patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, _stop.Token);
        using var request = new HttpRequestMessage(HttpMethod.Post, Config.Url) { Content = new ByteArrayContent(notice.Body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TryAddWithoutValidation("User-Agent", "weir");
        request.Headers.TryAddWithoutValidation("Weir-Event", notice.Event);
        request.Headers.TryAddWithoutValidation("Weir-Signature", Sign(notice.Body, Config.Secret!.Value, _time.GetUtcNow()));
        try
        {
            // Only the status counts: a body without an end is not read.
            using var answer = await _client.SendAsync(request, either.Token);
            if (answer.IsSuccessStatusCode)
                return (true, "", false);
            return (false, $"it answered {(int)answer.StatusCode}", (int)answer.StatusCode is >= 300 and < 500 and not 408 and not 429);
        }
        catch (HttpRequestException refused) when (refused.InnerException is PrivateAddressException)
        {
            return (false, refused.InnerException.Message, true);
        }
        catch (Exception failed) when (failed is HttpRequestException or IOException or SocketException)
        {
            return (false, failed.Message, false);
        }
        catch (OperationCanceledException)
        {
            return (false, "it did not answer in ten seconds", _stop.IsCancellationRequested);
        }
    }

    /// <summary><c>t=…,v1=…</c>: HMAC-SHA256 over the time, a point and the body, so that an old message cannot be sent again as a new one.</summary>
    internal static string Sign(ReadOnlySpan<byte> body, string secret, DateTimeOffset time)
    {
        var seconds = time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.ASCII.GetBytes(seconds), (byte)'.', .. body];
        return $"t={seconds},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed))}";
    }

    private void GiveUp(Notice notice, string why)
    {
        Interlocked.Increment(ref _failed);
        _given(Config, notice, why);
    }

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint to, bool allowPrivate, CancellationToken cancellation)
    {
        var addresses = IPAddress.TryParse(to.Host.Trim('[', ']'), out var literal) ? [literal] : await Dns.GetHostAddressesAsync(to.Host, cancellation);
        // All of them must lie outside: a name that also points inside is not to be trusted with either.
        if (!allowPrivate && Array.Find(addresses, static address => !PublicAddress.IsPublic(address)) is { } inside)
            throw new PrivateAddressException($"{(literal is null ? to.Host : "it")} is {inside}, an address inside the network (allow_private takes it)");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, to.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _stop.CancelAsync();
        await _loop;
        _client.Dispose();
        _stop.Dispose();
    }

    private sealed class PrivateAddressException(string message) : IOException(message);
}
