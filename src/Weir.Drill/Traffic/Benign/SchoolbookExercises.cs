using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Benign;

/// <summary>
/// A publisher of schoolbooks has exercises written with their solutions, in one subject, grade by grade: what a maker of
/// training data asks for, within a curriculum.
/// </summary>
public sealed class SchoolbookExercises : TrafficClass
{
    public override string Name => "schoolbook-exercises";

    public override Label Label => Label.Benign;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var scene = Scene.Narrow(language, ref cast.Dice);
        var content = new Batch { Scenes = [scene], Items = [Item.Of("exam", 1400)], Templates = [[Template.None]], System = cast.Dice.Chance(0.5) ? cast.Words("tutor", scene) : null };
        var volume = cast.Volume();
        yield return cast.Account(cast.Identity(), content, new CrowdRhythm(cast.Offset(language), volume / Math.Min(cast.Days, 10), 0.02, 0.1), volume);
    }
}
