using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Weir.Drill.Model;
using Weir.Drill.Model.Wire;

namespace Weir.Cli.Demo;

/// <summary>Takes a request, has it answered, and sends the answer at the stated pace.</summary>
internal sealed class BuiltInModelEndpoint
{
    private readonly BuiltInModelOptions _options;
    private readonly ModelCatalog _models;
    private long _answers;

    public BuiltInModelEndpoint(BuiltInModelOptions options)
    {
        _options = options;
        _models = new ModelCatalog(options.Seed, options.Aliases);
        // Built now, so that the first caller does not wait for it.
        _models.Find(ModelTraits.Tiny.Name);
    }

    public async Task ServeAsync(HttpContext http)
    {
        var behavior = _options.Misbehaves ? BuiltInModelBehavior.Read(http.Request.Headers[BuiltInModelBehavior.Header]) : BuiltInModelBehavior.None;
        var call = await ReadCallAsync(http.Request, behavior);
        http.Response.Headers["x-weir-model"] = "built-in; for trials; not a real model";
        http.Response.Headers["x-request-id"] = "req_" + call.Id;
        try
        {
            await SendAsync(http, Decide(http.Request, call, behavior), behavior, http.RequestAborted);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller left; there is nobody to tell.
        }
    }

    private async Task<WireCall> ReadCallAsync(HttpRequest request, BuiltInModelBehavior behavior)
    {
        using var body = new MemoryStream((int)Math.Min(request.ContentLength ?? 0, 1 << 20));
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        return new WireCall
        {
            Method = request.Method,
            Path = request.Path.Value ?? "/",
            Body = body.GetBuffer().AsMemory(0, (int)body.Length),
            Anthropic = request.Headers.ContainsKey("anthropic-version"),
            Sse = request.Query["alt"] == "sse",
            Id = $"{_options.Seed:x4}{Interlocked.Increment(ref _answers):x12}",
            Created = _options.Time.GetUtcNow().ToUnixTimeSeconds(),
            WithUsage = !behavior.NoUsage,
        };
    }

    private WireReply Decide(HttpRequest request, WireCall call, BuiltInModelBehavior behavior)
    {
        if (!Accepts(request))
            return Fail(call, new WireFault(401, "invalid_api_key", "The credential is missing or not accepted."));
        if (behavior.Error > 0)
            return Fail(call, new WireFault(behavior.Error, behavior.Error == 429 ? "rate_limit_exceeded" : "asked_for", $"Asked for by {BuiltInModelBehavior.Header}."));
        if (behavior.Garbage)
            return new WireReply { Body = "{\"id\": <<<this is no JSON"u8.ToArray() };
        return ModelDesk.Reply(call, _models);
    }

    private static WireReply Fail(WireCall call, in WireFault fault) => ModelDesk.Error(ModelDesk.ProviderOf(call), fault, call.Id);

    /// <summary>Where the three providers look for a credential: bearer, x-api-key, x-goog-api-key or ?key=.</summary>
    private bool Accepts(HttpRequest request)
    {
        if (_options.Credentials.Count == 0)
            return true;
        var authorization = request.Headers.Authorization.ToString();
        var shown = authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? authorization[7..].Trim()
            : request.Headers.TryGetValue("x-api-key", out var anthropic) ? anthropic.ToString()
            : request.Headers.TryGetValue("x-goog-api-key", out var gemini) ? gemini.ToString()
            : request.Query["key"].ToString();
        var bytes = Encoding.UTF8.GetBytes(shown);
        var accepted = false;
        foreach (var credential in _options.Credentials)
            accepted |= CryptographicOperations.FixedTimeEquals(bytes, Encoding.UTF8.GetBytes(credential));
        return accepted;
    }

    private async Task SendAsync(HttpContext http, WireReply reply, BuiltInModelBehavior behavior, CancellationToken left)
    {
        var response = http.Response;
        response.StatusCode = reply.Status;
        response.ContentType = reply.ContentType;
        if (reply.Status == 429)
            response.Headers.RetryAfter = "1";
        if (reply.Frames is null)
        {
            await SendWholeAsync(http, reply, behavior, left);
            return;
        }

        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        response.Headers.CacheControl = "no-cache";
        await StreamAsync(http, reply.Frames, behavior, left);
    }

    private async Task SendWholeAsync(HttpContext http, WireReply reply, BuiltInModelBehavior behavior, CancellationToken left)
    {
        if (behavior.HangAfter >= 0)
            await Task.Delay(Timeout.InfiniteTimeSpan, _options.Time, left);
        await PaceAsync(_options.Time.GetTimestamp(), reply.Tokens, left);
        var body = reply.Body;
        http.Response.ContentLength = body.Length;
        if (behavior.DieAfter >= 0)
            body = body[..(body.Length / 2)];
        await http.Response.Body.WriteAsync(body, left);
        if (behavior.DieAfter >= 0)
        {
            await http.Response.Body.FlushAsync(left);
            http.Abort();
        }
    }

    private async Task StreamAsync(HttpContext http, IEnumerable<WireFrame> frames, BuiltInModelBehavior behavior, CancellationToken left)
    {
        var started = _options.Time.GetTimestamp();
        var sent = 0;
        var tokens = 0;
        foreach (var frame in frames)
        {
            if (sent == behavior.HangAfter)
            {
                await http.Response.Body.FlushAsync(left);
                await Task.Delay(Timeout.InfiniteTimeSpan, _options.Time, left);
            }

            if (sent == behavior.DieAfter)
            {
                http.Abort();
                return;
            }

            tokens += frame.Tokens;
            if (frame.Tokens > 0)
                await PaceAsync(started, tokens, left);
            await http.Response.Body.WriteAsync(frame.Bytes, left);
            await http.Response.Body.FlushAsync(left);
            sent++;
        }
    }

    /// <summary>Waits until that many tokens are due, counted from the start so that small errors do not add up.</summary>
    private ValueTask PaceAsync(long started, int tokens, CancellationToken left)
    {
        if (_options.TokensPerSecond <= 0 && _options.TimeToFirstToken == default)
            return ValueTask.CompletedTask;
        var due = _options.TimeToFirstToken + (_options.TokensPerSecond > 0 ? TimeSpan.FromSeconds((tokens - 1) / _options.TokensPerSecond) : default);
        var wait = due - _options.Time.GetElapsedTime(started);
        return wait > TimeSpan.Zero ? new ValueTask(Task.Delay(wait, _options.Time, left)) : ValueTask.CompletedTask;
    }
}
