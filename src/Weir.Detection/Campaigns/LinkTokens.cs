using System.Net;
using Weir.Detection.Accounts;
using Weir.Traffic.Text;

namespace Weir.Detection.Campaigns;

/// <summary>The one place where exchanges and facts become things that accounts can have in common.</summary>
internal static class LinkTokens
{
    /// <summary>Pairs of MinHash bins that are read. A frame that makes half of a prompt shows in a quarter of them.</summary>
    public const int Bands = 8;
    /// <summary>Head, long head, tail, system prompt, bands.</summary>
    public const int MostOfPrompt = 4 + Bands;

    public static int OfPrompt(PromptFeatures prompt, Span<LinkToken> tokens)
    {
        var count = 0;
        var shape = prompt.Shape;
        if (shape.Head != 0)
            tokens[count++] = new LinkToken(LinkKind.Head, shape.Head);
        if (shape.LongHead != 0)
            tokens[count++] = new LinkToken(LinkKind.LongHead, shape.LongHead);
        if (shape.Tail != 0)
            tokens[count++] = new LinkToken(LinkKind.Tail, shape.Tail);
        if (!prompt.System.IsNone)
            tokens[count++] = new LinkToken(LinkKind.System, Fold(prompt.System.Value));
        Span<uint> phrases = stackalloc uint[Bands];
        PhrasesOf(prompt.Wording, phrases);
        foreach (var phrase in phrases)
        {
            if (phrase != 0)
                tokens[count++] = new LinkToken(LinkKind.Phrase, phrase);
        }

        return count;
    }

    public static void PhrasesOf(in MinHash wording, Span<uint> phrases)
    {
        phrases.Clear();
        if (wording.IsNone)
            return;
        Pair(wording.W0, 0, phrases);
        Pair(wording.W2, 2, phrases);
        Pair(wording.W4, 4, phrases);
        Pair(wording.W6, 6, phrases);
    }

    private static void Pair(ulong word, int band, Span<uint> phrases)
    {
        phrases[band] = Band((uint)word, band);
        phrases[band + 1] = Band((uint)(word >> 32), band + 1);
    }

    private static uint Band(uint bins, int band)
    {
        if ((ushort)bins == MinHash.Empty || (ushort)(bins >> 16) == MinHash.Empty)
            return 0;
        var hash = (uint)LinkToken.Spread(bins | (ulong)(band + 1) << 32);
        return hash == 0 ? 1 : hash;
    }

    public static uint Fold(ulong value)
    {
        if (value == 0)
            return 0;
        var folded = (uint)(value ^ value >> 32);
        return folded == 0 ? 1 : folded;
    }

    private const long DayMs = 86_400_000;
    private const long Settled = 2 * DayMs;
    private const long Asleep = 30 * DayMs;

    /// <summary>When an account began, as something that others have in common with it: of those who were there when the log began the hour, of newcomers the day.</summary>
    public static uint Began(long time, long begun) => Fold(LinkToken.Spread(time > begun + Settled ? (ulong)(time / DayMs) | 1UL << 53 : (ulong)(time / 3_600_000) | 1UL << 51));

    /// <summary>Takes over what the operator knows. True where something is new.</summary>
    /// <param name="begun">When the log began: who was there then may have been there before.</param>
    public static bool Facts(LinkRecord record, AccountFacts facts, long begun)
    {
        var before = (record.EmailDomain, record.SignupNetwork, record.CreatedHour, record.Payment);
        var late = record.First > begun + Settled;
        var asleep = late && facts.Created is { } made && made.ToUnixTimeMilliseconds() < record.First - Asleep;
        record.WokenDay = asleep ? Fold(LinkToken.Spread((ulong)(record.First / DayMs) | 1UL << 52)) : 0;
        if (facts.Created is not null)
            record.BeganHour = late && !asleep ? Began(record.First, begun) : 0;
        record.EmailDomain = Hash(facts.EmailDomain);
        record.SignupNetwork = Hash(NetworkOf(facts.SignupAddress));
        record.Payment = Hash(facts.Payment);
        record.CreatedHour = facts.Created is { } created ? Fold(LinkToken.Spread((ulong)(created.ToUnixTimeSeconds() / 3_600) | 1UL << 50)) : 0;
        return before != (record.EmailDomain, record.SignupNetwork, record.CreatedHour, record.Payment);
    }

    /// <summary>The block around an address: /24, or /48 of IPv6. What is no address stands for itself.</summary>
    private static string? NetworkOf(string? address)
    {
        if (string.IsNullOrEmpty(address) || !IPAddress.TryParse(address, out var ip))
            return address;
        Span<byte> bytes = stackalloc byte[16];
        ip.MapToIPv6().TryWriteBytes(bytes, out _);
        var v4 = ip.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork || ip.IsIPv4MappedToIPv6;
        return Convert.ToHexString(bytes[..(v4 ? 15 : 6)]);
    }

    /// <summary>Not string.GetHashCode, which differs from run to run.</summary>
    private static uint Hash(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return 0;
        var hash = 14_695_981_039_346_656_037UL;
        foreach (var c in text)
            hash = (hash ^ char.ToLowerInvariant(c)) * 1_099_511_628_211UL;
        return Fold(hash);
    }
}
