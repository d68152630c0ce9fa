using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Benign;

/// <summary>
/// The maker of a quiz game orders questions by the thousand, on whatever its categories are: a job, one order form, answers of some length,
/// nobody reads along. From outside it could be teaching material for a model.
/// </summary>
public sealed class QuizMaker : TrafficClass
{
    public override string Name => "quiz-maker";

    public override Label Label => Label.Benign;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var order = cast.Template("quizorder", Scene.Broad(language));
        var categories = new Content[cast.Dice.Between(5, 16)];
        for (var i = 0; i < categories.Length; i++)
            categories[i] = new Batch { Scenes = [cast.Dice.Chance(0.3) ? Scene.Broad(language) : Scene.Interests(language, ref cast.Dice)], Items = [Item.Of("quiztopic", 700)], Templates = [[order]] };
        yield return cast.Scripted(new Turns(categories, 25), language);
    }
}
