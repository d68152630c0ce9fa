using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Benign;

/// <summary>
/// A kitchen app that has a plan written for each household: one product's wishes in ever new combinations, long answers
/// with steps and reasons, by day and mostly before the weekend.
/// </summary>
public sealed class MealPlanner : TrafficClass
{
    public override string Name => "meal-planner";

    public override Label Label => Label.Benign;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var scene = Scene.Narrow(language, ref cast.Dice);
        var content = new Batch { Scenes = [scene], Items = [Item.Of("mealplan", 1700)], Templates = [[Template.None]], System = cast.Dice.Chance(0.6) ? cast.Words("serve", scene) : null };
        yield return cast.Serving(content, language);
    }
}
