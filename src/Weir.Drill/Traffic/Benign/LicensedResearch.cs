using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Benign;

/// <summary>
/// A research group with the operator's leave to distil: a harvest in everything but the licence, which stands in
/// its facts. It must be reported, and left alone.
/// </summary>
public sealed class LicensedResearch : TrafficClass
{
    public override string Name => "licensed-research";

    public override Label Label => Label.Benign;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var languages = Wording.Language.DrawSet(ref cast.Dice, cast.Dice.Between(1, 6));
        var scenes = languages.Select(Scene.Broad).ToArray();
        var content = new Batch
        {
            Scenes = scenes,
            Items = [Item.Of("question", 1300, real: RealKind.Reasoning)],
            Templates = [.. scenes.Select(scene => new[] { cast.Template("think", scene), cast.Template("think", scene) })],
            Real = cast.Real,
        };
        var volume = cast.Volume();
        var who = cast.Identity();
        who = who with { Facts = who.Facts with { Verified = true, LicensedUntil = cast.Start.AddDays(200) } };
        yield return cast.Account(who, content, Rhythms.DrawScripted(ref cast.Dice, volume, cast.Days, cast.Offset(languages[0])), volume);
    }
}
