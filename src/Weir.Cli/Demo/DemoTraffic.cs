using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Weir.Drill.Model;

namespace Weir.Cli.Demo;

/// <summary>A little ordinary traffic: each user asks, reads, thinks, asks again. Real requests, from a seed.</summary>
internal sealed class DemoTraffic(Uri gateway, TimeProvider time, int seed)
{
    private static readonly string Model = ModelTraits.Tiny.Name;

    /// <summary>Runs one user until the token ends it. What goes wrong on the way is the gateway's to tell, not the user's.</summary>
    public async Task RunAsync(DemoUser user, string key, CancellationToken cancellation)
    {
        var random = new Random(unchecked((seed * 7919) + user.Account.Sum(static c => c)));
        using var http = new HttpClient { BaseAddress = gateway, Timeout = TimeSpan.FromMinutes(2) };
        http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", user.UserAgent);
        Authorize(http.DefaultRequestHeaders, user.Client, key);
        try
        {
            var pause = TimeSpan.FromSeconds(random.NextDouble());
            while (!cancellation.IsCancellationRequested)
            {
                await Task.Delay(pause, time, cancellation);
                await AskAsync(http, user, user.NextQuestion(random), cancellation);
                pause = user.Pause * (0.5 + random.NextDouble());
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The demo ends.
        }
    }

    private static async Task AskAsync(HttpClient http, DemoUser user, string question, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, PathOf(user))
        {
            Content = new StringContent(Body(user, question).ToJsonString(), Encoding.UTF8, "application/json"),
        };
        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            await answer.Content.CopyToAsync(Stream.Null, cancellation);
        }
        catch (HttpRequestException)
        {
            // Recorded by the gateway as what it was.
        }
    }

    private static void Authorize(HttpRequestHeaders headers, DemoClient client, string key)
    {
        switch (client)
        {
            case DemoClient.Anthropic:
                headers.Add("x-api-key", key);
                headers.Add("anthropic-version", "2023-06-01");
                break;
            case DemoClient.Gemini:
                headers.Add("x-goog-api-key", key);
                break;
            default:
                headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
                break;
        }
    }

    private static string PathOf(DemoUser user) => user.Client switch
    {
        DemoClient.Anthropic => "/v1/messages",
        DemoClient.Gemini => user.Streams ? $"/v1beta/models/{Model}:streamGenerateContent?alt=sse" : $"/v1beta/models/{Model}:generateContent",
        _ => "/v1/chat/completions",
    };

    private static JsonObject Body(DemoUser user, string question)
    {
        if (user.Client == DemoClient.Gemini)
        {
            var gemini = new JsonObject { ["contents"] = new JsonArray(new JsonObject { ["role"] = "user", ["parts"] = Parts(question) }) };
            if (user.System is not null)
                gemini["systemInstruction"] = new JsonObject { ["parts"] = Parts(user.System) };
            return gemini;
        }

        var messages = new JsonArray();
        var body = new JsonObject { ["model"] = Model, ["messages"] = messages };
        if (user is { System: { } system, Client: DemoClient.OpenAi })
            messages.Add(new JsonObject { ["role"] = "system", ["content"] = system });
        else if (user.System is not null)
            body["system"] = user.System;
        messages.Add(new JsonObject { ["role"] = "user", ["content"] = question });
        if (user.Client == DemoClient.Anthropic)
            body["max_tokens"] = 300;
        if (user.Streams)
            body["stream"] = true;
        return body;
    }

    private static JsonArray Parts(string text) => [new JsonObject { ["text"] = text }];
}
