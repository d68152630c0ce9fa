using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Weir.Traffic;

namespace Weir.Gateway.Admission;

/// <summary>An address as 128 bits, IPv4 in its mapped form, so that one caller has one form whatever the socket says.</summary>
internal readonly record struct AddressBits(ulong High, ulong Low)
{
    public bool IsV4 => High == 0 && Low >> 32 == 0xffff;

    /// <summary>What failures are counted by. Whoever has one IPv6 address has its whole /64.</summary>
    public AddressBits ThrottleBlock => IsV4 ? this : this with { Low = 0 };

    public static AddressBits Of(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var written);
        return written == 4
            ? new AddressBits(0, 0xffff_0000_0000ul | BinaryPrimitives.ReadUInt32BigEndian(bytes))
            : new AddressBits(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));
    }

    public IPAddress ToAddress()
    {
        Span<byte> bytes = stackalloc byte[16];
        Write(bytes);
        return IsV4 ? new IPAddress(bytes[12..]) : new IPAddress(bytes);
    }

    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Low);
    }
}

/// <summary>An address that calls come from, with the hashes that stand for it in the journal.</summary>
internal sealed class Sender(AddressBits bits, IPAddress ip, KeyedHash address, KeyedHash network)
{
    public AddressBits Bits => bits;
    public IPAddress Ip => ip;
    public KeyedHash Address => address;
    /// <summary>The block around it: /24 for IPv4, /48 for IPv6.</summary>
    public KeyedHash Network => network;
}

/// <summary>
/// Remembers senders, so that a repeated address costs no HMAC. Direct-mapped: a newcomer takes the slot of whoever
/// had it, readers take no lock, and the size never changes. Slots are placed by a hash whose key nobody knows.
/// </summary>
internal sealed class Senders(KeyedHasher hasher, SipHash sip)
{
    private const int Slots = 1 << 13;

    private readonly Sender?[] _slots = new Sender?[Slots];

    public Sender Get(IPAddress address)
    {
        var bits = AddressBits.Of(address);
        ref var slot = ref _slots[Slot(sip, bits, Slots)];
        var known = Volatile.Read(ref slot);
        if (known is not null && known.Bits == bits)
            return known;
        var made = Make(bits, address);
        Volatile.Write(ref slot, made);
        return made;
    }

    /// <summary>A place in a table with a power of two of slots.</summary>
    internal static int Slot(SipHash sip, in AddressBits bits, int slots)
    {
        Span<byte> bytes = stackalloc byte[16];
        bits.Write(bytes);
        return (int)(sip.Of(bytes).Low & (ulong)(slots - 1));
    }

    private Sender Make(AddressBits bits, IPAddress given)
    {
        // A purpose byte in front keeps an address, a block and a prompt that share bytes apart.
        Span<byte> bytes = stackalloc byte[17];
        bits.Write(bytes[1..]);
        bytes[0] = (byte)'a';
        var address = hasher.Hash(bytes);
        bytes[0] = (byte)'n';
        bytes[(bits.IsV4 ? 16 : 7)..].Clear();
        var network = hasher.Hash(bytes);
        var ip = bits.IsV4 && given.AddressFamily == AddressFamily.InterNetworkV6 || given is { AddressFamily: AddressFamily.InterNetworkV6, ScopeId: not 0 }
            ? bits.ToAddress()
            : given;
        return new Sender(bits, ip, address, network);
    }
}
