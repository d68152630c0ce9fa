using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Accounts;

/// <summary>What an operator knows of an account besides its traffic: a line of the accounts file.</summary>
public sealed record AccountFacts
{
    public required DateTimeOffset Created { get; init; }
    public string? Organization { get; init; }
    public required string EmailDomain { get; init; }
    public required string Payment { get; init; }
    public required Place SignedUpFrom { get; init; }
    public bool Verified { get; init; }
    public required string Tier { get; init; }
    public DateTimeOffset? LicensedUntil { get; init; }
}

/// <summary>Who an account is: names, keys, clients and networks, drawn alike for every class.</summary>
public sealed record Identity
{
    public required string Account { get; init; }
    public required string[] Keys { get; init; }
    public required Client[] Clients { get; init; }
    public required Place[] Places { get; init; }
    public required AccountFacts Facts { get; init; }
    public required string Model { get; init; }

    /// <summary>When its first exchange can be, in milliseconds from the start of the traffic.</summary>
    public long From { get; init; }

    /// <summary>The network of a moment: mostly the day's own, sometimes another of the account's.</summary>
    public int PlaceAt(long atMs, ref Dice dice)
    {
        if (Places.Length == 1)
            return 0;
        return dice.Chance(0.8) ? (int)(Dice.Mix((ulong)(atMs / 86_400_000) + (ulong)Account.Length) % (ulong)Places.Length) : dice.Below(Places.Length);
    }

    public static Identity Draw(DateTimeOffset start, long spanMs, ulong serial, ref Dice dice)
    {
        // One account in six is new: it registers during the traffic and starts within hours.
        var fresh = dice.Chance(1 / 6.0);
        var from = fresh ? (long)(dice.Unit() * spanMs * 0.6) : 0;
        var created = fresh
            ? start.AddMilliseconds(from - dice.Exponential(6 * 3_600_000.0))
            : start.AddDays(-dice.LogNormal(160, 1.1));
        var places = new Place[dice.Weighted([60, 25, 15]) switch { 0 => 1, 1 => dice.Between(2, 3), _ => dice.Between(4, 20) }];
        for (var i = 0; i < places.Length; i++)
            places[i] = i > 0 && dice.Chance(0.4) ? places[i - 1].Neighbour(ref dice) : Place.Draw(ref dice);
        var clients = new Client[dice.Chance(0.8) ? 1 : dice.Between(2, 3)];
        for (var i = 0; i < clients.Length; i++)
            clients[i] = Client.Draw(ref dice);
        var name = $"{Dice.Mix(serial) & 0xFFFFFFFFFF:x10}";
        var keys = new string[dice.Chance(0.8) ? 1 : dice.Between(2, 4)];
        for (var i = 0; i < keys.Length; i++)
            keys[i] = $"k{name[..6]}{i}";
        return new Identity
        {
            Account = "a" + name,
            Keys = keys,
            Clients = clients,
            Places = places,
            From = from,
            Model = Models.Draw(ref dice),
            Facts = new AccountFacts
            {
                Created = created,
                EmailDomain = Mail(ref dice),
                Payment = $"p{dice.Next() & 0xFFFFFFFFFFFF:x12}",
                SignedUpFrom = dice.Chance(0.7) ? places[0].Neighbour(ref dice) : Place.Draw(ref dice),
                Verified = dice.Chance(0.55),
                Tier = dice.Pick<string>(["free", "pay", "pay", "pay", "pro", "scale"]),
            },
        };
    }

    private static string Mail(ref Dice dice)
    {
        if (dice.Chance(0.6))
            return dice.Pick<string>(["mail.example", "post.example", "inbox.example", "webmail.example"]);
        var name = new TextBuffer();
        Invented.Brand(ref dice, name);
        return name.ToString().ToLowerInvariant() + ".example";
    }
}
