using System.Buffers;
using System.Net;
using Microsoft.Extensions.Primitives;

namespace Weir.Gateway.Admission;

/// <summary>
/// Reads <c>X-Forwarded-For</c> as those who wrote it can be trusted: from the right, past the listed proxies, to the
/// first address that no trusted proxy has. What stands further left was written by the caller and is not read.
/// </summary>
internal static class ForwardedFor
{
    /// <summary>More proxies in a row than anybody runs; what is longer is not read further.</summary>
    private const int MaxHops = 16;

    private static readonly SearchValues<char> V6Letters = SearchValues.Create("0123456789abcdefABCDEF:.");

    /// <summary>The client's address; <paramref name="peer"/> where nothing believable is said.</summary>
    public static IPAddress Client(IPAddress peer, StringValues header, IReadOnlyList<System.Net.IPNetwork> trusted)
    {
        var client = peer;
        var hops = 0;
        for (var line = header.Count - 1; line >= 0; line--)
        {
            var rest = header[line].AsSpan();
            while (true)
            {
                var comma = rest.LastIndexOf(',');
                // A malformed entry stops the walk: the proxy that passed it on is the last one known for sure.
                if (++hops > MaxHops || !TryParse(rest[(comma + 1)..].Trim(" \t"), out var entry))
                    return client;
                client = entry;
                if (!IsTrusted(entry, trusted))
                    return client;
                if (comma < 0)
                    break;
                rest = rest[..comma];
            }
        }

        return client;
    }

    public static bool IsTrusted(IPAddress address, IReadOnlyList<System.Net.IPNetwork> trusted)
    {
        if (trusted.Count == 0)
            return false;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        for (var i = 0; i < trusted.Count; i++)
        {
            if (trusted[i].Contains(address))
                return true;
        }

        return false;
    }

    /// <summary>
    /// An address with or without port: <c>a.b.c.d</c>, <c>a.b.c.d:port</c>, an IPv6 address bare or in brackets. Stricter than the
    /// platform's parser, which also takes <c>1</c>, <c>0x7f.1</c>, octal numbers and zones.
    /// </summary>
    internal static bool TryParse(ReadOnlySpan<char> text, out IPAddress address)
    {
        address = IPAddress.None;
        if (text.Length is 0 or > 64)
            return false;
        if (text[0] == '[')
        {
            var end = text.IndexOf(']');
            return end > 0 && IsPort(text[(end + 1)..]) && TryParseV6(text[1..end], out address);
        }

        var colon = text.IndexOf(':');
        if (colon >= 0 && text[(colon + 1)..].Contains(':'))
            return TryParseV6(text, out address);
        if (colon >= 0)
        {
            if (!IsPort(text[colon..]))
                return false;
            text = text[..colon];
        }

        return IsPlainV4(text) && IPAddress.TryParse(text, out address!);
    }

    private static bool TryParseV6(ReadOnlySpan<char> text, out IPAddress address)
    {
        address = IPAddress.None;
        if (text.ContainsAnyExcept(V6Letters) || !text.Contains(':') || !IPAddress.TryParse(text, out var parsed))
            return false;
        address = parsed.IsIPv4MappedToIPv6 ? parsed.MapToIPv4() : parsed;
        return true;
    }

    private static bool IsPort(ReadOnlySpan<char> text) =>
        text.IsEmpty || text[0] == ':' && text.Length is > 1 and <= 6 && text[1..].IndexOfAnyExceptInRange('0', '9') < 0;

    private static bool IsPlainV4(ReadOnlySpan<char> text)
    {
        var parts = 0;
        foreach (var part in text.Split('.'))
        {
            var number = text[part];
            if (++parts > 4 || number.Length is 0 or > 3 || number.IndexOfAnyExceptInRange('0', '9') >= 0 || number.Length > 1 && number[0] == '0')
                return false;
        }

        return parts == 4;
    }
}
