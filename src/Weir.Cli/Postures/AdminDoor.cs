using System.CommandLine;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Policy;

namespace Weir.Cli.Postures;

/// <summary>The admin port of a running gateway, as commands reach it: where it is, and the token from the environment.</summary>
internal sealed class AdminDoor(Terminal terminal)
{
    private const string TokenVariable = "WEIR_ADMIN_TOKEN";

    private readonly Option<Uri> _gateway = new("--gateway")
    {
        Description = $"Admin port of the running gateway. The token is taken from {TokenVariable}.",
        HelpName = "URL",
        DefaultValueFactory = static _ => new Uri("http://127.0.0.1:8081"),
        CustomParser = static result =>
        {
            if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
                return address;
            result.AddError("--gateway takes an address such as http://127.0.0.1:8081.");
            return null;
        },
    };

    public Option<Uri> Gateway => _gateway;

    public async Task<int> GetAsync(ParseResult parsed, string path, Action<JsonNode> show, CancellationToken cancellation)
    {
        try
        {
            using var client = Client(parsed);
            using var answer = await client.GetAsync(path, cancellation);
            return await ReadAsync(answer, show, cancellation);
        }
        catch (HttpRequestException unreachable)
        {
            return Unreachable(parsed, unreachable);
        }
    }

    public Task<int> ActAsync(ParseResult parsed, JsonObject act, CancellationToken cancellation)
    {
        act["actor"] = Environment.UserName;
        return PostAsync(parsed, "/api/acts", act, entry => terminal.Out.WriteLine(Told(entry)), cancellation);
    }

    public async Task<int> PostAsync(ParseResult parsed, string path, JsonObject body, Action<JsonNode> show, CancellationToken cancellation)
    {
        try
        {
            using var client = Client(parsed);
            using var answer = await client.PostAsJsonAsync(path, body, cancellation);
            return await ReadAsync(answer, show, cancellation);
        }
        catch (HttpRequestException unreachable)
        {
            return Unreachable(parsed, unreachable);
        }
    }

    private static string Told(JsonNode entry)
    {
        var subject = entry["subject"] is { } named ? $" {SafeText.Name(named.GetValue<string>(), 200)}" : "";
        var posture = entry["posture"] is { } to ? $" {entry["from"]?.GetValue<string>() ?? "open"} → {to.GetValue<string>()}" : "";
        var until = entry["until"] is { } end ? $" until {end.GetValue<DateTimeOffset>().UtcDateTime:yyyy-MM-dd HH:mm}Z" : "";
        return $"{entry["id"]!.GetValue<string>()}: {entry["kind"]!.GetValue<string>()}{subject}{posture}{until}" + (entry["mode"]?.GetValue<string>() is "shadow" ? " (mode is shadow: recorded, not enforced)" : "");
    }

    private HttpClient Client(ParseResult parsed)
    {
        var client = new HttpClient { BaseAddress = parsed.GetValue(_gateway), Timeout = TimeSpan.FromSeconds(30) };
        if (Environment.GetEnvironmentVariable(TokenVariable) is { Length: > 0 } token)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private async Task<int> ReadAsync(HttpResponseMessage answer, Action<JsonNode> show, CancellationToken cancellation)
    {
        JsonNode? json = null;
        try
        {
            json = await answer.Content.ReadFromJsonAsync<JsonNode>(PolicyEntryJson.Options, cancellation);
        }
        catch (JsonException)
        {
            // Told below.
        }

        if (!answer.IsSuccessStatusCode)
            return terminal.Fail(json?["error"] is JsonValue error ? SafeText.Name(error.ToString(), 500) : $"the gateway answered {(int)answer.StatusCode}; is this its admin port?", ExitCodes.Unusable);
        if (json is null)
            return terminal.Fail("what answered is no gateway.", ExitCodes.Unusable);
        show(json);
        return ExitCodes.Ok;
    }

    private int Unreachable(ParseResult parsed, HttpRequestException exception) =>
        terminal.Fail($"no gateway answers at {parsed.GetValue(_gateway)} ({exception.Message}); name its admin port with --gateway.", ExitCodes.Unusable);
}
