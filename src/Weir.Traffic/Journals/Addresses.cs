using System.Net;

namespace Weir.Traffic.Journals;

/// <summary>
/// Turns an address as a log writes it into the two hashes of an exchange. Remembers them by the text, since parsing and
/// hashing cost more than the rest of a short line: a table of fixed size in which a newcomer takes the place of whoever had it.
/// </summary>
internal sealed class Addresses(KeyedHasher hasher)
{
    private const int Slots = 1 << 15;
    private const int LongestText = 64;

    private sealed record Known(byte[] Text, KeyedHash Address, KeyedHash Network);

    private readonly Known?[] _known = new Known?[Slots];

    public (KeyedHash Address, KeyedHash Network) Of(ReadOnlySpan<byte> text)
    {
        if (text.Length > LongestText)
            return Parse(text);
        ref var slot = ref _known[TextPool.SlotOf(text) & (Slots - 1)];
        var known = slot;
        if (known is null || !text.SequenceEqual(known.Text))
        {
            var (address, network) = Parse(text);
            slot = known = new Known(text.ToArray(), address, network);
        }

        return (known.Address, known.Network);
    }

    /// <summary>Also <c>1.2.3.4:5678</c>, <c>[::1]:5678</c>, and the first of a list, which proxies append to.</summary>
    private (KeyedHash Address, KeyedHash Network) Parse(ReadOnlySpan<byte> text)
    {
        var comma = text.IndexOf((byte)',');
        text = (comma < 0 ? text : text[..comma]).Trim(" "u8);
        if (text.StartsWith("["u8) && text.IndexOf((byte)']') is > 0 and var close)
            text = text[1..close];
        else if (text.Count((byte)':') == 1)
            text = text[..text.IndexOf((byte)':')];
        if (text.IsEmpty || !IPAddress.TryParse(text, out var ip))
            return default;
        // A purpose byte in front keeps an address, a block and a prompt that share bytes apart, as in the gateway.
        Span<byte> bytes = stackalloc byte[17];
        ip.MapToIPv6().TryWriteBytes(bytes[1..], out _);
        bytes[0] = (byte)'a';
        var address = hasher.Hash(bytes);
        bytes[0] = (byte)'n';
        var v4 = ip.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork || ip.IsIPv4MappedToIPv6;
        bytes[(v4 ? 16 : 7)..].Clear();
        return (address, hasher.Hash(bytes));
    }
}
