using System.Collections.Concurrent;
using System.Net.Http.Headers;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Wire;
using Weir.Traffic;

namespace Weir.Cli.Drills;

/// <summary>How an account shows who it is.</summary>
internal enum DrillIdentity { Header, Bearer, Keys }

/// <summary>What came of the calls so far.</summary>
internal sealed class DrillTally
{
    private readonly ConcurrentDictionary<int, long> _statuses = new();
    private long _sent;

    public long Sent => Interlocked.Read(ref _sent);
    /// <summary>Answers by status; 0 stands for none at all.</summary>
    public IReadOnlyDictionary<int, long> Statuses => _statuses;

    public void Add(int status)
    {
        Interlocked.Increment(ref _sent);
        _statuses.AddOrUpdate(status, 1, static (_, count) => count + 1);
    }
}

/// <summary>
/// Sends made traffic to a gateway as real requests, each at its time on a clock that runs faster than the day's. One place makes
/// the traffic, one exchange after the other; many calls are under way at once, and where the gateway is slower than the clock,
/// the clock waits.
/// </summary>
internal sealed class DrillSender : IDisposable
{
    /// <summary>Where a proxy in front would put a TLS fingerprint.</summary>
    public const string FingerprintHeader = "X-JA4";
    public const string AccountHeader = "X-Weir-Account";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly HttpMessageInvoker _http;
    private readonly SemaphoreSlim _room;
    private readonly int _width;
    private readonly Uri _gateway;
    private readonly DrillIdentity _identity;
    private readonly IReadOnlyDictionary<string, string> _keys;
    private readonly TimeProvider _time;

    public DrillSender(Uri gateway, DrillIdentity identity, IReadOnlyDictionary<string, string> keys, int width, TimeProvider time)
    {
        (_gateway, _identity, _keys, _width, _time) = (gateway, identity, keys, width, time);
        _http = new HttpMessageInvoker(new SocketsHttpHandler { UseCookies = false, UseProxy = false, AllowAutoRedirect = false, MaxConnectionsPerServer = width, ConnectTimeout = TimeSpan.FromSeconds(5) });
        _room = new SemaphoreSlim(width);
    }

    public DrillTally Tally { get; } = new();

    /// <summary>How far it has got, in milliseconds of the traffic.</summary>
    public long AtMs { get; private set; }

    /// <summary>Told the moment of each exchange before it is sent: a clock that follows the traffic.</summary>
    public Action<DateTimeOffset>? Clock { get; init; }

    /// <summary>Told what is about to be sent. It is filled anew for the next one.</summary>
    public Action<MadeExchange>? Sending { get; init; }

    /// <summary>Waited for before each call: what the drill must not outrun.</summary>
    public Func<CancellationToken, ValueTask>? Hold { get; init; }

    /// <param name="from">Traffic before this moment is made and not sent.</param>
    /// <param name="speed">How many times faster than real time; infinite sends as fast as answers come.</param>
    public async Task RunAsync(TrafficFlow flow, RequestMaker maker, long from, long until, double speed, Action<long>? tell, CancellationToken cancellation)
    {
        var started = _time.GetTimestamp();
        var waited = TimeSpan.Zero;
        while (!cancellation.IsCancellationRequested && flow.Read() is { } made && made.AtMs < until)
        {
            // A ban is the scenario's in a log; here it is for the gateway to speak one.
            if (made.AtMs < from || made.Status == 403)
                continue;
            // Where the calls before this one took longer than the clock gave them, the clock has waited.
            var late = _time.GetElapsedTime(started) - TimeSpan.FromMilliseconds((made.AtMs - from) / speed) - waited;
            if (late < TimeSpan.Zero)
                await Task.Delay(-late, _time, cancellation);
            else if (late > Patience)
                waited += late;
            AtMs = made.AtMs;
            var request = Request(made, maker.Make(made));
            await _room.WaitAsync(cancellation);
            if (Hold is not null)
                await Hold(cancellation);
            Clock?.Invoke(made.Time);
            Sending?.Invoke(made);
            _ = SendAsync(request, cancellation);
            tell?.Invoke(Tally.Sent);
        }

        for (var i = 0; i < _width; i++)
            await _room.WaitAsync(cancellation);
        _room.Release(_width);
    }

    public void Dispose()
    {
        _http.Dispose();
        _room.Dispose();
    }

    private HttpRequestMessage Request(MadeExchange made, MadeRequest call)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_gateway, call.Path)) { Content = new ByteArrayContent(call.Body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var headers = request.Headers;
        headers.TryAddWithoutValidation("User-Agent", made.Client.UserAgent);
        headers.TryAddWithoutValidation("X-Forwarded-For", made.Place.Address);
        headers.TryAddWithoutValidation(FingerprintHeader, made.Client.Tls);
        if (call.Dialect == Dialect.AnthropicMessages)
            headers.TryAddWithoutValidation("anthropic-version", "2023-06-01");
        var account = made.By.Who.Account;
        if (_identity == DrillIdentity.Header)
            headers.TryAddWithoutValidation(AccountHeader, account);
        else
            Credential(headers, call.Dialect, _identity == DrillIdentity.Bearer ? "drill-" + account : _keys.GetValueOrDefault(account, "unknown"));
        return request;
    }

    private static void Credential(HttpRequestHeaders headers, Dialect dialect, string credential)
    {
        if (dialect == Dialect.AnthropicMessages)
            headers.TryAddWithoutValidation("x-api-key", credential);
        else if (dialect == Dialect.GeminiGenerate)
            headers.TryAddWithoutValidation("x-goog-api-key", credential);
        else
            headers.Authorization = new AuthenticationHeaderValue("Bearer", credential);
    }

    private async Task SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        try
        {
            using (request)
            using (var answer = await _http.SendAsync(request, cancellation))
            {
                await answer.Content.CopyToAsync(Stream.Null, cancellation);
                Tally.Add((int)answer.StatusCode);
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            Tally.Add(0);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The drill was stopped.
        }
        finally
        {
            _room.Release();
        }
    }
}
