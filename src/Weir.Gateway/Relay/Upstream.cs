using System.Collections.Concurrent;
using System.Net;
using Weir.Gateway.Configuration;
using Weir.Traffic;

namespace Weir.Gateway.Relay;

/// <summary>One upstream: its settings, its connections and its health. Survives a reload that leaves its address alone.</summary>
public sealed class Upstream
{
    // Paths of model APIs are few; the bound only keeps hostile paths from filling memory.
    private const int MostKnownTargets = 512;

    private static readonly UriCreationOptions AsSent = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly ConcurrentDictionary<string, Uri> _targets = new(StringComparer.Ordinal);
    private readonly string _root;
    private readonly string _basePath;

    public Upstream(UpstreamConfig config, HttpMessageInvoker client, UpstreamHealth health)
    {
        Config = config;
        Client = client;
        Health = health;
        _root = config.Url.GetLeftPart(UriPartial.Authority);
        _basePath = config.Url.AbsolutePath.TrimEnd('/');
    }

    public UpstreamConfig Config { get; }
    public string Name => Config.Name;
    public HttpMessageInvoker Client { get; }
    public UpstreamHealth Health { get; }

    public static HttpMessageInvoker NewClient(UpstreamConfig config) => new(new SocketsHttpHandler
    {
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        // The caller's own trace headers pass; Weir adds none of its own.
        ActivityHeadersPropagator = null,
        MaxConnectionsPerServer = config.MaxConnections,
        ConnectTimeout = config.Timeouts.Connect,
        // DNS answers change; a connection is replaced now and then so that they are noticed.
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(90),
        EnableMultipleHttp2Connections = true,
        MaxResponseHeadersLength = 64,
        // An answer nobody waits for any more is not drained: its connection is closed, and the upstream stops working.
        MaxResponseDrainSize = 0,
    });

    public bool Speaks(Provider provider) =>
        provider == Provider.None || Config.Dialects.Count == 0 || Config.Dialects.Contains(provider);

    public bool Serves(string? model)
    {
        if (model is null || Config.Models.Count == 0 || Config.Aliases.ContainsKey(model))
            return true;
        foreach (var pattern in Config.Models)
        {
            if (NamePattern.Matches(pattern, model))
                return true;
        }

        return false;
    }

    /// <summary>
    /// Where a request target of ours lies there, byte for byte as the caller sent it. A base address that ends in the
    /// segment with which the target begins (".../v1" and "/v1/...") names it once.
    /// </summary>
    /// <param name="secret">It carries a caller's credential, which is not kept.</param>
    public Uri Target(string rawTarget, bool secret)
    {
        if (!secret && _targets.TryGetValue(rawTarget, out var known))
            return known;
        var uri = new Uri(_root + Join(_basePath, rawTarget), AsSent);
        if (!secret && _targets.Count < MostKnownTargets)
            _targets.TryAdd(rawTarget, uri);
        return uri;
    }

    private static string Join(string basePath, string target)
    {
        if (basePath.Length == 0)
            return target;
        var last = basePath[basePath.LastIndexOf('/')..];
        var repeats = target.StartsWith(last, StringComparison.Ordinal) && target.Length > last.Length && target[last.Length] == '/';
        return repeats ? string.Concat(basePath, target.AsSpan(last.Length)) : basePath + target;
    }
}
