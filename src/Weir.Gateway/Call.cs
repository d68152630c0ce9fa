using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Weir.Gateway.Admission;
using Weir.Gateway.Configuration;
using Weir.Gateway.Enforcement;
using Weir.Gateway.Limits;
using Weir.Gateway.Relay;
using Weir.Gateway.Watch;
using Weir.Traffic.Dialects;
using Endpoint = Weir.Traffic.Dialects.Endpoint;

namespace Weir.Gateway;

/// <summary>The configuration and the upstreams made from it, swapped together and held by a call from entry to end.</summary>
public sealed record PathSnapshot(WeirConfig Config, Upstreams Upstreams);

/// <summary>One call on its way through the steps of <see cref="GatewayPath"/>; each step fills in what it finds out.</summary>
internal sealed class Call(HttpContext http, PathSnapshot snapshot, long began, DateTimeOffset time)
{
    public HttpContext Http { get; } = http;
    public PathSnapshot Snapshot { get; } = snapshot;
    public WeirConfig Config => Snapshot.Config;
    /// <summary>Timestamp of the arrival, for durations.</summary>
    public long Began { get; } = began;
    public ExchangeDraft Draft { get; } = new() { Time = time };

    // 1. Recognise
    public string Target = "/";
    public BatchPart Batch;
    public Endpoint Endpoint;

    // 2. Admit
    public Caller? Caller;

    // 3. Receive
    /// <summary>The body as it came, which is what goes upstream.</summary>
    public HeldBody? Body;
    /// <summary>The body decoded, where it came coded; the reading's offsets point here.</summary>
    public HeldBody? Decoded;
    public RequestReading? Reading;

    // Enforce
    /// <summary>What holds for this ask; null for nearly everybody.</summary>
    public Hold? Hold;
    /// <summary>It counts against a posture's limits until it ends.</summary>
    public bool Paced;
    public PromptGuard? Guard;

    // 4. Limit
    public Reservation? Reservation;

    // 5. Shape
    public Upstream? Upstream;

    // 6. Relay
    /// <summary>Weir asked for a stream's usage itself, so the extra chunk is not the caller's.</summary>
    public bool TakeUsageOut;
    public PassedContent? Passed;
    /// <summary>Reads a batch's lines while they pass, in either direction.</summary>
    public BatchTap? BatchTap;

    /// <summary>
    /// The caller's hanging up. On HTTP/1 a connection carries one call at a time, so the connection's own token tells it; the
    /// request's would be made for each request anew.
    /// </summary>
    public CancellationToken Left { get; } = HttpProtocol.IsHttp11(http.Request.Protocol) && http.Features.Get<IConnectionLifetimeFeature>() is { } connection
        ? connection.ConnectionClosed
        : http.RequestAborted;

    public HeldBody? Readable => Decoded ?? Body;
    public bool Streams => Endpoint.PathStreams || Reading?.Stream == true;
}
