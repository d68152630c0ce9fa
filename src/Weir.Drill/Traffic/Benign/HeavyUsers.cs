using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Benign;

/// <summary>
/// People who live in the model: writers, developers and researchers with a hundred questions a day and more, long
/// answers, many topics, every day of the week; a person nonetheless, who sleeps, thinks and answers the answer.
/// </summary>
public sealed class HeavyUsers : TrafficClass
{
    public override string Name => "heavy-users";

    public override Label Label => Label.Benign;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var scene = cast.Dice.Chance(0.5) ? Scene.Broad(language) : Scene.Interests(language, ref cast.Dice);
        var manner = Manner.Draw(ref cast.Dice) with { Questions = cast.Dice.Between(3.0, 12.0), Answers = cast.Dice.LogNormal(1800, 0.4) };
        yield return cast.Account(cast.Identity(), new Talk(scene, manner, cast.Real), PersonRhythm.Draw(ref cast.Dice, cast.Offset(language), cast.Dice.Between(80.0, 320.0)), int.MaxValue);
    }
}
