using System.Net;
using Weir.Traffic;

namespace Weir.Gateway.Admission;

/// <summary>Who is calling, from where, with what. Made once per request by admission; nothing later asks again.</summary>
public sealed record Caller
{
    public required string Account { get; init; }
    public string? Organization { get; init; }
    public string? Key { get; init; }
    public required IPAddress Ip { get; init; }
    public KeyedHash Address { get; init; }
    public KeyedHash Network { get; init; }
    public string? UserAgent { get; init; }
    public string? Tls { get; init; }
    /// <summary>Models this key may ask for; null means all.</summary>
    public IReadOnlyList<string>? Models { get; init; }
    /// <summary>Identity <c>bearer</c>: the upstream has not yet accepted this credential, so nothing is kept of it.</summary>
    public bool Provisional { get; init; }
}
