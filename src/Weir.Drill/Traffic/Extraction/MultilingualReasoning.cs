using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Extraction;

/// <summary>
/// Reasoning traces collected in many languages: problems of every field through a few templates a language, each
/// with the demand that the reasoning stay in the question's language.
/// </summary>
public sealed class MultilingualReasoning : TrafficClass
{
    public override string Name => "multilingual-reasoning";

    public override Label Label => Label.Extraction;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var languages = Wording.Language.DrawSet(ref cast.Dice, cast.Dice.Between(3, 12));
        var scenes = languages.Select(Scene.Broad).ToArray();
        var templates = new Template[scenes.Length][];
        for (var i = 0; i < scenes.Length; i++)
        {
            templates[i] = new Template[cast.Dice.Between(1, 3)];
            for (var k = 0; k < templates[i].Length; k++)
                templates[i][k] = cast.Template("think", scenes[i]).Then(cast.Words("samelang", scenes[i]));
        }

        var content = new Batch
        {
            Scenes = scenes,
            Items = [Item.Of("question", 1300, real: RealKind.Reasoning), Item.Of("choice", 1200, real: RealKind.Benchmark)],
            Templates = templates,
            Harvest = true,
            Real = cast.Real,
        };
        yield return cast.Scripted(content, languages[0]);
    }
}
