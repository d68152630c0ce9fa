using System.Diagnostics;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Weir.Gateway.Admission;
using Weir.Gateway.Configuration;
using Weir.Gateway.Enforcement;
using Weir.Gateway.Limits;
using Weir.Gateway.Relay;
using Weir.Gateway.Signing;
using Weir.Gateway.Support;
using Weir.Gateway.Telemetry;
using Weir.Gateway.Watch;
using Weir.Traffic;
using Weir.Traffic.Dialects;

namespace Weir.Gateway;

/// <summary>
/// The path of a call, from top to bottom. Everything that happens to a request while its caller waits is a step here:
/// <list type="number">
/// <item>Recognise: what the path says, before anything is believed</item>
/// <item>Admit: who is calling</item>
/// <item>Receive: the body, held and read in one walk</item>
/// <item>Enforce: what holds for its account at present; nothing, for nearly everybody</item>
/// <item>Limit and shape: what the call is expected to use is reserved; where it goes; <see cref="RequestShape"/> makes the few bytes that must differ there</item>
/// <item>Relay: upstream and back, piece by piece</item>
/// <item>Settle: what was used is booked, and Watch gets the facts</item>
/// </list>
/// It runs on the socket threads: nothing here blocks, and nothing takes longer than some microseconds (large bodies are read elsewhere).
/// </summary>
public sealed partial class GatewayPath
{
    /// <summary>Bodies up to this size are read where they arrive; nearly all are smaller.</summary>
    private const int MostReadInline = 64 << 10;

    private readonly Admitter _admitter;
    private readonly LimitBook _limits;
    private readonly Enforcer _enforcer;
    private readonly SigningDesk _desk;
    private readonly WatchQueue _watch;
    private readonly HeldBytes _held;
    private readonly PathPools _pools;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly RunningCalls _running;
    private volatile PathSnapshot _snapshot;

    internal GatewayPath(ConfigSource config, Admitter admitter, LimitBook limits, Enforcer enforcer, SigningDesk desk, WatchQueue watch, TimeProvider time, ILogger<GatewayPath> log)
    {
        _enforcer = enforcer;
        _desk = desk;
        _admitter = admitter;
        _limits = limits;
        _watch = watch;
        _time = time;
        _log = log;
        _pools = new PathPools(time);
        _running = new RunningCalls(time);
        _held = new HeldBytes(config.Current.Bodies.MaxHeldBytes);
        _snapshot = new PathSnapshot(config.Current, Upstreams.From(config.Current, time));
        config.Changed += next => _snapshot = new PathSnapshot(next, Upstreams.From(next, time, _snapshot.Upstreams));
    }

    public PathSnapshot Snapshot => _snapshot;

    /// <summary>The newest refusals, for whoever asks what a reference stands for.</summary>
    internal RecentRefusals Refusals { get; } = new();

    /// <summary>Bytes of request bodies that calls hold in memory now.</summary>
    internal long HeldNow => _held.Held;

    /// <summary>Calls under way. One is counted before it has a time of arrival, and until Watch has its facts.</summary>
    public RunningCalls Running => _running;

    public async Task HandleAsync(HttpContext http)
    {
        if (CrossOrigin.TryAnswerPreflight(http, _snapshot.Config.Network.Origins))
        {
            TermsHeaders.Write(http.Response.Headers, _enforcer.Snapshot);
            return;
        }

        GatewayMeter.CallBegan();
        var arrived = _running.Enter(out var slot);
        var call = new Call(http, _snapshot, _time.GetTimestamp(), arrived);
        try
        {
            var refusal =
                /* 1 */ Recognise(call)
                /* 2 */ ?? Admit(call)
                /* 3 */ ?? await ReceiveAsync(call)
                /* 4 */ ?? await _enforcer.EnforceAsync(call)
                /* 5 */ ?? Limit(call) ?? Shape(call)
                /* 6 */ ?? await RelayAsync(call);
            if (refusal is not null)
                await RefuseAsync(call, refusal);
        }
        catch (Exception gone) when (call.Left.IsCancellationRequested || IsHangUp(gone))
        {
            call.Draft.Outcome = Outcome.CallerLeft;
            // Should half of the connection be open still: nothing must look like an answer there.
            http.Abort();
        }
        catch (Exception bug)
        {
            LogBug(bug, call.Endpoint.Dialect.Name());
            call.Draft.Outcome = Outcome.Refused;
            await RefuseAsync(call, new Refusal(StatusCodes.Status500InternalServerError, "internal_error", "The gateway failed to handle this call."));
        }
        finally
        {
            /* 7 */ Settle(call);
            _running.Leave(slot);
        }
    }

    // The connection may be seen to end before the server says so by its token. Other bad requests are answered where they are met.
    private static bool IsHangUp(Exception gone) =>
        gone is ConnectionResetException or ConnectionAbortedException or BadHttpRequestException;

