using System.Net.Mime;
using Microsoft.AspNetCore.Http;
using Weir.Console.Serving;

namespace Weir.Console.Shell;

/// <summary>A file to keep. Never shown as a page, whatever is in it.</summary>
internal sealed class FileResult(string name, string contentType, ReadOnlyMemory<byte> bytes) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        PageHeaders.Set(httpContext);
        var response = httpContext.Response;
        response.ContentType = contentType;
        response.ContentLength = bytes.Length;
        response.Headers.ContentDisposition = new ContentDisposition { FileName = name, DispositionType = DispositionTypeNames.Attachment }.ToString();
        return response.Body.WriteAsync(bytes, httpContext.RequestAborted).AsTask();
    }
}
