using System.Net;
using System.Net.Sockets;

namespace Weir.Gateway.Enforcement.Notices;

/// <summary>Which addresses lie outside. What a name resolves to is checked at the connection itself, so that no second answer of a name server counts.</summary>
internal static class PublicAddress
{
    private static readonly IPNetwork[] Inside =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15",
            "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3", "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(static block => IPNetwork.Parse(block)),
    ];

    public static bool IsPublic(IPAddress address)
    {
        // An IPv4 address in the clothes of IPv6 is what it is inside.
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6 && !Inside.Any(block => block.Contains(address));
    }
}
