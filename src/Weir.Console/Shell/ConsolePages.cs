using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Console.Access;
using Weir.Console.Live;
using Weir.Console.Serving;
using Weir.Gateway;
using Weir.Gateway.Admin;

namespace Weir.Console.Shell;

/// <summary>Where pages are added. Whatever is mapped here is behind the door; there is no other way to map a page.</summary>
public sealed partial class ConsolePages
{
    private const int LargestForm = 64 << 10;

    private readonly WebApplication _app;
    private readonly ILogger _log;
    private readonly List<Section> _sections = [];

    internal ConsolePages(WebApplication app, GatewayParts gateway)
    {
        _app = app;
        Gateway = gateway;
        _log = gateway.Loggers.CreateLogger<ConsolePages>();
        Door = new Door(gateway.Operators, TimeProvider.System);
        Live = new LiveFeed(TimeProvider.System, app.Lifetime.ApplicationStopping);
    }

    public GatewayParts Gateway { get; }
    /// <summary>The gateway ends.</summary>
    internal CancellationToken Stopping => _app.Lifetime.ApplicationStopping;
    /// <summary>What pages are told of while they are open.</summary>
    public LiveFeed Live { get; }
    public IReadOnlyList<Section> Sections => _sections;
    internal Door Door { get; }
    internal Notices Notices { get; } = new();

    public void Section(Section section) => _sections.Add(section);

    /// <summary>A page to look at, for whoever <paramref name="may"/>.</summary>
    public void Get([StringSyntax("Route")] string pattern, Func<Operator, bool> may, Func<Visit, Task<IResult>> page) =>
        _app.MapMethods(pattern, [HttpMethods.Get, HttpMethods.Head], Entering(may, page)).WithMetadata(AdminPage.Mark);

    /// <summary>What a form does. It has been checked that one of our own pages sent it.</summary>
    /// <param name="largest">Bytes of the form.</param>
    public void Post([StringSyntax("Route")] string pattern, Func<Operator, bool> may, Func<Visit, IFormCollection, Task<IResult>> act, int largest = LargestForm) =>
        _app.MapPost(pattern, Entering(may, visit => ReadFormAsync(visit, act, largest))).WithMetadata(AdminPage.Mark);

    /// <summary>Pages that need nobody to be known: the log-in and what leads away from it.</summary>
    internal void Open(string pattern, string method, Func<HttpContext, Task<IResult>> page) => _app.MapMethods(pattern, [method], async http =>
    {
        PageHeaders.Set(http);
        await (await page(http)).ExecuteAsync(http);
    }).WithMetadata(AdminPage.Mark);

    /// <summary>Something that a script asks for by itself, while a page is open.</summary>
    internal void Stream(string pattern, Func<Operator, bool> may, Func<Visit, Task> stream) => _app.MapGet(pattern, async http =>
    {
        PageHeaders.Set(http);
        if (Door.Of(http, touch: false) is { } entered && may(entered.Who))
            await stream(new Visit(http, this, entered.Who, entered.Proof));
        else
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
    }).WithMetadata(AdminPage.Mark);

    /// <summary>Every address that nobody has answers with a page that says so; programs get their plain 404.</summary>
    internal void Rest()
    {
        var missing = Entering(static _ => true, static visit => Task.FromResult(visit.Missing("There is no such page.")));
        _app.MapFallback("{**path}", http =>
        {
            if (!http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
                return missing(http);
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }).WithMetadata(AdminPage.Mark);
    }

    private RequestDelegate Entering(Func<Operator, bool> may, Func<Visit, Task<IResult>> page) => http => EnterAsync(http, may, page);

    private async Task EnterAsync(HttpContext http, Func<Operator, bool> may, Func<Visit, Task<IResult>> page)
    {
        PageHeaders.Set(http);
        if (Door.Of(http) is not { } entered)
        {
            await (await LoginPages.AwayAsync(this, http)).ExecuteAsync(http);
            return;
        }

        var visit = new Visit(http, this, entered.Who, entered.Proof);
        try
        {
            var result = may(entered.Who) ? await page(visit) : visit.Refuse(StatusCodes.Status403Forbidden, $"The role of '{entered.Who.Name}' does not allow this.");
            await result.ExecuteAsync(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for it any more.
        }
        catch (Exception bug) when (!http.Response.HasStarted)
        {
            LogFailed(bug, http.Request.Path);
            http.Response.Clear();
            await visit.Refuse(StatusCodes.Status500InternalServerError, "This page failed. The log says why.").ExecuteAsync(http);
        }
    }

    private static async Task<IResult> ReadFormAsync(Visit visit, Func<Visit, IFormCollection, Task<IResult>> act, int largest)
    {
        var http = visit.Http;
        if (!Door.IsFromOurPage(http.Request))
            return visit.Refuse(StatusCodes.Status403Forbidden, "This form was not sent by a page of this console.");
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = largest;
        IFormCollection form;
        try
        {
            form = await http.Request.ReadFormAsync(new FormOptions { ValueLengthLimit = largest, BufferBodyLengthLimit = largest }, visit.Cancel);
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or BadHttpRequestException or InvalidOperationException)
        {
            return visit.Refuse(StatusCodes.Status400BadRequest, "The form is too large, or no form.");
        }

        return visit.IsOurs(form[FormProof.Field])
            ? await act(visit, form)
            : visit.Refuse(StatusCodes.Status403Forbidden, "The form was made for another session. Go back, load the page again, and send it once more.");
    }

    [LoggerMessage(8051, LogLevel.Error, "The page {Path} failed")]
    private partial void LogFailed(Exception bug, string path);
}
