using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Gateway.Admin;

namespace Weir.Console.Serving;

/// <summary>Styles, scripts and pictures. They tell nothing of the installation, and whoever is to log in needs them.</summary>
internal static class AssetRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var asset in Asset.All.Values)
            routes.MapGet(asset.Path, (HttpContext http) => SendAsync(http, asset)).WithMetadata(AdminPage.Mark);
    }

    private static Task SendAsync(HttpContext http, Asset asset)
    {
        PageHeaders.Set(http);
        var headers = http.Response.Headers;
        headers.CacheControl = "public, max-age=31536000, immutable";
        var (bytes, encoding) = asset.IsCompressed ? (asset.Bytes, null) : Packing.Of(http.Request) switch
        {
            Packing.Brotli => (asset.Brotli, Packing.Brotli),
            Packing.Gzip => (asset.Gzip, Packing.Gzip),
            _ => ((ReadOnlyMemory<byte>)asset.Bytes, null),
        };
        if (encoding is not null)
            headers.ContentEncoding = encoding;
        headers.Vary = "Accept-Encoding";
        http.Response.ContentType = asset.ContentType;
        http.Response.ContentLength = bytes.Length;
        return http.Response.Body.WriteAsync(bytes, http.RequestAborted).AsTask();
    }
}

/// <summary>What of the packings that we know a browser takes.</summary>
internal static class Packing
{
    public const string Brotli = "br";
    public const string Gzip = "gzip";

    public static string? Of(HttpRequest request)
    {
        string? best = null;
        foreach (var header in request.Headers.AcceptEncoding)
        {
            foreach (var part in (header ?? "").Split(',', StringSplitOptions.TrimEntries))
            {
                if (part.EndsWith(";q=0", StringComparison.Ordinal))
                    continue;
                var name = part.Split(';', 2)[0];
                if (name is Brotli)
                    return Brotli;
                if (name is Gzip)
                    best = Gzip;
            }
        }

        return best;
    }
}
