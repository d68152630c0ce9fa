using Weir.Drill.Scenarios.Parts;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Scenarios.LookAlikes;

/// <summary>
/// Bots for chat communities, all of them instances of one free program: the same client and persona, round the clock, every
/// topic, many languages, hundreds of people behind each.
/// </summary>
public sealed class CommunityBots : HonestGroup
{
    public override string Name => "community-bots";

    public override string Summary => "instances of one bot program, round the clock, for many people each";

    public override (int, long) Size => (32, 64_000);

    public override IEnumerable<Account> Make(Casting cast)
    {
        var client = Client.Draw(ref cast.Dice);
        var persona = cast.Words("npc", Scene.Broad(Language.English));
        var count = cast.Members(8, 4);
        for (var i = 0; i < count; i++)
        {
            var languages = Language.DrawSet(ref cast.Dice, cast.Dice.Between(2, 8));
            var people = Staff.Of(cast, languages, cast.Dice.Between(60, 200));
            var names = cast.Dice.Chance(0.4) ? Staff.Names(cast, people.Length) : null;
            var volume = cast.Dice.LogUniform(800, 4000);
            yield return cast.Account(cast.Identity() with { Clients = [client] }, new Crowd(people, names, null, persona), new CrowdRhythm(cast.Offset(languages[0]), volume / cast.Days, 0.6, 0.9), volume);
        }
    }
}
