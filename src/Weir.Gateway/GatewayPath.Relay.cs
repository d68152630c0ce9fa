using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Weir.Gateway.Admission;
using Weir.Gateway.Enforcement;
using Weir.Gateway.Relay;
using Weir.Gateway.Support;
using Weir.Gateway.Telemetry;
using Weir.Gateway.Watch;
using Weir.Traffic;
using Weir.Traffic.Dialects;

namespace Weir.Gateway;

// Steps 6 and 7 of the path: upstream and back, and what is left to do when the answer has ended.
public sealed partial class GatewayPath
{
    private async ValueTask<Refusal?> RelayAsync(Call call)
    {
        var clock = _pools.TakeClock();
        clock.Begin(call.Upstream!.Config.Timeouts, call.Left);
        try
        {
            var attempts = new Attempts(call.Snapshot.Upstreams, call.Upstream, call.Endpoint.Provider, CanRepeat(call));
            HttpResponseMessage? answer;
            FailureKind failure;
            // Not a method of its own: on the path each asynchronous one in between costs as much as admission does.
            do
            {
                (answer, failure) = (null, FailureKind.None);
                var request = Message(call, attempts.Upstream, clock);
                try
                {
                    answer = await attempts.Upstream.Client.SendAsync(request, clock.Token);
                }
                catch (Exception error) when (Attempts.IsFailure(error))
                {
                    failure = Attempts.KindOf(error, request, clock);
                }
            }
            while (attempts.Again(answer, failure));

            call.Draft.BytesIn = call.Passed?.Bytes ?? call.Draft.BytesIn;
            if (answer is null)
                return Failed(call, failure);
            using (answer)
                return await PassOnAsync(call, answer, clock);
        }
        finally
        {
            _pools.Return(clock);
        }
    }

    private async ValueTask<Refusal?> PassOnAsync(Call call, HttpResponseMessage answer, CallClock clock)
    {
        var response = call.Http.Response;
        call.Draft.Status = (int)answer.StatusCode;
        call.Draft.FirstByteMs = ElapsedMs(call);
        call.Draft.Identified = _admitter.Answered(call.Caller!, call.Draft.Status, call.Batch != BatchPart.None);
        var form = AnswerForms.Of(call.Endpoint, answer.Content.Headers.NonValidated.TryGetValues("Content-Type", out var type) ? type.ToString() : "");
        var coded = IsCoded(answer);
        var shape = AnswerShape.Of(call, form, answer.IsSuccessStatusCode, coded ? null : _desk.Signing);
        if (shape is not null && coded)
            return Failed(call, FailureKind.Garbage);
        if (!AnswerHeaders.TryCopy(answer, response, lengthHolds: shape is null, ownCredential: !call.Caller!.PassesCredential))
            return Failed(call, FailureKind.Garbage);
        CrossOrigin.TryGrant(call.Http, call.Config.Network.Origins);
        TermsHeaders.Write(response.Headers, _enforcer.Snapshot);
        var streams = form is AnswerForm.Sse or AnswerForm.JsonArray;
        var prompt = _enforcer.Snapshot.GuardsPrompts ? PromptGuard.Of(call, _enforcer.Snapshot.Policy.Policy.Guard) : null;
        var guard = streams || prompt is not null ? new StreamGuard(_enforcer, call, prompt, clock) : null;
        call.Guard = prompt;
        var tap = Tap(call, answer, form);
        FailureKind failure;
        if (streams)
            _enforcer.Streams.Enter(guard!);
        try
        {
            failure = HttpMethods.IsHead(call.Http.Request.Method)
                ? FailureKind.None
                : await AnswerRelay.CopyAsync(answer.Content.ReadAsStream(clock.Token), response, tap, shape, guard, streams, clock);
        }
        finally
        {
            if (streams)
                _enforcer.Streams.Leave(guard!);
        }

        if (prompt is { Found: true })
            Repeated(call, prompt);
        if (failure != FailureKind.Cut)
            return Ended(call, tap, failure);
        var told = response.HasStarted && await LastWordsAsync(call, guard!, form);
        Ended(call, tap, failure, told);
        return response.HasStarted ? null : guard!.Why;
    }

