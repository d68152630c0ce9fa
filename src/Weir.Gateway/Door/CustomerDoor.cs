using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Weir.Gateway.Admission;
using Weir.Gateway.Configuration;
using Weir.Gateway.Enforcement;
using Weir.Gateway.Limits;
using Weir.Gateway.Support;
using Weir.Policy;
using Weir.Traffic;
using Weir.Traffic.Dialects;

namespace Weir.Gateway.Door;

/// <summary>
/// What a customer can ask of Weir on the public port, with the key that it calls models with: where it stands and why, an appeal that a
/// person answers, a request for a licence, a report of abuse. A stopped account reaches it as well as any other.
/// </summary>
public sealed class CustomerDoor
{
    private const int LargestBody = 64 << 10;
    private const int PerMinute = 60;
    private const int PleasPerMinute = 4;
    private const int ReportsPerMinuteOfAll = 20;
    private const int MostOpen = 10;

    private static readonly PathString Prefix = new("/weir");

    private readonly PolicyDesk _desk;
    private readonly Admitter _admitter;
    private readonly RecentRefusals _refusals;
    private readonly ConfigSource _config;
    private readonly TimeProvider _time;
    private readonly MonotonicClock _clock;
    private readonly SipHash _sip = SipHash.Create();
    // By address: counters of a fixed size, which a flood of addresses cannot grow.
    private readonly long[] _asked = new long[4096], _sent = new long[4096];
    private long _reports;

    internal CustomerDoor(PolicyDesk desk, Admitter admitter, RecentRefusals refusals, ConfigSource config, TimeProvider time) =>
        (_desk, _admitter, _refusals, _config, _time, _clock) = (desk, admitter, refusals, config, time, new MonotonicClock(time));

    public static bool IsAsked(HttpContext http) => http.Request.Path.StartsWithSegments(Prefix, StringComparison.Ordinal);

    public async Task HandleAsync(HttpContext http)
    {
        var request = http.Request;
        TermsHeaders.Write(http.Response.Headers, _desk.Snapshot);
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        try
        {
            await ((request.Method, request.Path.Value) switch
            {
                ("GET", "/weir/guidelines") => GuidelinesAsync(http),
                ("GET", "/weir/v1/standing") => AsCallerAsync(http, StandingAsync),
                ("GET", "/weir/v1/appeals") => AsCallerAsync(http, PleasAsync),
                ("POST", "/weir/v1/appeals") => AsCallerAsync(http, (context, caller) => PleadAsync(context, caller, EntryKind.Appealed)),
                ("POST", "/weir/v1/licence-requests") => AsCallerAsync(http, (context, caller) => PleadAsync(context, caller, EntryKind.LicenceRequested)),
                ("POST", "/weir/v1/reports") => ReportAsync(http),
                _ => RefuseAsync(http, StatusCodes.Status404NotFound, "not_found", "There are /weir/guidelines, /weir/v1/standing, /weir/v1/appeals, /weir/v1/licence-requests and /weir/v1/reports."),
            });
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or BadHttpRequestException)
        {
            http.Abort();
        }
    }

    private Task GuidelinesAsync(HttpContext http)
    {
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'";
        return http.Response.WriteAsync(Guidelines.Page(_desk.File.Current.Policy), http.RequestAborted);
    }

    private async Task AsCallerAsync(HttpContext http, Func<HttpContext, Caller, Task> answer)
    {
        if (!_admitter.TryAdmit(http, _config.Current, default, out var caller, out var refusal))
        {
            await RefuseAsync(http, refusal.Status, refusal.Code, refusal.Message, refusal.RetryAfter);
            return;
        }

        // No upstream is asked, so a credential proves nothing here that it has not proved before.
        if (caller.Provisional)
        {
            _admitter.Answered(caller, StatusCodes.Status401Unauthorized);
            await RefuseAsync(http, StatusCodes.Status401Unauthorized, "unknown_credential", "This credential has made no successful call yet.");
            return;
        }

        _admitter.Answered(caller, StatusCodes.Status404NotFound);
        if (!TryPass(_asked, http, caller.Account, PerMinute, out var wait))
            await RefuseAsync(http, StatusCodes.Status429TooManyRequests, "too_many_questions", "Too many questions a minute.", wait, caller);
        else
            await answer(http, caller);
    }

    private Task StandingAsync(HttpContext http, Caller caller)
    {
        var (holds, tier) = (_desk.HoldingOf(caller.Account, caller.Organization), _desk.TierOf(caller.Account));
        var answer = _desk.Look((book, exposures, _) => StandingAnswer.Of(_desk.File.Current, book, exposures, holds, caller, tier, _desk.Now));
        return DoorAnswers.WriteAsync(http, StatusCodes.Status200OK, answer);
    }

    private Task PleasAsync(HttpContext http, Caller caller)
    {
        var own = _desk.Look((book, _, _) => book.Pleas.Where(plea => IsOf(plea, caller)).OrderByDescending(static plea => plea.Entry.Time).Take(100).Select(static plea => PleaAnswer.Of(plea)).ToArray());
        return DoorAnswers.WriteAsync(http, StatusCodes.Status200OK, own);
    }

