using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Scenarios.Parts;

/// <summary>Somebody who runs many accounts: what is bought or set up once and then used by all of them.</summary>
internal sealed class Operator
{
    private const double Day = 86_400_000;

    private readonly Casting _cast;
    private readonly Ties _ties;
    private readonly Place[] _exits;
    private readonly Place[] _signups;
    private readonly string[] _domains;
    private readonly (Client Client, Shape Shape)[] _programs;
    private string _card = "";
    private int _cardLeft;
    private DateTimeOffset _batch;
    private int _batchLeft;

    public Operator(Casting cast, Ties ties)
    {
        (_cast, _ties) = (cast, ties);
        _exits = Many(ties.Exits, static (ref Dice dice) => Place.Draw(ref dice));
        _signups = Many(ties.SignupNetworks, static (ref Dice dice) => Place.Draw(ref dice));
        _domains = Many(ties.MailDomains, static (ref Dice dice) => Domain(ref dice));
        _programs = Many(ties.Programs, static (ref Dice dice) => (Client.Draw(ref dice), Shape.Draw(ref dice)));
    }

    private delegate T Draw<T>(ref Dice dice);

    /// <summary>A new account in this hand, and the parameters of the program that it runs.</summary>
    public (Identity Who, Shape Shape) Enlist(long from)
    {
        ref var dice = ref _cast.Dice;
        var who = _cast.Identity();
        var (client, shape) = _programs.Length > 0 ? _programs[dice.Zipf(_programs.Length)] : (who.Clients[0], Shape.Draw(ref dice));
        var places = _exits.Length > 0 ? Exits(ref dice) : who.Places;
        who = who with
        {
            From = from,
            Places = places,
            Clients = _programs.Length > 0 ? [client] : who.Clients,
            Facts = who.Facts with
            {
                Created = Registered(from, ref dice),
                EmailDomain = _domains.Length > 0 ? _domains[dice.Below(_domains.Length)] : who.Facts.EmailDomain,
                Payment = Card(who.Facts.Payment, ref dice),
                SignedUpFrom = _signups.Length > 0 ? _signups[dice.Below(_signups.Length)].Neighbour(ref dice)
                    : dice.Chance(0.7) ? places[0].Neighbour(ref dice) : Place.Draw(ref dice),
            },
        };
        return (who, shape);
    }

    private Place[] Exits(ref Dice dice)
    {
        var places = new Place[dice.Weighted([60, 25, 15]) switch { 0 => 1, 1 => dice.Between(2, 3), _ => dice.Between(4, 20) }];
        for (var i = 0; i < places.Length; i++)
            places[i] = _exits[dice.Below(_exits.Length)].Neighbour(ref dice);
        return places;
    }

    private DateTimeOffset Registered(long from, ref Dice dice)
    {
        var first = _cast.Start.AddMilliseconds(from);
        if (dice.Chance(_ties.Aged))
            return first.AddDays(-dice.LogNormal(160, 1.1));
        if (_ties.AccountsPerBatch == 0)
            return first.AddMilliseconds(-dice.Exponential(dice.Chance(0.5) ? Day / 4 : 10 * Day));
        if (_batchLeft-- <= 0 || _batch > first)
            (_batchLeft, _batch) = ((int)dice.Exponential(_ties.AccountsPerBatch), first.AddMilliseconds(-dice.LogNormal(Day / 2, 1)));
        // One after the other, a minute or two for each.
        _batch = _batch.AddMilliseconds(dice.Exponential(90_000));
        return _batch < first ? _batch : first.AddMilliseconds(-60_000);
    }

    private string Card(string own, ref Dice dice)
    {
        if (_ties.AccountsPerCard == 0)
            return own;
        if (_cardLeft-- <= 0)
            (_card, _cardLeft) = (own, (int)dice.Exponential(_ties.AccountsPerCard));
        return _card;
    }

    private T[] Many<T>(int count, Draw<T> draw)
    {
        var all = new T[count];
        for (var i = 0; i < count; i++)
            all[i] = draw(ref _cast.Dice);
        return all;
    }

    /// <summary>A domain that nobody else has.</summary>
    public static string Domain(ref Dice dice)
    {
        var name = new TextBuffer();
        Invented.Brand(ref dice, name);
        return name.ToString().ToLowerInvariant() + ".example";
    }
}
