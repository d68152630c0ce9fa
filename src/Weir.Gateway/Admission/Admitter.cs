using System.Diagnostics.CodeAnalysis;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Weir.Gateway.Configuration;
using Weir.Gateway.Limits;
using Weir.Gateway.Relay;
using Weir.Traffic;
using Endpoint = Weir.Traffic.Dialects.Endpoint;

namespace Weir.Gateway.Admission;

/// <summary>
/// Says who is calling, or why not. All from memory: no I/O and no waiting. What it remembers of callers that fail has
/// a fixed size; a valid credential is never refused because others failed from the same address.
/// </summary>
public sealed class Admitter
{
    private const int MaxName = 256;

    private readonly SipHash _sip = SipHash.Create();
    private readonly KeyRing _keys;
    private readonly TimeProvider _time;
    private readonly Senders _senders;
    private readonly FailureThrottle _throttle;
    private readonly KeyedHasher _hasher;
    private readonly MonotonicClock _clock;
    // Made at the first bearer call: with other kinds of identity its tables would lie idle.
    private BearerGate? _bearer;

    public Admitter(KeyedHasher hasher, KeyRing keys, TimeProvider time)
    {
        _hasher = hasher;
        _keys = keys;
        _time = time;
        _clock = new MonotonicClock(time);
        _senders = new Senders(hasher, _sip);
        _throttle = new FailureThrottle(_clock, _sip);
    }

    public bool TryAdmit(HttpContext http, WeirConfig config, in Endpoint endpoint,
        [NotNullWhen(true)] out Caller? caller, [NotNullWhen(false)] out Refusal? refusal)
    {
        caller = null;
        var headers = http.Request.Headers;
        var peer = http.Connection.RemoteIpAddress ?? IPAddress.IPv6None;
        var proxies = config.Network.TrustedProxies;
        var trusted = ForwardedFor.IsTrusted(peer, proxies);
        var sender = _senders.Get(trusted ? ForwardedFor.Client(peer, headers["X-Forwarded-For"], proxies) : peer);

        if (config.Identity.Kind == IdentityKind.Header)
        {
            refusal = trusted ? ByHeader(headers, config.Identity, sender, out caller) : AdmissionRefusals.UntrustedProxy;
        }
        else if (!CallerCredential.TryRead(http.Request, config.Identity.Kind == IdentityKind.Keys ? KeyText.Prefix : null, out var credential, out var places))
        {
            refusal = AdmissionRefusals.Ambiguous;
        }
        else if (!CallerCredential.IsWellFormed(credential))
        {
            refusal = credential.IsEmpty ? AdmissionRefusals.Missing : AdmissionRefusals.Malformed;
        }
        else
        {
            refusal = config.Identity.Kind == IdentityKind.Keys
                ? ByKey(credential, sender, out caller)
                : ByBearer(credential, sender, config.Identity, endpoint, out caller);
            if (caller is not null)
                caller.Places = places;
        }

        if (caller is not null)
        {
            // Not looked at, but not for the upstream either.
            if (config.Identity.Kind == IdentityKind.Header && http.Request.QueryString.HasValue)
                caller.Places = CredentialPlaces.Query;
            caller.UserAgent = Cut(headers.UserAgent);
            caller.Tls = trusted && config.Network.TlsFingerprintHeader is { } tls ? Fingerprint(headers[tls]) : null;
            refusal = null;
            return true;
        }

        // Whoever fails pays for it; a 429 here has been paid for already.
        if (refusal!.Status != 429 && !_throttle.TryFail(sender, config.Identity.FailuresPerMinute, out var wait))
            refusal = AdmissionRefusals.TooManyFailures(wait);
        return false;
    }

    /// <summary>Whether the caller's key may use the model. Asked once the model is known.</summary>
    public static Refusal? CheckModel(Caller caller, in Endpoint endpoint, string? model)
    {
        if (caller.Models is not { } models)
            return null;
        if (model is not null)
        {
            foreach (var pattern in models)
            {
                if (NamePattern.Matches(pattern, model))
                    return null;
            }

            return AdmissionRefusals.ModelNotAllowed(model);
        }

        // Lists of models name none. Anything else without a model would be a way around the scope.
        return endpoint.Dialect is Dialect.OpenAiModels or Dialect.AnthropicModels or Dialect.GeminiModels ? null : AdmissionRefusals.ModelUnnamed;
    }

