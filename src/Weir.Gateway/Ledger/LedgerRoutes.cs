using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Ledger.Files;
using Weir.Ledger.Tree;

namespace Weir.Gateway.Ledger;

/// <summary>
/// The ledger as C2SP tlog-tiles lays down, so that ordinary monitors and witnesses can read it. Payloads are never served. What
/// is served is only what is durable: the checkpoint comes from the writer, not from the file, which may be a moment ahead.
/// </summary>
internal static class LedgerRoutes
{
    private const string Immutable = "public, max-age=31536000, immutable";

    public static void Map(IEndpointRouteBuilder routes, GatewayLedger ledger, LedgerWitnesses witnesses)
    {
        var source = new FolderSource(ledger.Folder);
        routes.MapGet("/checkpoint", http => CheckpointAsync(http, ledger, witnesses));
        routes.MapGet("/tile/{**path}", http => TileAsync(http, ledger, source));
    }

    private static async Task CheckpointAsync(HttpContext http, GatewayLedger ledger, LedgerWitnesses witnesses)
    {
        if (ledger.Writer?.Checkpoint is not { } newest)
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        http.Response.ContentType = "text/plain; charset=utf-8";
        http.Response.Headers.CacheControl = "no-cache";
        await http.Response.Body.WriteAsync((witnesses.Newest ?? newest).Note.ToBytes(), http.RequestAborted);
    }

    private static async Task TileAsync(HttpContext http, GatewayLedger ledger, FolderSource source)
    {
        // Only what the durable tree holds, and only under the one path that a tile has: nothing else of the folder can be asked for.
        if (!Tile.TryParse(http.Request.Path.Value![1..], out var tile)
            || ledger.Writer?.Checkpoint is not { } checkpoint
            || tile.Width > Tile.WidthAt(tile.Level, tile.Index, checkpoint.Size)
            || source.Read(tile.Path) is not { } bytes)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        http.Response.ContentType = "application/octet-stream";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = Immutable;
        http.Response.ContentLength = bytes.Length;
        await http.Response.Body.WriteAsync(bytes, http.RequestAborted);
    }
}
