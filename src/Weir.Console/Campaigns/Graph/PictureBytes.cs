using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Weir.Console.Pieces;
using Weir.Detection.Campaigns;
using Weir.Policy;

namespace Weir.Console.Campaigns.Graph;

/// <summary>
/// A picture as the browser reads it: "WEIR", the length of a JSON header, the header, then columns one after the other, little-endian, each from a multiple of four on. Lists of accounts are
/// written as differences, which pack well. Names come last, so that what is drawn first need not wait for them.
/// </summary>
internal static class PictureBytes
{
    /// <summary>Accounts that a picture holds; the table holds all.</summary>
    public const int MostAccounts = 60_000;
    private const int LongestName = 80;

    private sealed record PartHead(string Kind, int Bond, int Accounts, float X, float Y, float R);

    private sealed record BondHead(string Kind, string Family, string Mark, string? Name, int Accounts, double OneIn, bool Forgeable, bool Core);

    public static byte[] Write(CampaignBonds campaign, CampaignLayout layout, Waves waves, Func<string, Posture> postureOf)
    {
        var accounts = campaign.Accounts;
        var core = layout.Parts.Core.ToHashSet();
        var header = JsonSerializer.SerializeToUtf8Bytes(new
        {
            campaign = campaign.Campaign,
            accounts = accounts.Count,
            from = waves.From.ToUnixTimeMilliseconds(),
            to = waves.To.ToUnixTimeMilliseconds(),
            middle = (float)layout.Middle.Radius,
            parts = layout.Parts.All.Select((part, i) => new PartHead(part.Kind.ToString().ToLowerInvariant(), part.Bond, part.Accounts.Count, (float)layout.Islands[i].X, (float)layout.Islands[i].Y, (float)layout.Islands[i].Radius)),
            bonds = campaign.Bonds.Select((bond, i) => new BondHead(bond.Kind, bond.Family, bond.Mark, bond.Name is { } name ? ShownText.Of(name, LongestName).Shown : null, bond.Accounts.Count, bond.OneIn, bond.Forgeable, core.Contains(i))),
            replacements = campaign.Replacements.Count,
        }, JsonSerializerOptions.Web);

        using var bytes = new MemoryStream(header.Length + accounts.Count * 40);
        bytes.Write("WEIR"u8);
        Number(bytes, header.Length);
        bytes.Write(header);
        Align(bytes);
        Column(bytes, accounts.Count, 4, (span, i) => BinaryPrimitives.WriteSingleLittleEndian(span, layout.X[i]));
        Column(bytes, accounts.Count, 4, (span, i) => BinaryPrimitives.WriteSingleLittleEndian(span, layout.Y[i]));
        var whole = Math.Max(1, (waves.To - waves.From).Ticks);
        Column(bytes, accounts.Count, 2, (span, i) => BinaryPrimitives.WriteUInt16LittleEndian(span, (ushort)Math.Clamp((accounts[i].FirstAt - waves.From).Ticks * 65535.0 / whole, 0, 65535)));
        Column(bytes, accounts.Count, 1, (span, i) => span[0] = (byte)Math.Round(accounts[i].Certainty * 255));
        Column(bytes, accounts.Count, 1, (span, i) => span[0] = layout.PartOf[i]);
        Column(bytes, accounts.Count, 1, (span, i) => span[0] = (byte)((int)accounts[i].Belonging | (int)accounts[i].Verdict << 2 | (int)postureOf(accounts[i].Account) << 4));
        foreach (var bond in campaign.Bonds)
        {
            var last = 0;
            Column(bytes, bond.Accounts.Count, 2, (span, i) =>
            {
                BinaryPrimitives.WriteUInt16LittleEndian(span, (ushort)(bond.Accounts[i] - last));
                last = bond.Accounts[i];
            });
        }

        Column(bytes, campaign.Replacements.Count, 2, (span, i) => BinaryPrimitives.WriteUInt16LittleEndian(span, (ushort)campaign.Replacements[i].Gone));
        Column(bytes, campaign.Replacements.Count, 2, (span, i) => BinaryPrimitives.WriteUInt16LittleEndian(span, (ushort)campaign.Replacements[i].Came));
        foreach (var account in accounts)
        {
            bytes.Write(Encoding.UTF8.GetBytes(ShownText.Of(account.Account, LongestName).Shown));
            bytes.WriteByte((byte)'\n');
        }

        return bytes.ToArray();
    }

    private delegate void Cell(Span<byte> span, int i);

    private static void Column(MemoryStream bytes, int count, int size, Cell write)
    {
        var from = (int)bytes.Position;
        bytes.SetLength(from + count * size);
        var buffer = bytes.GetBuffer();
        for (var i = 0; i < count; i++)
            write(buffer.AsSpan(from + i * size, size), i);
        bytes.Position = from + count * size;
        Align(bytes);
    }

    private static void Number(MemoryStream bytes, int number)
    {
        Span<byte> span = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(span, number);
        bytes.Write(span);
    }

    private static void Align(MemoryStream bytes)
    {
        while (bytes.Position % 4 != 0)
            bytes.WriteByte(0);
    }
}