    /// <summary>
    /// To be called once with the upstream's status, as soon as it is known. True when the caller is known to be who it
    /// says, so that the exchange may be recorded under its account; false for a bearer credential that nobody has accepted yet.
    /// </summary>
    /// <param name="batch">Handing in and fetching batches needs a credential everywhere, so its success proves one, as a call of a model does.</param>
    public bool Answered(Caller caller, int upstreamStatus, bool batch = false) =>
        caller.Ticket is not { } ticket || _bearer!.Answered(batch ? ticket with { Proves = true } : ticket, upstreamStatus);

    private Refusal? ByKey(ReadOnlySpan<char> credential, Sender sender, out Caller? caller)
    {
        caller = null;
        switch (_keys.Book.Verify(credential, _sip.Of(credential), _time, out var key))
        {
            case KeyVerdict.Valid:
                caller = new Caller(sender, key.Account) { Organization = key.Organization, Key = key.Id, Models = key.Models };
                return null;
            case KeyVerdict.Revoked:
                return AdmissionRefusals.Revoked;
            case KeyVerdict.Expired:
                return AdmissionRefusals.Expired(key.Expires!.Value);
            case KeyVerdict.Replaced:
                return AdmissionRefusals.Replaced;
            default:
                return AdmissionRefusals.Invalid;
        }
    }

    private Refusal? ByBearer(ReadOnlySpan<char> credential, Sender sender, IdentityConfig identity, in Endpoint endpoint, out Caller? caller)
    {
        var gate = _bearer ?? Interlocked.CompareExchange(ref _bearer, new BearerGate(_hasher, _sip, _throttle, _clock), null) ?? _bearer;
        var proves = endpoint.Dialect is not (Dialect.Other or Dialect.OpenAiModels or Dialect.AnthropicModels or Dialect.GeminiModels);
        var refusal = gate.Enter(credential, sender, identity.FailuresPerMinute, proves, out var account, out var ticket);
        caller = refusal is null ? new Caller(sender, account) { Ticket = ticket } : null;
        return refusal;
    }

    private static Refusal? ByHeader(IHeaderDictionary headers, IdentityConfig identity, Sender sender, out Caller? caller)
    {
        caller = null;
        var account = headers[identity.AccountHeader];
        if (account.Count == 0)
            return AdmissionRefusals.MissingAccount(identity.AccountHeader);
        if (!TryName(account, out var name) || name is null
            || !TryName(identity.OrganizationHeader is { } o ? headers[o] : default, out var organization)
            || !TryName(identity.KeyHeader is { } k ? headers[k] : default, out var key))
            return AdmissionRefusals.BadAccountHeader;
        caller = new Caller(sender, name) { Organization = organization, Key = key };
        return null;
    }

    /// <summary>
    /// A name as a proxy sends it; none is none. A comma or a second header is what a proxy makes of a header that the
    /// caller had sent too, so neither is believed.
    /// </summary>
    private static bool TryName(StringValues values, out string? name)
    {
        name = null;
        if (values.Count == 0)
            return true;
        var text = values[0].AsSpan().Trim(" \t");
        if (values.Count > 1 || text.Length is 0 or > MaxName || text.Contains(','))
            return false;
        foreach (var c in text)
        {
            if (char.IsControl(c))
                return false;
        }

        name = text.Length == values[0]!.Length ? values[0] : text.ToString();
        return true;
    }

    private static string? Cut(StringValues userAgent)
    {
        var text = userAgent.Count == 1 ? userAgent[0] : userAgent.Count == 0 ? null : userAgent.ToString();
        return text is { Length: > MaxName } ? text[..MaxName] : text;
    }

    /// <summary>A fingerprint as terminators write them (JA4): one short word. Anything else is none.</summary>
    private static string? Fingerprint(StringValues values) =>
        values.Count == 1 && values[0] is { Length: > 0 and <= 128 } text && text.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0 ? text : null;
}
