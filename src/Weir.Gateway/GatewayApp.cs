using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Gateway.Admin;
using Weir.Gateway.Configuration;
using Weir.Gateway.Door;
using Weir.Gateway.Ledger;
using Weir.Gateway.Storage;

namespace Weir.Gateway;

/// <summary>
/// The whole gateway: what it is made of and in which order it starts and stops. Product, tests, demo and benchmarks
/// build it here and nowhere else.
/// </summary>
public sealed class GatewayApp : IAsyncDisposable
{
    private static readonly TimeSpan AdminDrain = TimeSpan.FromSeconds(2);

    private readonly WebApplication _public;
    private readonly WebApplication _admin;
    private readonly WebApplication? _ledger;
    private readonly GatewayParts _parts;

    private GatewayApp(WebApplication publicServer, WebApplication adminServer, WebApplication? ledgerServer, GatewayParts parts)
    {
        _ledger = ledgerServer;
        _public = publicServer;
        _admin = adminServer;
        _parts = parts;
    }

    public Uri PublicAddress { get; private set; } = new("http://localhost");
    public Uri AdminAddress { get; private set; } = new("http://localhost");
    /// <summary>Where everybody may read the ledger; null where that is on the admin port only.</summary>
    public Uri? LedgerAddress { get; private set; }
    public GatewayParts Parts => _parts;

    /// <param name="config">The configuration in force; a swap in it is a reload.</param>
    /// <param name="data">The data folder, which stays owned by the caller.</param>
    /// <param name="pages">Maps pages for people into the admin port, see <see cref="AdminPage"/>.</param>
    public static GatewayApp Build(ConfigSource config, DataFolder data, TimeProvider time, Action<ILoggingBuilder> logging, Action<WebApplication, GatewayParts>? pages = null)
    {
        var loggers = LoggerFactory.Create(logging);
        var parts = GatewayParts.Of(config, data, time, loggers);
        return new GatewayApp(PublicServer(parts, logging), AdminServer(parts, logging, pages), LedgerServer(parts, logging), parts);
    }

    public async Task StartAsync(CancellationToken cancel)
    {
        // What records calls is up before the first call can come; health answers from the beginning.
        _parts.Start();
        await _admin.StartAsync(cancel);
        AdminAddress = AddressOf(_admin);
        if (_ledger is not null)
        {
            await _ledger.StartAsync(cancel);
            LedgerAddress = AddressOf(_ledger);
        }

        await _public.StartAsync(cancel);
        PublicAddress = AddressOf(_public);
        _parts.Readiness.Serving();
    }

