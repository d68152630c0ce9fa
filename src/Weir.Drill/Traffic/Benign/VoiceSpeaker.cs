using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Benign;

/// <summary>
/// Loudspeakers that answer: what millions say at home, written down by a recogniser in one tidy manner without capitals or marks, each
/// question on its own, the common ones over and over, in the rhythm of kitchens.
/// </summary>
public sealed class VoiceSpeaker : TrafficClass
{
    public override string Name => "voice-speaker";

    public override Label Label => Label.Benign;

    public override bool HeldOut => true;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var scene = Scene.Broad(language);
        var common = new Rerun([scene], Item.Of("spoken", 160), Template.None, cast.Dice.Next(), cast.Dice.Between(40, 300), 0, null);
        var rare = new Batch { Scenes = [scene], Items = [Item.Of("spoken", 160, real: RealKind.Search)], Templates = [[Template.None]], Real = cast.Real };
        yield return cast.Serving(new Lowered(new Blend(common, rare, cast.Dice.Between(0.5, 0.85))), language, cast.Dice.Between(0.02, 0.15));
    }
}
