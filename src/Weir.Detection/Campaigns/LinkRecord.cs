using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Weir.Detection.Accounts;
using Weir.Traffic.Text;

namespace Weir.Detection.Campaigns;

/// <summary>
/// What is kept of an account to compare it with others: a few hundred bytes, whatever the account does, from its first request on. No text.
/// Networks, clients and end users are the ones with the least hashes: two accounts that draw from one pool keep the same ones.
/// </summary>
internal sealed class LinkRecord(string account, int slot)
{
    public string Account { get; } = account;
    public int Slot { get; } = slot;

    public long First;
    public long Last;
    public int Exchanges;
    public int Openings;
    public int NextLook = 1;

    public Sample6 Networks;
    public Sample3 Clients;
    public Sample3 EndUsers;
    public uint EmailDomain;
    public uint SignupNetwork;
    public uint CreatedHour;
    /// <summary>The hour of the first exchange; where it is known when the account was made, the day, of newcomers only.</summary>
    public uint BeganHour;
    public uint Payment;
    public uint WokenDay;
    public Phrases Phrases;
    public Conduct.Counts Conduct;
    /// <summary>Sum of the directions of the content sketches, by their first axes, which are a projection of their own.</summary>
    public Axes Content;
    public int Contents;

    /// <summary>Counted among those that tell what is usual.</summary>
    public bool Established;
    public bool Licensed;
    /// <summary>What account detection last said at the end of a day.</summary>
    public float OwnEvidence;
    public Verdict OwnVerdict;
    /// <summary>Whether that was said after enough exchanges to mean something.</summary>
    public bool IsJudged => Exchanges >= Judgement.FirstCheck && OwnEvidence != 0;

    /// <summary>Number of its group plus one; 0: none.</summary>
    public int Group;
    /// <summary>Linked only by what others can put on it: its exchanges are not the group's.</summary>
    public bool Beside;
    public long LinkedAt;
    public int ExchangesBeforeLink;

    public const int ContentAxes = 16;

    [InlineArray(6)]
    internal struct Sample6 { private uint _first; }
    [InlineArray(3)]
    internal struct Sample3 { private uint _first; }
    [InlineArray(ContentAxes)]
    internal struct Axes { private float _first; }

    public bool IsUnknown => (EmailDomain | SignupNetwork | Payment | CreatedHour | WokenDay) == 0;

    public int Bytes => 330 + Account.Length * 2 + Phrases.Bytes;

    public void AddContent(in ContentSketch content)
    {
        if (content.IsNone)
            return;
        Span<byte> bytes = stackalloc byte[ContentSketch.Axes];
        content.CopyTo(bytes);
        var squares = 0f;
        for (var i = 0; i < ContentAxes; i++)
            squares += (sbyte)bytes[i] * (sbyte)bytes[i];
        if (squares == 0)
            return;
        var scale = 1 / MathF.Sqrt(squares);
        for (var i = 0; i < ContentAxes; i++)
            Content[i] += (sbyte)bytes[i] * scale;
        Contents++;
    }

    /// <summary>Keeps the least hashes. True where the value was not among them and now is.</summary>
    public static bool Sample(Span<uint> sample, uint value)
    {
        if (value == 0 || sample.Contains(value))
            return false;
        var spread = value * 2_654_435_769u;
        var most = 0;
        for (var i = 0; i < sample.Length; i++)
        {
            if (sample[i] == 0)
            {
                sample[i] = value;
                return true;
            }

            if (sample[i] * 2_654_435_769u > sample[most] * 2_654_435_769u)
                most = i;
        }

        if (spread >= sample[most] * 2_654_435_769u)
            return false;
        sample[most] = value;
        return true;
    }

