namespace Weir.Gateway.Limits;

/// <summary>What a limit counts together, in the order in which it is asked: the caller's own before what it shares with others.</summary>
internal enum LimitScope : byte
{
    Account = 0,
    Key,
    Organization,
    Model,
    Everyone,
}

internal enum LimitKind : byte
{
    Requests = 0,
    Tokens,
    TokensPerDay,
    Concurrency,
}

internal static class LimitScopes
{
    public const int Count = 5;

    /// <summary>Whether the numbers are the caller's own. Those of a model or of everyone would tell of other tenants.</summary>
    public static bool IsOwn(this LimitScope scope) => scope <= LimitScope.Organization;
}
