using Weir.Drill.Scenarios.Parts;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Scenarios.Campaigns;

/// <summary>
/// Keys of three dozen ordinary customers were found in public code. Their owners go on as before; from the second week on somebody else deals a harvest
/// out over all of them, with a program and from networks of their own. How the accounts registered and pay has nothing in common.
/// </summary>
public sealed class StolenKeys : Scenario
{
    public override string Name => "stolen-keys";

    public override string Summary => "a harvest dealt out over the stolen keys of 36 ordinary accounts, beside what their owners send";

    public override Label Label => Label.Extraction;

    public override (int, long) Size => (36, 36_000);

    public override IEnumerable<Account> Make(Casting cast)
    {
        var scenes = Language.DrawSet(ref cast.Dice, cast.Dice.Between(1, 3)).Select(Scene.Broad).ToArray();
        var harvest = new Dealt
        {
            Deck = new Deck(cast.Dice.Next()),
            Scenes = scenes,
            Jobs = [Job.Of(cast, scenes, Item.Of("question", 1200, real: RealKind.Reasoning), ["persona", "think"], 2), Job.Bare(Item.Of("rubric", 700), 0.5)],
            Real = cast.Real,
        };
        var seats = cast.Members(36, 10);
        var exits = Enumerable.Range(0, Math.Max(2, seats / 6)).Select(_ => Place.Draw(ref cast.Dice)).ToArray();
        var program = Client.Draw(ref cast.Dice);
        for (var i = 0; i < seats; i++)
        {
            var language = cast.Language();
            var owner = new Talk(Scene.Interests(language, ref cast.Dice), Manner.Draw(ref cast.Dice), cast.Real);
            var begins = (long)((CleanDays + cast.Dice.Between(0.0, 2.0)) * 86_400_000);
            var who = cast.Identity();
            who = who with { From = 0, Places = [who.Places[0], exits[i % exits.Length].Neighbour(ref cast.Dice)], Clients = [who.Clients[0], program] };
            var volume = cast.Dice.Between(700, 1_300);
            yield return cast.Account(who, new Infiltrated(owner, harvest, begins, cast.Dice.Between(0.7, 0.9)), new CrowdRhythm(cast.Offset(language), volume / cast.Days, 0.5, 0.9), volume);
        }
    }
}