    /// <summary>Everything it could have in common with somebody.</summary>
    public int Tokens(Span<LinkToken> tokens)
    {
        var count = 0;
        foreach (var network in (ReadOnlySpan<uint>)Networks)
            Put(tokens, ref count, LinkKind.Network, network);
        foreach (var client in (ReadOnlySpan<uint>)Clients)
            Put(tokens, ref count, LinkKind.Client, client);
        foreach (var user in (ReadOnlySpan<uint>)EndUsers)
            Put(tokens, ref count, LinkKind.EndUser, user);
        Put(tokens, ref count, LinkKind.EmailDomain, EmailDomain);
        Put(tokens, ref count, LinkKind.SignupNetwork, SignupNetwork);
        Put(tokens, ref count, LinkKind.CreatedHour, CreatedHour);
        Put(tokens, ref count, LinkKind.BeganHour, BeganHour);
        Put(tokens, ref count, LinkKind.Payment, Payment);
        Put(tokens, ref count, LinkKind.WokenDay, WokenDay);
        for (var i = 0; i < Phrases.Count; i++)
        {
            if (Phrases[i].Key != 0)
                tokens[count++] = Phrases[i];
        }

        return count;
    }

    public const int MostTokens = 6 + 3 + 3 + 6 + Phrases.Most;

    private static void Put(Span<LinkToken> tokens, ref int count, LinkKind kind, uint hash)
    {
        if (hash != 0)
            tokens[count++] = new LinkToken(kind, hash);
    }

    public void Save(BinaryWriter to)
    {
        to.Write(Account);
        to.Write(First);
        to.Write(Last);
        to.Write(Exchanges);
        to.Write(Openings);
        to.Write(NextLook);
        to.Write(MemoryMarshal.AsBytes((ReadOnlySpan<uint>)Networks));
        to.Write(MemoryMarshal.AsBytes((ReadOnlySpan<uint>)Clients));
        to.Write(MemoryMarshal.AsBytes((ReadOnlySpan<uint>)EndUsers));
        to.Write(EmailDomain);
        to.Write(SignupNetwork);
        to.Write(CreatedHour);
        to.Write(BeganHour);
        to.Write(Payment);
        to.Write(WokenDay);
        Phrases.Save(to);
        to.Write(MemoryMarshal.AsBytes((ReadOnlySpan<ushort>)Conduct));
        to.Write(MemoryMarshal.AsBytes((ReadOnlySpan<float>)Content));
        to.Write(Contents);
        to.Write((byte)((Established ? 1 : 0) | (Licensed ? 2 : 0) | (Beside ? 4 : 0)));
        to.Write(OwnEvidence);
        to.Write((byte)OwnVerdict);
        to.Write(Group);
        to.Write(LinkedAt);
        to.Write(ExchangesBeforeLink);
    }

    public static LinkRecord Restore(BinaryReader from, int slot)
    {
        var record = new LinkRecord(from.ReadString(), slot)
        {
            First = from.ReadInt64(),
            Last = from.ReadInt64(),
            Exchanges = from.ReadInt32(),
            Openings = from.ReadInt32(),
            NextLook = from.ReadInt32(),
        };
        from.BaseStream.ReadExactly(MemoryMarshal.AsBytes((Span<uint>)record.Networks));
        from.BaseStream.ReadExactly(MemoryMarshal.AsBytes((Span<uint>)record.Clients));
        from.BaseStream.ReadExactly(MemoryMarshal.AsBytes((Span<uint>)record.EndUsers));
        record.EmailDomain = from.ReadUInt32();
        record.SignupNetwork = from.ReadUInt32();
        record.CreatedHour = from.ReadUInt32();
        record.BeganHour = from.ReadUInt32();
        record.Payment = from.ReadUInt32();
        record.WokenDay = from.ReadUInt32();
        record.Phrases.Restore(from);
        from.BaseStream.ReadExactly(MemoryMarshal.AsBytes((Span<ushort>)record.Conduct));
        from.BaseStream.ReadExactly(MemoryMarshal.AsBytes((Span<float>)record.Content));
        record.Contents = from.ReadInt32();
        var flags = from.ReadByte();
        (record.Established, record.Licensed, record.Beside) = ((flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0);
        record.OwnEvidence = from.ReadSingle();
        record.OwnVerdict = (Verdict)from.ReadByte();
        record.Group = from.ReadInt32();
        record.LinkedAt = from.ReadInt64();
        record.ExchangesBeforeLink = from.ReadInt32();
        return record;
    }
}