    private static Refusal? Recognise(Call call)
    {
        var request = call.Http.Request;
        var target = call.Http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var anthropic = request.Headers.ContainsKey("anthropic-version");
        // The target as sent is what nearly every call can be told by; only an escaped one is put together decoded.
        var decoded = target.Contains('%') ? request.Path.Value + request.QueryString.Value : target;
        call.Endpoint = call.Draft.Endpoint = Endpoints.Recognize(request.Method, decoded, anthropic);
        if (!RequestTarget.IsPlain(target))
            return new Refusal(StatusCodes.Status400BadRequest, "invalid_path", "The request's path holds segments or characters that are not passed on.");
        // Its answer is the request, with the operator's credential in it.
        if (HttpMethods.IsTrace(request.Method))
            return new Refusal(StatusCodes.Status405MethodNotAllowed, "method_not_allowed", "TRACE is not passed on.");
        if (request.Headers.ContainsKey("Upgrade") && request.Headers.Connection.ToString().Contains("upgrade", StringComparison.OrdinalIgnoreCase))
            return new Refusal(StatusCodes.Status501NotImplemented, "upgrade_not_supported", "Upgrades such as WebSocket are not passed on.");
        call.Target = target;
        call.Batch = Endpoints.Batch(request.Method, decoded, anthropic);
        var other = call.Endpoint.Dialect == Dialect.Other;
        return other && call.Config.RefuseOther
            ? new Refusal(StatusCodes.Status403Forbidden, "path_not_offered", "This path is not offered here.")
            : null;
    }

    private Refusal? Admit(Call call)
    {
        if (!_admitter.TryAdmit(call.Http, call.Config, call.Endpoint, out var caller, out var refusal))
            return refusal;
        call.Caller = call.Draft.Caller = caller;
        call.Draft.Identified = !caller.Provisional;
        if (_enforcer.AtTheDoor(call) is { } stopped)
            return stopped;
        return call.Config.FailClosed && !_watch.IsHealthy
            ? new Refusal(StatusCodes.Status503ServiceUnavailable, "not_recorded", "Calls cannot be recorded at the moment, and are not served unrecorded here.", TimeSpan.FromSeconds(5))
            : null;
    }

    private async ValueTask<Refusal?> ReceiveAsync(Call call)
    {
        var request = call.Http.Request;
        if (call.Endpoint.Dialect == Dialect.Other || !HttpMethods.IsPost(request.Method))
            return Admitter.CheckModel(call.Caller!, call.Endpoint, call.Endpoint.PathModel);
        if (!IsJson(request.ContentType))
            return new Refusal(StatusCodes.Status415UnsupportedMediaType, "unsupported_content_type", "The request's Content-Type must be application/json.");
        var body = call.Body = new HeldBody(_held);
        if (await BodyReceiver.ReceiveAsync(request, body, call.Config.Bodies, _time, call.Left) is { } unreceived)
            return unreceived;
        call.Draft.BytesIn = body.Length;
        // Every caller of this thread would wait while a large body is decoded and read.
        if (body.Length > MostReadInline)
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        if (request.Headers.ContentEncoding is { Count: > 0 } encoding && encoding.ToString() is { Length: > 0 } name && !name.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            call.Decoded = new HeldBody(_held);
            if (BodyReceiver.Decode(name, body, call.Decoded, call.Config.Bodies) is { } undecoded)
                return undecoded;
        }

        if (!RequestReader.TryRead(call.Endpoint, call.Readable!.Span, out var reading, out var fault) || reading is null)
            return new Refusal(fault.Status, "invalid_request", fault.Message);
        call.Reading = call.Draft.Reading = reading;
        call.Draft.Body = call.Readable;
        call.Draft.Model = reading.Model;
        call.Draft.Stream = call.Streams;
        return Admitter.CheckModel(call.Caller!, call.Endpoint, reading.Model) ?? CheckBodyModel(call, reading);
    }

    /// <summary>Where the path and the body each name a model, an upstream may follow either.</summary>
    private static Refusal? CheckBodyModel(Call call, RequestReading reading)
    {
        if (call.Endpoint.PathModel is null || reading.BodyModel is not { } named)
            return null;
        // Gemini's bodies name a model as a resource.
        return Admitter.CheckModel(call.Caller!, call.Endpoint, named.StartsWith("models/", StringComparison.Ordinal) ? named["models/".Length..] : named);
    }

    private Refusal? Limit(Call call)
    {
        var size = call.Readable?.Length ?? call.Http.Request.ContentLength ?? 0;
        var model = call.Snapshot.Upstreams.Canonical(call.Reading?.Model ?? call.Endpoint.PathModel);
        _limits.TryReserve(call.Caller!, model, call.Reading?.Ask ?? AskFacts.None, size, call.Config, out var reservation, out var refusal);
        // Also where it is refused: it knows the numbers that the refusal shows.
        call.Reservation = reservation;
        return refusal;
    }

    private static Refusal? Shape(Call call)
    {
        var model = call.Reading?.Model ?? call.Endpoint.PathModel;
        if (model is not null && call.Hold?.Measures.Model is { } other)
            model = other;
        call.Upstream = call.Snapshot.Upstreams.First(call.Endpoint.Provider, model);
        if (call.Upstream is null)
            return new Refusal(StatusCodes.Status404NotFound, "model_not_found", "No upstream here serves this model in this dialect.");
        return null;
    }

    private static bool IsJson(string? contentType)
    {
        // A missing type is taken as JSON: it is read as JSON anyway, and is refused as such if it is not.
        if (string.IsNullOrEmpty(contentType))
            return true;
        var type = contentType.AsSpan();
        var end = type.IndexOf(';');
        type = (end < 0 ? type : type[..end]).Trim();
        return type.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase);
    }
}
