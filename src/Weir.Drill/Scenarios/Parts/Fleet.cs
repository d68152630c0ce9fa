using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Scenarios.Parts;

/// <summary>
/// The seats of a campaign. A seat is taken by one account after the other: when one is banned, the next takes over
/// within minutes. Seats begin one by one over some days, after a time in which nothing happened.
/// </summary>
internal sealed record Fleet
{
    private const double Day = 86_400_000;

    public required int Seats { get; init; }
    /// <summary>Exchanges of a seat that is there from the first day to the last.</summary>
    public required double EachSeat { get; init; }
    /// <summary>Days from the start of the traffic.</summary>
    public double From { get; init; } = Scenario.CleanDays;
    public double Until { get; init; } = double.MaxValue;
    /// <summary>Over how many days the seats begin.</summary>
    public double Stagger { get; init; } = 2;
    /// <summary>Mean days until an account is banned.</summary>
    public double Life { get; init; } = double.PositiveInfinity;
    /// <summary>What the account of a seat says.</summary>
    public required Func<int, Content> Content { get; init; }
    /// <summary>One clock for all. Otherwise each account has a rhythm of its own, drawn as any program's is.</summary>
    public bool Lockstep { get; init; }
    /// <summary>A rhythm of another kind, from the account's volume and days.</summary>
    public Func<int, double, Rhythm>? Rhythm { get; init; }
    public Func<Shape, Shape>? Program { get; init; }
    /// <summary>Within how many days after its release everything goes to the new model; zero leaves it to each account.</summary>
    public double MovesWithin { get; init; }

    public List<Account> Enlist(Casting cast, Operator hand) => (this with { EachSeat = cast.Paced(EachSeat) }).Seat(cast, hand);

    private List<Account> Seat(Casting cast, Operator hand)
    {
        var accounts = new List<Account>(Seats);
        var (first, until) = (From * Day, Math.Min(Until, cast.Days) * Day);
        var clock = Lockstep ? new CampaignClock(ref cast.Dice, (long)first, (long)until, EachSeat) : null;
        for (var seat = 0; seat < Seats; seat++)
        {
            var begins = first + (cast.Dice.Unit() * Stagger * Day);
            for (var from = begins; from < until;)
            {
                var end = double.IsFinite(Life) ? from + (cast.Dice.Exponential(Life) * Day) : double.MaxValue;
                accounts.Add(Take(cast, hand, seat, clock, from, end, until, replaces: from > begins));
                if (end >= until)
                    break;
                from = end + cast.Dice.LogNormal(12 * 60_000, 0.8);
            }
        }

        return accounts;
    }

    private Account Take(Casting cast, Operator hand, int seat, CampaignClock? clock, double from, double end, double until, bool replaces)
    {
        ref var dice = ref cast.Dice;
        var (who, shape) = hand.Enlist((long)from);
        var days = (until - from) / Day;
        // What is left of the seat's work; a seat that began late has less time and the same pace.
        var volume = Math.Max(1, (int)(EachSeat * days / Math.Max(0.01, (until / Day) - From)));
        if (EachSeat < 20)
            volume = (int)EachSeat;
        Rhythm rhythm = clock is not null ? new Dispatched(clock, (seat + 0.5) / Seats, 20_000)
            : Rhythm is not null ? Rhythm(volume, days)
            : Rhythms.DrawScripted(ref dice, volume, days, dice.Between(-8.0, 9.0));
        long? moves = MovesWithin > 0 ? cast.ReleaseMs + (long)(dice.Unit() * MovesWithin * Day) : null;
        return cast.Account(who, Content(seat), rhythm, volume, Program is null ? shape : Program(shape), end < until ? (long)end : long.MaxValue, moves, replaces);
    }
}
