using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Extraction;

/// <summary>
/// A small model plays the user: it opens a conversation on anything, takes up what was answered two to six times, and opens the next.
/// Nobody waits, nobody reads; what is kept is the dialogue.
/// </summary>
public sealed class SelfPlayTalks : TrafficClass
{
    public override string Name => "self-play-talks";

    public override Label Label => Label.Extraction;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var languages = Wording.Language.DrawSet(ref cast.Dice, cast.Dice.Between(1, 4));
        var players = languages.Select(language => new Talk(Scene.Broad(language), Manner.Draw(ref cast.Dice) with { Lower = false, NoStop = false, Slips = 0, Questions = cast.Dice.Between(2.0, 6.0), Answers = 1300 }, cast.Real)).ToArray();
        yield return cast.Scripted(new SelfPlay(players), languages[0]);
    }
}
