using System.Net;
using System.Net.Sockets;
using Weir.Gateway.Configuration;
using Weir.Gateway.Telemetry;

namespace Weir.Gateway.Relay;

/// <summary>
/// A call's attempts to get an answer: where the next one goes, and whether there is one. It tries again only while nothing
/// of an answer has reached the caller, and only where the body can be sent again.
/// </summary>
public struct Attempts
{
    private static readonly HttpStatusCode[] WorthAnotherTry = [HttpStatusCode.BadGateway, HttpStatusCode.ServiceUnavailable, HttpStatusCode.GatewayTimeout];

    private readonly Upstreams _upstreams;
    private readonly Upstream _first;
    private readonly Traffic.Provider _provider;
    private readonly bool _canRepeat;
    private int _fallbacks;
    private int _retries;

    /// <param name="upstreams">The upstreams of the call's own snapshot.</param>
    /// <param name="first">Where to begin.</param>
    /// <param name="canRepeat">False for an upload that passes through and is gone once sent.</param>
    public Attempts(Upstreams upstreams, Upstream first, Traffic.Provider provider, bool canRepeat)
    {
        (_upstreams, _first, _provider, _canRepeat) = (upstreams, first, provider, canRepeat);
        Upstream = first;
    }

    public Upstream Upstream { get; private set; }

    /// <summary>
    /// Judges the upstream by what came of the attempt, and says whether to make another. If so, the answer is of no use
    /// any more and is disposed of.
    /// </summary>
    public bool Again(HttpResponseMessage? answer, FailureKind failure)
    {
        Judge(Upstream, answer, failure);
        if (!_canRepeat || !MayRepeat(answer, failure))
            return false;
        if (_retries < Upstream.Config.Retries && !Upstream.Health.IsResting)
        {
            _retries++;
        }
        else if (_upstreams.FallbackOf(_first, _provider, ref _fallbacks) is { } fallback)
        {
            Upstream = fallback;
            _retries = 0;
        }
        else
        {
            return false;
        }

        answer?.Dispose();
        return true;
    }

    /// <summary>What an attempt may throw.</summary>
    public static bool IsFailure(Exception error) => error is OperationCanceledException or HttpRequestException or IOException or InvalidOperationException;

    private static bool MayRepeat(HttpResponseMessage? answer, FailureKind failure) => answer is null
        ? failure is FailureKind.Connect or FailureKind.BeforeAnswer or FailureKind.Garbage
        : WorthAnotherTry.AsSpan().Contains(answer.StatusCode);

    public static FailureKind KindOf(Exception error, HttpRequestMessage request, CallClock clock) => error switch
    {
        // Before the clock: what happened first is what counts, and an upstream must not pay for its callers.
        _ when request.Content is PassedContent { CallerLeft: true } => FailureKind.CallerLeft,
        _ when request.Content is PassedContent { Fault: not null } => FailureKind.CallerBody,
        _ when clock.Token.IsCancellationRequested => clock.Why(),
        // The client's own connect timeout.
        OperationCanceledException => FailureKind.Connect,
        HttpRequestException failed => KindOf(failed),
        _ => FailureKind.BeforeAnswer,
    };

    private static FailureKind KindOf(HttpRequestException error) => error.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError
            or HttpRequestError.ProxyTunnelError => FailureKind.Connect,
        HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded or HttpRequestError.HttpProtocolError => FailureKind.Garbage,
        _ => error.InnerException is SocketException ? FailureKind.Connect : FailureKind.BeforeAnswer,
    };

    private static void Judge(Upstream upstream, HttpResponseMessage? answer, FailureKind failure)
    {
        GatewayMeter.Attempted(upstream.Name, failure);
        // A caller who left or whose upload failed says nothing about the upstream.
        if (answer is not null && !WorthAnotherTry.AsSpan().Contains(answer.StatusCode))
            upstream.Health.Succeeded();
        else if (failure is not (FailureKind.CallerLeft or FailureKind.CallerBody))
            upstream.Health.Failed(upstream.Config.FailuresBeforeRest, upstream.Config.Rest);
    }
}
