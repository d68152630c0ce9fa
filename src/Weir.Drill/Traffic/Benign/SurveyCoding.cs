using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Benign;

/// <summary>
/// A market researcher codes the open answers of surveys: many languages, many topics over the months, one code
/// book a survey, explanations wanted for doubtful cases.
/// </summary>
public sealed class SurveyCoding : TrafficClass
{
    public override string Name => "survey-coding";

    public override Label Label => Label.Benign;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var languages = Wording.Language.DrawSet(ref cast.Dice, cast.Dice.Between(3, 9));
        var jobs = new Content[cast.Dice.Between(3, 9)];
        for (var i = 0; i < jobs.Length; i++)
        {
            var scenes = new Scene[languages.Length];
            for (var k = 0; k < scenes.Length; k++)
                scenes[k] = Scene.Narrow(languages[k], ref cast.Dice);
            jobs[i] = new Batch
            {
                Scenes = scenes,
                Items = [Item.Of("review", 30), Item.Of("post", 30)],
                Templates = [[cast.Template("classify", scenes[0])]],
            };
        }

        yield return cast.Scripted(new Turns(jobs, 600), languages[0]);
    }
}
