using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Benign;

/// <summary>
/// A forum that has posts judged and rude ones rewritten: every sort of topic and language, one or two templates,
/// short answers, by the day of its users.
/// </summary>
public sealed class Moderation : TrafficClass
{
    public override string Name => "moderation";

    public override Label Label => Label.Benign;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var languages = Wording.Language.DrawSet(ref cast.Dice, cast.Dice.Between(1, 6));
        var scenes = languages.Select(Scene.Broad).ToArray();
        var content = new Batch
        {
            Scenes = scenes,
            Items = [Item.Of("post", 120, real: RealKind.Chat)],
            Templates = [[cast.Template("moderate", scenes[0]), cast.Template("moderate", scenes[0])]],
            Real = cast.Real,
        };
        yield return cast.Serving(content, languages[0], 0.3);
    }
}
