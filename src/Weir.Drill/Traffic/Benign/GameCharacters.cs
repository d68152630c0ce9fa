using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Benign;

/// <summary>
/// Characters of a game that talk to its players: a persona in every request, short answers, players of many
/// countries at night.
/// </summary>
public sealed class GameCharacters : TrafficClass
{
    public override string Name => "game-characters";

    public override Label Label => Label.Benign;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var languages = Wording.Language.DrawSet(ref cast.Dice, cast.Dice.Between(2, 6));
        var people = Staff.Of(cast, languages, cast.Dice.Between(100, 300));
        yield return cast.Serving(new Crowd(people, Staff.Names(cast, people.Length), cast.Dice.Chance(0.4) ? cast.Template("npc", people[0].Scene) : null, cast.Words("npc", people[0].Scene)), languages[0], 0.4);
    }
}