    /// <summary>An answer repeated its system prompt: counted, and told with the reference under which the journal has the call.</summary>
    private void Repeated(Call call, PromptGuard prompt)
    {
        var reference = call.Draft.Id ??= References.New(call.Draft.Time);
        GatewayMeter.PromptRepeats.Add(1, new KeyValuePair<string, object?>("weir.action", prompt.Cuts ? "cut" : "flag"));
        LogRepeat(call.Caller!.Account, reference, prompt.Cuts ? "cut" : "passed on");
    }

    /// <summary>The request as one upstream gets it. Made anew for each attempt: a message can be sent once.</summary>
    private HttpRequestMessage Message(Call call, Upstream upstream, CallClock clock)
    {
        var request = call.Http.Request;
        call.Draft.Upstream = upstream.Name;
        var shape = RequestShape.For(upstream, call.Endpoint, call.Target, call.Reading, call.Readable is { } readable ? readable.Span : default, call.Streams, call.Hold);
        call.TakeUsageOut = shape.AsksUsage;
        // An edited body goes decoded: its offsets are those of the decoded one.
        var decoded = shape.Edits is not null && call.Decoded is not null;
        var passes = call.Caller!.PassesCredential;
        var inQuery = call.Caller.Places.HasFlag(CredentialPlaces.Query);
        var target = inQuery && !passes ? RequestTarget.WithoutCredentials(shape.Target) : shape.Target;
        var message = new HttpRequestMessage(Method(request.Method), upstream.Target(target, secret: inQuery && passes))
        {
            Content = call.Body is { } body
                ? new HeldContent(decoded ? call.Decoded! : body, shape.Edits)
                : Upload(call, clock),
        };
        RequestHeaders.Copy(request.Headers, message, call.Config, passes && upstream.Config.Credential is null, decoded);
        // A caller who waits for leave to upload gets the upstream's own: its no then comes before the bytes, not in the middle of them.
        if (message.Content is PassedContent && request.Headers.Expect.ToString().Equals("100-continue", StringComparison.OrdinalIgnoreCase))
            message.Headers.ExpectContinue = true;
        if (upstream.Config.Credential is { } credential)
            RequestHeaders.Authorize(message, credential, call.Endpoint.Provider);
        return message;
    }

    private HttpContent? Upload(Call call, CallClock clock)
    {
        var request = call.Http.Request;
        if (!HasBody(call))
            return request.ContentLength == 0 ? new ByteArrayContent([]) : null;
        // A credential that nobody has accepted yet must not fill the journal with lines: its first upload goes by unread.
        if (call.Batch is BatchPart.OpenAiUpload or BatchPart.AnthropicCreate && !call.Caller!.Provisional)
            call.BatchTap = new BatchTap(call.Batch, call.Draft, request.ContentType, _watch, _held, KeptText(call));
        return call.Passed = new PassedContent(request.Body, request.ContentLength, call.Config.Bodies.MaxOtherBytes, call.BatchTap is { } batch ? batch.Feed : null, clock);
    }

    private static bool CanRepeat(Call call) => call.Body is not null || !HasBody(call);

    // HTTP/2 has bodies without a length and without a word about it in the headers: the server knows.
    private static bool HasBody(Call call) => call.Http.Features.GetRequiredFeature<IHttpRequestBodyDetectionFeature>().CanHaveBody;

