using Microsoft.AspNetCore.Http;
using Weir.Console.Access;
using Weir.Gateway;
using Weir.Gateway.Admin;

namespace Weir.Console.Shell;

/// <summary>One call of a page: who asks, for what, and the ways to answer.</summary>
public sealed class Visit
{
    private readonly FormProof _proof;

    internal Visit(HttpContext http, ConsolePages pages, Operator who, FormProof proof)
    {
        (Http, Pages, Who, _proof) = (http, pages, who, proof);
        Said = pages.Notices.Take(Asked(Notices.Parameter));
    }

    public HttpContext Http { get; }
    public Operator Who { get; }
    internal ConsolePages Pages { get; }
    public GatewayParts Gateway => Pages.Gateway;
    /// <summary>The gateway's own time: in a drill that of the made traffic.</summary>
    public DateTimeOffset Now => Gateway.Time.GetUtcNow();
    public CancellationToken Cancel => Http.RequestAborted;
    public bool IsLoggedIn => Pages.Door.AsksForToken;
    /// <summary>"light" or "dark" where this browser's user chose one; else as the system has it.</summary>
    public string? Theme => Http.Request.Cookies[ThemeRoute.Cookie] is "light" or "dark" ? Http.Request.Cookies[ThemeRoute.Cookie] : null;
    /// <summary>What the page before has to say, once.</summary>
    public Notice? Said { get; }
    /// <summary>For the hidden field of a form.</summary>
    public string Proof => _proof.Write();
    internal bool IsOurs(string? proof) => _proof.IsOurs(proof);

    /// <summary>Path and question, to come back to.</summary>
    public string Address => Http.Request.Path + Http.Request.QueryString;

    /// <summary>A parameter of the question; null where it is missing or empty.</summary>
    public string? Asked(string name) => Http.Request.Query[name].ToString() is { Length: > 0 } value ? value : null;

    public string Route(string name) => (string)Http.Request.RouteValues[name]!;

    /// <summary>A whole page.</summary>
    public IResult Page<TView, TModel>(string title, TModel model, int status = StatusCodes.Status200OK)
        where TView : PageView<TModel>
        where TModel : class => new PageResult(this, title, typeof(TView), model, status);

    /// <summary>After a form: to a page of ours, which says this once.</summary>
    public IResult Back(string path, string says, bool wrong = false) => new SeeOther(Notices.AddTo(path, Pages.Notices.Keep(new Notice(says, wrong))));

    public IResult To(string path) => new SeeOther(path);

    /// <summary>A page that says why there is no other.</summary>
    public IResult Refuse(int status, string says) => Page<FaultView, Fault>(Fault.TitleOf(status), new Fault(status, says), status);

    public IResult Missing(string says) => Refuse(StatusCodes.Status404NotFound, says);

    /// <summary>Detection has more questions waiting than it answers.</summary>
    public IResult Busy()
    {
        Http.Response.Headers.RetryAfter = "2";
        return Refuse(StatusCodes.Status503ServiceUnavailable, "Detection has too many questions to answer at the moment. Load the page again in a few seconds.");
    }
}

/// <summary>What a form did, told on the next page.</summary>
public sealed record Notice(string Says, bool Wrong);
