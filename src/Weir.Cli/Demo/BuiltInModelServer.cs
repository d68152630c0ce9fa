using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Weir.Cli.Demo;

/// <summary>
/// The built-in model behind HTTP, in the dialects of OpenAI, Anthropic and Gemini. For trials, drills and tests: it is
/// no real model, and each answer says so in the header <c>x-weir-model</c>.
/// </summary>
public sealed class BuiltInModelServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private BuiltInModelServer(WebApplication app, Uri address) => (_app, Address) = (app, address);

    /// <summary>Where it listens, with the port it was given.</summary>
    public Uri Address { get; }

    public static async Task<BuiltInModelServer> StartAsync(BuiltInModelOptions options, CancellationToken cancel)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(options.Listen.ToString().TrimEnd('/'));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 64 << 20;
        });
        var app = builder.Build();
        var endpoint = new BuiltInModelEndpoint(options);
        app.Run(endpoint.ServeAsync);
        try
        {
            await app.StartAsync(cancel);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new BuiltInModelServer(app, new Uri(address));
    }

    public async ValueTask DisposeAsync()
    {
        // Answers in progress are cut: nobody waits for a model that is put away.
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}
