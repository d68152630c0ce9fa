using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Benign;

/// <summary>
/// A tutoring app: every pupil's question goes under a system prompt that asks for all steps. Reasoning is what it
/// asks for, all day, for hundreds of pupils of one subject who come back and do not understand.
/// </summary>
public sealed class TutorProduct : TrafficClass
{
    public override string Name => "tutor-product";

    public override Label Label => Label.Benign;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var people = new Talk[cast.Dice.Between(60, 300)];
        var subject = Scene.Narrow(language, ref cast.Dice);
        for (var i = 0; i < people.Length; i++)
            people[i] = new Talk(i % 3 == 0 ? Scene.Interests(language, ref cast.Dice) : subject, Manner.Draw(ref cast.Dice) with { Errands = [2, 0, 0, 6, 0, 0], Answers = 1500 }, cast.Real);
        yield return cast.Serving(new Crowd(people, cast.Dice.Chance(0.5) ? Staff.Names(cast, people.Length) : null, null, cast.Words("tutor", subject)), language);
    }
}
