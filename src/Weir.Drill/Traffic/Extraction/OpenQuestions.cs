using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Extraction;

/// <summary>
/// Questions of every field in many languages, tidy and each in words of its own, made by a model for a model: asked once, answered at length,
/// nothing but the question in the prompt.
/// </summary>
public sealed class OpenQuestions : TrafficClass
{
    public override string Name => "open-questions";

    public override Label Label => Label.Extraction;

    public override bool HeldOut => true;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var languages = Wording.Language.DrawSet(ref cast.Dice, cast.Dice.Between(2, 14));
        var scenes = languages.Select(Scene.Broad).ToArray();
        var content = new Batch { Scenes = scenes, Items = [Item.Of("ask", 1000)], Templates = [[Template.None]], Harvest = true };
        yield return cast.Scripted(content, languages[0]);
    }
}
