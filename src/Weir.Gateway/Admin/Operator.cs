using Microsoft.AspNetCore.Http;
using Weir.Gateway.Configuration;

namespace Weir.Gateway.Admin;

/// <summary>Who acts on the admin port. Told by the token, never by what a call says of itself.</summary>
public sealed record Operator(string Name, OperatorRole Role)
{
    private const string Item = "weir.operator";

    /// <summary>Without any token, on a loopback address: whoever may use the machine.</summary>
    public static Operator Local { get; } = new("local", OperatorRole.Admin);

    public static Operator Of(HttpContext http) => (Operator)http.Items[Item]!;

    public void Enter(HttpContext http) => http.Items[Item] = this;

    public bool MayLook => Role is OperatorRole.Viewer or OperatorRole.Analyst or OperatorRole.Admin;

    public bool MayDecide => Role is OperatorRole.Analyst or OperatorRole.Admin;

    public bool MayConfirm => Role is OperatorRole.Analyst or OperatorRole.Admin or OperatorRole.Verifier;

    public bool MayAll => Role == OperatorRole.Admin;
}
