using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Weir.Console.Serving;

namespace Weir.Console.Shell;

/// <summary>A page, rendered as a whole before its first byte is sent: what fails fails as a page of its own.</summary>
internal sealed class PageResult(Visit visit, string title, Type view, object model, int status) : IResult
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var page = await RenderAsync(httpContext);
        PageHeaders.Set(httpContext);
        httpContext.Response.StatusCode = status;
        httpContext.Response.ContentType = "text/html; charset=utf-8";
        httpContext.Response.Headers.Vary = "Accept-Encoding";
        if (Packing.Of(httpContext.Request) is Packing.Brotli)
        {
            httpContext.Response.Headers.ContentEncoding = Packing.Brotli;
            await using var packer = new BrotliStream(httpContext.Response.Body, new BrotliCompressionOptions { Quality = 4 }, leaveOpen: true);
            await page.CopyToAsync(packer, httpContext.RequestAborted);
        }
        else
        {
            httpContext.Response.ContentLength = page.Length;
            await page.CopyToAsync(httpContext.Response.Body, httpContext.RequestAborted);
        }
    }

    private async Task<MemoryStream> RenderAsync(HttpContext http)
    {
        await using var renderer = new HtmlRenderer(http.RequestServices, visit.Gateway.Loggers);
        var page = new MemoryStream(16 << 10);
        await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var root = await renderer.RenderComponentAsync<Frame>(ParameterView.FromDictionary(new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [nameof(Frame.Visit)] = visit, [nameof(Frame.Title)] = title, [nameof(Frame.View)] = view, [nameof(Frame.Model)] = model,
            }));
            await using var writer = new StreamWriter(page, Utf8, leaveOpen: true);
            root.WriteHtmlTo(writer);
        });
        page.Position = 0;
        return page;
    }
}
