using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Benign;

/// <summary>
/// A school of languages: learners from many countries practise with the model, change between their own tongue and the
/// learned one within a talk, ask why a sentence is wrong, and come back.
/// </summary>
public sealed class LanguageSchool : TrafficClass
{
    public override string Name => "language-school";

    public override Label Label => Label.Benign;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var languages = Wording.Language.DrawSet(ref cast.Dice, cast.Dice.Between(3, 9));
        var people = Staff.Of(cast, languages, cast.Dice.Between(60, 250));
        var drills = new Batch { Scenes = [.. languages.Select(Scene.Broad)], Items = [Item.Of("practice", 450)], Templates = [[Template.None]] };
        var names = cast.Dice.Chance(0.5) ? Staff.Names(cast, people.Length) : null;
        yield return cast.Serving(new Blend(new Crowd(people, names, null, cast.Words("tutor", people[0].Scene)), drills, 0.5, names), languages[0], 0.2);
    }
}
