using System.Text.Json.Nodes;

namespace Weir.Settings;

/// <summary>An address to listen on.</summary>
internal sealed class ListenUrl(string example, bool tls) : WordKind<Uri>
{
    public override string What => "a URL that Weir can listen on";
    public override string Allowed => (tls ? "`http://` or `https://`" : "`http://`") + " with an IP address or `localhost`, and a port; no path; port 0 takes a free one";
    public override string Example => example;
    protected override string WriteWord(Uri value) => value.GetLeftPart(UriPartial.Authority);
    protected override JsonObject Schema() => new() { ["type"] = "string", ["pattern"] = tls ? "^https?://[^/]+/?$" : "^http://[^/]+/?$" };

    protected override bool TryParse(ConfigScalar scalar, ConfigFaults faults, out Uri value) =>
        Uri.TryCreate(scalar.Text, UriKind.Absolute, out value!)
        && (value.Scheme is "http" || (tls && value.Scheme is "https"))
        && value.PathAndQuery is "/" && value.Fragment.Length == 0 && value.UserInfo.Length == 0
        && (value.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6 || value.Host is "localhost");
}

/// <summary>An address that Weir calls.</summary>
internal sealed class CallUrl(string example) : WordKind<Uri>
{
    public override string What => "a URL that Weir can call";
    public override string Allowed => "`http://` or `https://` with a host; no user, no query";
    public override string Example => example;
    protected override string WriteWord(Uri value) => value.OriginalString;
    protected override JsonObject Schema() => new() { ["type"] = "string", ["pattern"] = "^https?://" };

    /// <summary>A URL may carry a password.</summary>
    protected override bool Secret(ConfigScalar scalar) => scalar.Text.Contains('@') || scalar.Text.Contains('?');

    protected override bool TryParse(ConfigScalar scalar, ConfigFaults faults, out Uri value) =>
        Uri.TryCreate(scalar.Text, UriKind.Absolute, out value!)
        && value.Scheme is "http" or "https"
        && value.Host.Length > 0 && value.Query.Length == 0 && value.Fragment.Length == 0 && value.UserInfo.Length == 0;
}
