using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Benign;

/// <summary>
/// A product that puts one opening line before every question of its users: a template with a slot whose fillings
/// are as broad as people are.
/// </summary>
public sealed class OneOpeningLine : TrafficClass
{
    public override string Name => "one-opening-line";

    public override Label Label => Label.Benign;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var people = Staff.Of(cast, language, cast.Dice.Between(60, 300), narrow: false);
        yield return cast.Serving(new Crowd(people, cast.Dice.Chance(0.5) ? Staff.Names(cast, people.Length) : null, cast.Template("openline", people[0].Scene), null), language);
    }
}
