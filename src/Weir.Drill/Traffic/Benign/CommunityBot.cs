using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Benign;

/// <summary>
/// The bot of a large chat community: round the clock, every topic and a handful of languages, hundreds of people
/// whom it names or not, all through one account. The hardest honest customer: broad, endless, many-tongued.
/// </summary>
public sealed class CommunityBot : TrafficClass
{
    public override string Name => "community-bot";

    public override Label Label => Label.Benign;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var languages = Wording.Language.DrawSet(ref cast.Dice, cast.Dice.Between(2, 8));
        var people = new Talk[cast.Dice.Between(80, 400)];
        for (var i = 0; i < people.Length; i++)
            people[i] = new Talk(Scene.Interests(languages[cast.Dice.Zipf(languages.Length)], ref cast.Dice), Manner.Draw(ref cast.Dice) with { Questions = 1.8 }, cast.Real);
        var names = cast.Dice.Chance(0.4) ? Staff.Names(cast, people.Length) : null;
        var system = cast.Dice.Chance(0.6) ? cast.Words("npc", people[0].Scene) : null;
        yield return cast.Serving(new Crowd(people, names, null, system), languages[0], 0.6);
    }
}
