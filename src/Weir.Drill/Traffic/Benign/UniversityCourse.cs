using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Benign;

/// <summary>
/// A course at a university with one key for all who take it: the week's exercises from everybody, with steps and reasons, programs,
/// essays, and questions of their own; they ask back, and they come before the deadline.
/// </summary>
public sealed class UniversityCourse : TrafficClass
{
    public override string Name => "university-course";

    public override Label Label => Label.Benign;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var subject = Scene.Narrow(language, ref cast.Dice);
        var people = new Talk[cast.Dice.Between(50, 250)];
        for (var i = 0; i < people.Length; i++)
            people[i] = new Talk(i % 2 == 0 ? subject : Scene.Interests(language, ref cast.Dice), Manner.Draw(ref cast.Dice) with { Errands = [2, 2, 1, 3, 0, 0] }, cast.Real);
        var names = cast.Dice.Chance(0.5) ? Staff.Names(cast, people.Length) : null;
        var sheets = new Content[cast.Dice.Between(2, 5)];
        for (var i = 0; i < sheets.Length; i++)
            sheets[i] = new Rerun([subject], Item.Of("homework", 1300), Template.None, cast.Dice.Next(), cast.Dice.Between(6, 20), 0.1, null);
        yield return cast.Serving(new Blend(new Crowd(people, names, null, null), new Turns(sheets, 400), cast.Dice.Between(0.2, 0.5), names), language, 0.15);
    }
}
