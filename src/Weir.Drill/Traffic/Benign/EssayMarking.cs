using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Benign;

/// <summary>
/// Schools hand in what their pupils wrote, to be marked by a scheme with reasons: the schemes are few, the essays new each time and on
/// everything that is taught, and they come by the school day or in the evening by the hundred.
/// </summary>
public sealed class EssayMarking : TrafficClass
{
    public override string Name => "essay-marking";

    public override Label Label => Label.Benign;

    public override bool HeldOut => true;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var schemes = new Template[cast.Dice.Between(2, 9)];
        var scene = Scene.Broad(language);
        for (var i = 0; i < schemes.Length; i++)
            schemes[i] = cast.Template("markscheme", scene);
        var essays = new Batch { Scenes = [scene], Items = [Item.Of("essay", cast.Dice.Pick<double>([350, 900]))], Templates = [schemes] };
        yield return cast.Dice.Chance(0.6) ? cast.Serving(essays, language) : cast.Scripted(essays, language);
    }
}