    private AnswerTap Tap(Call call, HttpResponseMessage answer, AnswerForm form)
    {
        if (answer.IsSuccessStatusCode && call.Batch is BatchPart.OpenAiContent or BatchPart.AnthropicResults)
            call.BatchTap = new BatchTap(call.Batch, call.Draft, null, _watch, _held, KeptText(call));
        var reads = answer.IsSuccessStatusCode && call.Endpoint.Dialect != Dialect.Other && form != AnswerForm.Opaque;
        var encoding = answer.Content.Headers.NonValidated.TryGetValues("Content-Encoding", out var coding) ? coding.ToString().Trim().ToLowerInvariant() : null;
        return new AnswerTap(reads ? _pools.TakeReader(call.Endpoint, form, KeptText(call)) : null, encoding is "" or "identity" ? null : encoding, call.BatchTap is { } batch ? batch.Feed : null);
    }

    private static int KeptText(Call call) =>
        call.Config.Journal.Content || call.Hold is { Measures.KeepContent: true } ? MostKeptAnswer : call.Guard is not null ? MostGuardedAnswer : 0;

    private const int MostKeptAnswer = 256 << 10;
    private const int MostGuardedAnswer = 64 << 10;

    /// <summary>An answer that is coded although nobody asked for it cannot be looked into.</summary>
    private static bool IsCoded(HttpResponseMessage answer) =>
        answer.IsSuccessStatusCode && answer.Content.Headers.NonValidated.TryGetValues("Content-Encoding", out var coding) && coding.ToString().Trim() is { Length: > 0 } name && !name.Equals("identity", StringComparison.OrdinalIgnoreCase);

    /// <summary>What a caller whose answer was cut is still told, where its dialect has a place for it.</summary>
    private async ValueTask<bool> LastWordsAsync(Call call, StreamGuard guard, AnswerForm form)
    {
        Told(call, guard.Why!);
        var words = guard.LastWords(form, call.Draft.Id!);
        if (words.Length == 0)
            return false;
        try
        {
            await call.Http.Response.BodyWriter.WriteAsync(words, call.Left);
            await call.Http.Response.CompleteAsync();
            return true;
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or InvalidOperationException)
        {
            // Nobody is there to be told any more.
            return false;
        }
    }

    /// <summary>What a call used whose caller left before anything came back: the model has read the prompt by then.</summary>
    private static Usage AskedOnly(Call call) =>
        call.Reading is { } reading && call.Endpoint.Dialect.Generates() ? new Usage(reading.InputTokens, 0, Estimated: true) : default;

    /// <summary>No answer began: what the caller is told, and what the record says.</summary>
    private static Refusal? Failed(Call call, FailureKind failure)
    {
        if (failure == FailureKind.CallerLeft)
            call.Draft.Usage = AskedOnly(call);
        (call.Draft.Outcome, var refusal) = failure switch
        {
            FailureKind.CallerLeft => (Outcome.CallerLeft, (Refusal?)null),
            FailureKind.CallerBody => (call.Passed!.Fault!.Status == StatusCodes.Status408RequestTimeout ? Outcome.CallerTimedOut : Outcome.Refused, call.Passed.Fault),
            FailureKind.FirstByteTimeout or FailureKind.IdleTimeout or FailureKind.TotalTimeout => (Outcome.UpstreamTimedOut, new Refusal(StatusCodes.Status504GatewayTimeout, "upstream_timeout", "The model did not answer in time.")),
            FailureKind.Garbage => (Outcome.UpstreamFailed, new Refusal(StatusCodes.Status502BadGateway, "upstream_invalid", "The model's server answered with something that is not HTTP.")),
            FailureKind.Connect => (Outcome.UpstreamFailed, new Refusal(StatusCodes.Status502BadGateway, "upstream_unreachable", "The model's server could not be reached.")),
            _ => (Outcome.UpstreamFailed, new Refusal(StatusCodes.Status502BadGateway, "upstream_failed", "The model's server ended the call before it answered.")),
        };
        return refusal;
    }

