using System.Net;

namespace Weir.Traffic.Journals;

/// <summary>
/// Turns an address as a log writes it into the two hashes of an exchange. Remembers them, since a keyed hash costs more
/// than all the rest of a line: a table of fixed size in which a newcomer takes the place of whoever had it.
/// </summary>
internal sealed class Addresses(KeyedHasher hasher)
{
    private const int Slots = 1 << 14;

    private sealed record Known(IPAddress Ip, KeyedHash Address, KeyedHash Network);

    private readonly Known?[] _known = new Known?[Slots];

    /// <summary>Also <c>1.2.3.4:5678</c>, <c>[::1]:5678</c>, and the first of a list, which proxies append to.</summary>
    public (KeyedHash Address, KeyedHash Network) Of(ReadOnlySpan<byte> text)
    {
        var comma = text.IndexOf((byte)',');
        text = (comma < 0 ? text : text[..comma]).Trim(" "u8);
        if (text.StartsWith("["u8) && text.IndexOf((byte)']') is > 0 and var close)
            text = text[1..close];
        else if (text.Count((byte)':') == 1)
            text = text[..text.IndexOf((byte)':')];
        if (text.IsEmpty || !IPAddress.TryParse(text, out var ip))
            return default;
        if (ip.IsIPv4MappedToIPv6)
            ip = ip.MapToIPv4();
        ref var slot = ref _known[ip.GetHashCode() & (Slots - 1)];
        var known = slot;
        if (known is null || !known.Ip.Equals(ip))
            slot = known = Make(ip);
        return (known.Address, known.Network);
    }

    private Known Make(IPAddress ip)
    {
        // A purpose byte in front keeps an address, a block and a prompt that share bytes apart, as in the gateway.
        Span<byte> bytes = stackalloc byte[17];
        ip.MapToIPv6().TryWriteBytes(bytes[1..], out _);
        bytes[0] = (byte)'a';
        var address = hasher.Hash(bytes);
        bytes[0] = (byte)'n';
        var v4 = ip.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork;
        bytes[(v4 ? 16 : 7)..].Clear();
        return new Known(ip, address, hasher.Hash(bytes));
    }
}
