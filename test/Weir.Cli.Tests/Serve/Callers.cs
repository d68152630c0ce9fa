using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;

namespace Weir.Cli.Tests.Serve;

/// <summary>A call as its caller saw it end. <paramref name="Name"/> is the model it asked for, which stands in the journal as it is.</summary>
internal readonly record struct Ended(string Name, int Caller, int Number, long At, TimeSpan Took, HttpStatusCode Status);

/// <summary>Several connections, each with one call after the other, and what became of them.</summary>
internal sealed class Callers(Uri listen, string key) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = listen, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };

    private readonly Lock _gate = new();
    private (int Calls, TaskCompletionSource Reached)? _awaited;

    public ConcurrentQueue<Ended> Ended { get; } = new();

    /// <summary>Waits until so many calls have ended. One wait at a time.</summary>
    public Task ReachAsync(int calls)
    {
        lock (_gate)
        {
            if (Ended.Count >= calls)
                return Task.CompletedTask;
            _awaited = (calls, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            return _awaited.Value.Reached.Task;
        }
    }

    public IEnumerable<Ended> Of(int caller) => Ended.Where(call => call.Caller == caller).OrderBy(static call => call.Number);

    /// <summary>Calls until told to stop, or until the gateway is gone, which <paramref name="mayGo"/> allows.</summary>
    public async Task CallAsync(int callers, Func<bool> goesOn, bool mayGo, CancellationToken cancel) =>
        await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => OneAsync(caller, goesOn, mayGo, cancel)));

    private async Task OneAsync(int caller, Func<bool> goesOn, bool mayGo, CancellationToken cancel)
    {
        try
        {
            for (var number = Of(caller).Count(); goesOn(); number++)
            {
                Ended.Enqueue(await OnceAsync(caller, number, cancel));
                lock (_gate)
                {
                    if (_awaited is { } awaited && Ended.Count >= awaited.Calls)
                        awaited.Reached.TrySetResult();
                }
            }
        }
        catch (HttpRequestException) when (mayGo)
        {
            // Killed in the middle of this call, which so has not ended.
        }
    }

    public async Task<Ended> OnceAsync(int caller, int number, CancellationToken cancel)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"m-{caller}-{number}");
        using var body = new StringContent($$"""{"model":"{{name}}","messages":[{"role":"user","content":"Hello"}]}""", Encoding.UTF8, "application/json");
        var began = Stopwatch.GetTimestamp();
        using var answer = await _http.PostAsync("/v1/chat/completions", body, cancel);
        return new Ended(name, caller, number, Stopwatch.GetTimestamp(), Stopwatch.GetElapsedTime(began), answer.StatusCode);
    }

    public void Dispose() => _http.Dispose();
}

/// <summary>What an operator can read off the admin port.</summary>
internal sealed class Metrics(Uri admin) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = admin };

    /// <summary>The value of a line of <c>/metrics</c>; 0 where there is none.</summary>
    public async Task<double> OfAsync(string series, CancellationToken cancel)
    {
        var text = await _http.GetStringAsync("/metrics", cancel);
        var line = Regex.Match(text, "^" + Regex.Escape(series) + @" (\S+)$", RegexOptions.Multiline, TimeSpan.FromSeconds(1));
        return line.Success ? double.Parse(line.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 0;
    }

    public Task<string> ReadyAsync(CancellationToken cancel) => _http.GetStringAsync("/health/ready", cancel);

    public void Dispose() => _http.Dispose();
}
