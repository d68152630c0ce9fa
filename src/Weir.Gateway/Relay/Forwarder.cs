using System.Net;
using System.Net.Sockets;
using Weir.Gateway.Configuration;
using Weir.Gateway.Telemetry;

namespace Weir.Gateway.Relay;

/// <summary>What came of sending a request: an answer that has begun, or how it failed.</summary>
public readonly record struct Forwarded(Upstream? Upstream, HttpResponseMessage? Answer, FailureKind Failure, int Attempts);

/// <summary>
/// Sends a call to its upstream and to its fallbacks until one begins to answer. Tries again only while nothing of an
/// answer has reached the caller, and only where the body can be sent again.
/// </summary>
public sealed class Forwarder
{
    private static readonly HttpStatusCode[] WorthAnotherTry = [HttpStatusCode.BadGateway, HttpStatusCode.ServiceUnavailable, HttpStatusCode.GatewayTimeout];

    /// <param name="upstreams">The upstreams of the call's own snapshot.</param>
    /// <param name="first">Where to begin.</param>
    /// <param name="message">Makes the request for one upstream, anew for each attempt.</param>
    /// <param name="canRepeat">False for an upload that passes through and is gone once sent.</param>
    /// <param name="clock">Limits of time, and the caller's hanging up.</param>
    public static async ValueTask<Forwarded> SendAsync(
        Upstreams upstreams, Upstream first, Traffic.Provider provider, Func<Upstream, HttpRequestMessage> message, bool canRepeat, CallClock clock)
    {
        // One method for all attempts: on the path each async method in between costs as much as admission does.
        var upstream = first;
        var next = 0;
        for (int attempt = 1, retry = 0; ; attempt++, retry++)
        {
            var request = message(upstream);
            var failure = FailureKind.None;
            HttpResponseMessage? answer = null;
            try
            {
                answer = await upstream.Client.SendAsync(request, clock.Token);
            }
            catch (Exception error) when (error is OperationCanceledException or HttpRequestException or IOException or InvalidOperationException)
            {
                failure = KindOf(error, request, clock);
            }

            Judge(upstream, answer, failure);
            if (!canRepeat || !MayRepeat(answer, failure))
                return new Forwarded(upstream, answer, failure, attempt);
            if (retry >= upstream.Config.Retries || upstream.Health.IsResting)
            {
                if (upstreams.FallbackOf(first, provider, ref next) is not { } fallback)
                    return new Forwarded(upstream, answer, failure, attempt);
                upstream = fallback;
                retry = -1;
            }

            answer?.Dispose();
        }
    }

    private static bool MayRepeat(HttpResponseMessage? answer, FailureKind failure) => answer is null
        ? failure is FailureKind.Connect or FailureKind.BeforeAnswer or FailureKind.Garbage
        : WorthAnotherTry.AsSpan().Contains(answer.StatusCode);

    private static FailureKind KindOf(Exception error, HttpRequestMessage request, CallClock clock) => error switch
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