    /// <summary>Stops taking calls, lets running answers end within the configured time, then writes what is still queued.</summary>
    /// <param name="cancel">Ends the wait: what still runs is cut, what is queued is dropped and counted.</param>
    public async Task StopAsync(CancellationToken cancel)
    {
        _parts.Readiness.Draining();
        using (var bound = new CancellationTokenSource(_parts.Config.Current.Drain, _parts.Time))
        using (var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancel))
            await _public.StopAsync(either.Token);
        await _parts.StopAsync(cancel);
        using (var brief = new CancellationTokenSource(AdminDrain, _parts.Time))
        using (var either = CancellationTokenSource.CreateLinkedTokenSource(brief.Token, cancel))
        {
            await _admin.StopAsync(either.Token);
            if (_ledger is not null)
                await _ledger.StopAsync(either.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _public.DisposeAsync();
        await _admin.DisposeAsync();
        if (_ledger is not null)
            await _ledger.DisposeAsync();
        await _parts.DisposeAsync();
    }

    private static WebApplication PublicServer(GatewayParts parts, Action<ILoggingBuilder> logging)
    {
        var config = parts.Config.Current;
        var certificate = config.Tls is { } tls ? new TlsCertificate(tls, parts.Config, parts.Loggers.CreateLogger<TlsCertificate>()) : null;
        var app = Server(config.Listen, certificate, logging, kestrel =>
        {
            // Sizes are checked where they can be refused in the caller's dialect.
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = config.Bodies.MinBytesPerSecond == 0 ? null : new MinDataRate(config.Bodies.MinBytesPerSecond, TimeSpan.FromSeconds(5));
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(20);
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(3);
            kestrel.Limits.MaxRequestHeadersTotalSize = 64 << 10;
        });
        var path = parts.Path;
        var door = parts.Door;
        app.Run(http => CustomerDoor.IsAsked(http) ? door.HandleAsync(http) : path.HandleAsync(http));
        return app;
    }

    private static WebApplication AdminServer(GatewayParts parts, Action<ILoggingBuilder> logging, Action<WebApplication, GatewayParts>? pages)
    {
        var config = parts.Config.Current;
        var app = Server(config.Admin, null, logging, kestrel => kestrel.Limits.MaxRequestBodySize = 64 << 20, services => services.AddRoutingCore());
        AdminRoutes.Map(app, parts);
        pages?.Invoke(app, parts);
        return app;
    }

    /// <summary>The public part of the ledger and nothing else, for monitors and witnesses. Not where the ledger has no port of its own.</summary>
    private static WebApplication? LedgerServer(GatewayParts parts, Action<ILoggingBuilder> logging)
    {
        if (parts.Config.Current.Ledger is not { Enabled: true, Listen: { } listen })
            return null;
        var app = Server(listen, null, logging, kestrel => kestrel.Limits.MaxRequestBodySize = 0, services => services.AddRoutingCore());
        LedgerRoutes.Map(app, parts.Ledger, parts.Witnesses);
        return app;
    }

    /// <summary>
    /// A server with nothing in it that is not named here: no configuration from the environment, no default middleware.
    /// </summary>
    private static WebApplication Server(
        Uri listen, TlsCertificate? certificate, Action<ILoggingBuilder> logging, Action<KestrelServerOptions> limits, Action<IServiceCollection>? services = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        logging(builder.Logging);
        // As long as anybody could listen, the server makes an activity and a scope for each request; Weir has records of its own.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        builder.WebHost.UseKestrelCore();
        // How long a stop may take is told by StopAsync, from the configuration then in force.
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = Timeout.InfiniteTimeSpan);
        // docs/decisions/0002-inline-sockets.md
        builder.Services.Configure<SocketTransportOptions>(sockets =>
        {
            sockets.UnsafePreferInlineScheduling = true;
            // An idle connection holds 4 KB instead of asking the system twice for each request.
            sockets.WaitForDataBeforeAllocatingBuffer = false;
        });
        services?.Invoke(builder.Services);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // What an upstream or a caller sends in a header goes through byte for byte.
            kestrel.RequestHeaderEncodingSelector = static _ => Encoding.Latin1;
            kestrel.ResponseHeaderEncodingSelector = static _ => Encoding.Latin1;
            limits(kestrel);
            Listen(kestrel, listen, certificate);
        });
        if (certificate is not null)
            builder.WebHost.UseKestrelHttpsConfiguration();
        return builder.Build();
    }

    private static void Listen(KestrelServerOptions kestrel, Uri listen, TlsCertificate? certificate)
    {
        void Protocols(ListenOptions options)
        {
            options.Protocols = certificate is null ? HttpProtocols.Http1 : HttpProtocols.Http1AndHttp2;
            if (certificate is not null)
                options.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(certificate.Options) });
        }

        if (listen.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) && listen.Port != 0)
            kestrel.ListenLocalhost(listen.Port, Protocols);
        else if (listen.Host is "*" or "+")
            kestrel.ListenAnyIP(listen.Port, Protocols);
        else
            kestrel.Listen(IPAddress.TryParse(listen.Host.Trim('[', ']'), out var address) ? address : IPAddress.Loopback, listen.Port, Protocols);
    }

    private static Uri AddressOf(WebApplication app) =>
        new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
}
