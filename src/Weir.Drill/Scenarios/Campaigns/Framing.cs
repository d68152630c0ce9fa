using Weir.Drill.Scenarios.Parts;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Scenarios.Campaigns;

/// <summary>
/// A harvest that dresses up as its victims: it copies the wording of honest products, calls from addresses of their
/// blocks with their clients, and keeps their hours, in the hope that they are struck with it. What cannot be copied is
/// how the victims pay and where they registered. The victims are ordinary products and are to be left alone.
/// </summary>
public sealed class Framing : Scenario
{
    private const double Day = 86_400_000;

    public override string Name => "framing";

    public override string Summary => "a harvest that copies the template, network block, client and hours of six honest products";

    public override Label Label => Label.Extraction;

    public override (int, long) Size => (120, 18_000);

    public override IEnumerable<(TrafficClass Class, int Groups)> Others => [(new FramedVictims(), 1)];

    public override IEnumerable<Account> Make(Casting cast)
    {
        var victims = Victim.All(cast);
        var scenes = new[] { Scene.Broad(victims[0].Language) };
        var deck = new Deck(cast.Dice.Next());
        var seats = cast.Members(120, 12);
        var hand = new Operator(cast, Ties.Draw(ref cast.Dice, seats) with { Exits = 0, Programs = 0 });
        for (var i = 0; i < seats; i++)
        {
            var victim = victims[i % victims.Length];
            var work = new Dealt { Deck = deck, Scenes = scenes, Jobs = [new Job(Item.Of("question", 1200, real: RealKind.Reasoning), [[victim.Template]])], Real = cast.Real };
            var (who, shape) = hand.Enlist((long)((CleanDays + cast.Dice.Between(0.0, 2.0)) * Day));
            who = who with { Places = [victim.Place.Neighbour(ref cast.Dice)], Clients = [victim.Client] };
            yield return cast.Account(who, work, new CrowdRhythm(victim.Offset, 30, victim.Night, victim.Weekend), 150, shape);
        }
    }
}

/// <summary>An honest product that is copied, drawn from the seed alone so that both sides know it.</summary>
internal sealed record Victim(Language Language, Scene Scene, Template Template, Place Place, Client Client, double Offset, double Night, double Weekend)
{
    public static Victim[] All(Casting cast)
    {
        var dice = Dice.Of(cast.Seed, 0xF2A3);
        var victims = new Victim[6];
        for (var i = 0; i < victims.Length; i++)
        {
            var language = Language.Draw(ref dice);
            var scene = Scene.Narrow(language, ref dice);
            victims[i] = new Victim(language, scene, Template.Word(Grammar.Symbol("openline"), scene, ref dice), Place.Draw(ref dice), Client.Draw(ref dice),
                language.Offsets[dice.Below(language.Offsets.Count)], dice.Between(0.02, 0.3), dice.Between(0.3, 1.0));
        }

        return victims;
    }
}

/// <summary>The honest products that <see cref="Framing"/> copies: each serves people of one country under one opening line.</summary>
internal sealed class FramedVictims : TrafficClass
{
    public override string Name => "framed-victims";

    public override Label Label => Label.Benign;

    public override IEnumerable<Account> Make(Casting cast)
    {
        foreach (var victim in Victim.All(cast))
        {
            var people = Staff.Of(cast, victim.Language, cast.Dice.Between(40, 120), narrow: false);
            var who = cast.Identity() with { From = 0, Places = [victim.Place], Clients = [victim.Client] };
            yield return cast.Account(who, new Crowd(people, null, victim.Template, null), new CrowdRhythm(victim.Offset, 120, victim.Night, victim.Weekend), 1_700);
        }
    }
}
