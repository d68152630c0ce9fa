using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace Weir.Console.Tests.Running;

/// <summary>A browser without a screen: cookies, forms and the headers that tell where a form came from. What a test breaks of it, it breaks on purpose.</summary>
internal sealed partial class PlainBrowser : IDisposable
{
    private readonly HttpClient _http;
    private readonly CookieContainer _cookies = new();

    public PlainBrowser(RunningConsole console)
    {
        Address = console.Address;
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = _cookies }) { BaseAddress = new Uri(Address) };
    }

    public string Address { get; }
    public CookieCollection Cookies => _cookies.GetAllCookies();

    public async Task<PlainPage> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await SendAsync(request);
    }

    /// <param name="origin">Whose page sends it; null: the browser does not tell.</param>
    public async Task<PlainPage> PostAsync(string path, (string Name, string Value)[] form, string? origin = "own")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(form.Select(static field => KeyValuePair.Create(field.Name, field.Value))) };
        if (origin is not null)
            request.Headers.Add("Origin", origin is "own" ? Address : origin);
        return await SendAsync(request);
    }

    public Task<PlainPage> LogInAsync(string token, string to = "/") => PostAsync("/login", [("token", token), ("to", to)]);

    /// <summary>The proof that a page of the console puts into its forms.</summary>
    public async Task<string> ProofAsync(string path = "/")
    {
        var page = await GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        return Proof().Match(page.Text).Groups[1].Value;
    }

    private async Task<PlainPage> SendAsync(HttpRequestMessage request)
    {
        using var answer = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return new(answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), answer.Headers.Location?.ToString(),
            answer.Headers.ToDictionary(static header => header.Key, static header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase));
    }

    public void Dispose() => _http.Dispose();

    [GeneratedRegex("name=\"_proof\" value=\"([0-9a-f]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Proof();
}

internal sealed record PlainPage(HttpStatusCode Status, string Text, string? Location, IReadOnlyDictionary<string, string> Headers);