    private async Task PleadAsync(HttpContext http, Caller caller, EntryKind kind)
    {
        if (!TryPass(_sent, http, caller.Account, PleasPerMinute, out var wait))
        {
            await RefuseAsync(http, StatusCodes.Status429TooManyRequests, "too_many_messages", "Too many messages a minute.", wait, caller);
            return;
        }

        if (_desk.Look((book, _, _) => book.Pleas.Count(plea => plea.Answer is null && IsOf(plea, caller))) >= MostOpen)
        {
            await RefuseAsync(http, StatusCodes.Status409Conflict, "answers_pending", $"{MostOpen} messages of this account wait for a person already.", caller: caller);
            return;
        }

        if (await ReadAsync(http) is { } message)
            await KeepAsync(http, message, kind, Subject.Account(caller.Account), caller.Account);
    }

    private async Task ReportAsync(HttpContext http)
    {
        if (!Bucket.TryTake(ref _reports, _clock.Now, Bucket.Weight(1, ReportsPerMinuteOfAll), out var nanoseconds) || !TryPass(_sent, http, "", PleasPerMinute, out _))
        {
            await RefuseAsync(http, StatusCodes.Status429TooManyRequests, "too_many_reports", "Too many reports at present.", nanoseconds > 0 ? MonotonicClock.Span(nanoseconds) : TimeSpan.FromMinutes(1));
            return;
        }

        if (await ReadAsync(http) is { } message)
            await KeepAsync(http, message, EntryKind.Reported, whom: null, "somebody");
    }

    private async Task KeepAsync(HttpContext http, DoorMessage message, EntryKind kind, Subject? whom, string actor)
    {
        var now = _desk.Now;
        var decision = whom is { } subject ? _desk.Look((book, _, _) => book.Of(subject)?.DecisionAt(now)) : message.About;
        var entry = new PolicyEntry
        {
            Id = References.New(now), Time = now, Kind = kind, SubjectKind = whom?.Kind, Subject = whom?.Name, Actor = actor, Text = message.Text, Contact = message.Contact, About = decision,
        };
        if (await _desk.ActAsync(entry))
            await DoorAnswers.WriteAsync(http, StatusCodes.Status201Created, new { reference = entry.Id, received = entry.Time.UtcDateTime, about = decision, answer = "A person will answer. GET /weir/v1/appeals shows it." });
        else
            await RefuseAsync(http, StatusCodes.Status503ServiceUnavailable, "not_kept", "The message could not be kept at the moment; send it again later.", TimeSpan.FromSeconds(30));
    }

    private async Task<DoorMessage?> ReadAsync(HttpContext http)
    {
        if (http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = LargestBody;
        DoorMessage? message = null;
        try
        {
            using var json = await JsonDocument.ParseAsync(http.Request.Body, default, http.RequestAborted);
            message = DoorMessage.Of(json.RootElement);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge })
        {
            // Told below.
        }

        if (message is null)
            await RefuseAsync(http, StatusCodes.Status400BadRequest, "invalid_message", $"Send JSON with \"text\" (1 to {DoorMessage.MostText} characters) and, if an answer should reach you elsewhere, \"contact\".");
        return message;
    }

    /// <summary>No call of a model, so no line of the journal: its reference is remembered for a while.</summary>
    private Task RefuseAsync(HttpContext http, int status, string code, string message, TimeSpan? wait = null, Caller? caller = null)
    {
        var reference = References.New(_time.GetUtcNow());
        _refusals.Add(new RecentRefusal(reference, _time.GetUtcNow(), caller?.Account, caller?.Organization, caller?.Key, Dialect.Other, null, status, new Refused(code, message, null)));
        return DoorAnswers.RefuseAsync(http, status, code, message, reference, wait);
    }

    private static bool IsOf(Plea plea, Caller caller) => plea.Entry.Whom is { Kind: SubjectKind.Account } whom && string.Equals(whom.Name, caller.Account, StringComparison.Ordinal);

    private bool TryPass(long[] counters, HttpContext http, string account, int perMinute, out TimeSpan wait)
    {
        var address = http.Connection.RemoteIpAddress;
        var slot = account.Length > 0 ? _sip.Of(account) : _sip.Of(address is null ? default : address.GetAddressBytes());
        var passed = Bucket.TryTake(ref counters[slot.Low % (ulong)counters.Length], _clock.Now, Bucket.Weight(1, perMinute), out var nanoseconds);
        wait = passed ? TimeSpan.Zero : MonotonicClock.Span(nanoseconds);
        return passed;
    }
}

/// <summary>What a customer wrote.</summary>
internal sealed record DoorMessage(string Text, string? Contact, string? About)
{
    public const int MostText = 8_000;

    public static DoorMessage? Of(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object || TextOf(json, "text", MostText) is not { } text)
            return null;
        return new DoorMessage(text, TextOf(json, "contact", 300), TextOf(json, "about", 300));
    }

    private static string? TextOf(JsonElement json, string name, int most) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { } text && text.Trim() is { Length: > 0 } trimmed && trimmed.Length <= most ? trimmed : null;
}
