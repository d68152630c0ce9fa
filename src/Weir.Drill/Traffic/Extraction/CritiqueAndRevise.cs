using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Extraction;

/// <summary>
/// A question of any field, then what is wrong with the answer, then the better answer: three turns by program, over and
/// over, for preferences and self-correction. Its conversations look like a person's, if one does not read them.
/// </summary>
public sealed class CritiqueAndRevise : TrafficClass
{
    public override string Name => "critique-and-revise";

    public override Label Label => Label.Extraction;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var scene = Scene.Broad(language);
        yield return cast.Scripted(new Rounds(scene, Item.Of("question", 1300, real: RealKind.Reasoning), cast.Dice.Chance(0.5) ? cast.Template("think", scene) : Template.None, ["critique", "revise"], cast.Real), language);
    }
}