    /// <summary>An answer began, and ended one way or another: what was produced counts in every case.</summary>
    private Refusal? Ended(Call call, AnswerTap tap, FailureKind failure, bool told = false)
    {
        tap.Finish();
        var draft = call.Draft;
        draft.BytesOut = tap.Bytes;
        if (tap.Reader is { } reader)
        {
            draft.Answer = reader.Facts();
            draft.Usage = reader.UsageOrEstimate(call.Reading?.InputTokens ?? 0);
            if (failure == FailureKind.CallerLeft && draft.Usage.Total == 0)
                draft.Usage = AskedOnly(call);
            draft.AnswerText = reader.Text.IsEmpty ? null : reader.Text.ToString();
            _pools.Return(reader);
        }

        draft.Outcome = failure switch
        {
            FailureKind.None => draft.Status >= 400 ? Outcome.Rejected : Outcome.Completed,
            FailureKind.CallerLeft => Outcome.CallerLeft,
            FailureKind.Cut => Outcome.Cut,
            FailureKind.IdleTimeout or FailureKind.TotalTimeout or FailureKind.FirstByteTimeout => Outcome.UpstreamTimedOut,
            _ => Outcome.UpstreamBroke,
        };
        if (failure == FailureKind.None || told || (failure == FailureKind.Cut && !call.Http.Response.HasStarted))
            return null;
        if (failure is not FailureKind.CallerLeft and not FailureKind.Cut && !call.Http.Response.HasStarted)
            return Failed(call, failure);
        // The caller must be able to tell a cut answer from a whole one: the connection says so.
        call.Http.Abort();
        return null;
    }

    private async Task RefuseAsync(Call call, Refusal refusal)
    {
        var draft = call.Draft;
        draft.Status = refusal.Status;
        if (draft.Outcome == Outcome.Completed)
            draft.Outcome = refusal.Status == StatusCodes.Status408RequestTimeout ? Outcome.CallerTimedOut : Outcome.Refused;
        Told(call, refusal);
        try
        {
            await RefusalWriter.WriteAsync(call.Http, call.Endpoint.Provider, refusal, draft.Id!, call.Reservation, call.Config.Network.Origins, _enforcer.Snapshot);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // Nobody is there to be refused any more.
        }
    }

    /// <summary>What the caller is told gets a reference, under which support finds it.</summary>
    private void Told(Call call, Refusal refusal)
    {
        var draft = call.Draft;
        draft.Id ??= References.New(draft.Time);
        draft.Refused = new Refused(refusal.Code, refusal.Message, refusal.Decision);
        var caller = draft.Identified ? draft.Caller : null;
        Refusals.Add(new RecentRefusal(draft.Id, draft.Time, caller?.Account, caller?.Organization, caller?.Key, draft.Endpoint.Dialect, draft.Model ?? draft.Endpoint.PathModel, refusal.Status, draft.Refused));
    }

    private void Settle(Call call)
    {
        var draft = call.Draft;
        // First: whatever fails after it, no limit stays taken.
        call.Reservation?.Settle(draft.Usage);
        _enforcer.Settle(call, draft.Usage);
        call.BatchTap?.Finish();
        draft.LatencyMs = ElapsedMs(call);
        if (call.Decoded is not null)
            call.Body?.Dispose();
        if (draft.Body is null)
            call.Readable?.Dispose();
        GatewayMeter.Record(draft);
        // A flood of calls by nobody leaves counters behind, not records.
        if (draft.Caller is null || (!draft.Identified && draft.Status is 0 or >= 400))
        {
            draft.Body?.Dispose();
            return;
        }

        _watch.Offer(draft);
    }

    private int ElapsedMs(Call call) => (int)Math.Min(_time.GetElapsedTime(call.Began).TotalMilliseconds, int.MaxValue);

    private static HttpMethod Method(string method) => method switch
    {
        "POST" => HttpMethod.Post,
        "GET" => HttpMethod.Get,
        _ => HttpMethod.Parse(method),
    };

    [LoggerMessage(1001, LogLevel.Error, "A call in dialect {Dialect} failed inside the gateway")]
    private partial void LogBug(Exception bug, string dialect);

    [LoggerMessage(1002, LogLevel.Warning, "An answer to account {Account} repeated its system prompt and was {Done}; call {Reference}")]
    private partial void LogRepeat(string account, string reference, string done);
}
