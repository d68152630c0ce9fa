using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Benign;

/// <summary>
/// An agency that has product texts, posts and headlines written for its clients, by templates from a spreadsheet:
/// new prompts, long answers, several tones, one kind of work.
/// </summary>
public sealed class MarketingTexts : TrafficClass
{
    public override string Name => "marketing-texts";

    public override Label Label => Label.Benign;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var scene = Scene.Interests(language, ref cast.Dice);
        var content = new Batch
        {
            Scenes = [scene],
            Items = [Item.Of("market", 1100)],
            Templates = [[Template.None]],
            System = cast.Words("market", scene),
        };
        yield return cast.Scripted(content, language);
    }
}
