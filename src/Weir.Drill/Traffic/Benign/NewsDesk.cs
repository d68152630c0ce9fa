using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Benign;

/// <summary>
/// The desk of a news service: what the agencies send, on every subject, shortened, given a headline and put into another language, day and
/// night, each report once.
/// </summary>
public sealed class NewsDesk : TrafficClass
{
    public override string Name => "news-desk";

    public override Label Label => Label.Benign;

    public override bool HeldOut => true;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var scene = Scene.Broad(language);
        var content = new Batch
        {
            Scenes = [scene],
            Items = [Item.Of("report", 420, pieces: cast.Dice.Between(1, 4))],
            Templates = [[cast.Template("deskheadline", scene), cast.Template("summarise", scene), cast.Template("deskheadline", scene)]],
        };
        yield return cast.Scripted(content, language);
    }
}
