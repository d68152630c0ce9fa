using System.Diagnostics.CodeAnalysis;
using System.Net;
using Weir.Traffic;

namespace Weir.Gateway.Admission;

/// <summary>
/// Who is calling, from where, with what. Made once per request by admission; nothing later asks again. Not a record:
/// two calls of one caller are not one thing.
/// </summary>
public sealed class Caller
{
    public Caller()
    {
    }

    [SetsRequiredMembers]
    internal Caller(Sender sender, string account)
    {
        Account = account;
        Ip = sender.Ip;
        Address = sender.Address;
        Network = sender.Network;
    }

    public required string Account { get; init; }
    public string? Organization { get; init; }
    /// <summary>The id of the key, never the key.</summary>
    public string? Key { get; init; }
    public required IPAddress Ip { get; init; }
    public KeyedHash Address { get; init; }
    public KeyedHash Network { get; init; }
    public string? UserAgent { get; internal set; }
    /// <summary>TLS fingerprint, where a trusted terminator reported one.</summary>
    public string? Tls { get; internal set; }
    /// <summary>Models this key may ask for; null means all.</summary>
    public IReadOnlyList<string>? Models { get; init; }
    /// <summary>Identity <c>bearer</c>: the upstream has not yet accepted this credential, so nothing is kept of it.</summary>
    public bool Provisional => Ticket is { Known: false };
    /// <summary>Where the call carries credentials, or may: where the identity came by a header, a query is not read for them.</summary>
    public CredentialPlaces Places { get; internal set; }
    /// <summary>What the upstream's answer will decide about a bearer credential.</summary>
    internal BearerTicket? Ticket { get; init; }
    /// <summary>The credential is the upstream's to check, so it must reach it unchanged.</summary>
    public bool PassesCredential => Ticket is not null;
}
