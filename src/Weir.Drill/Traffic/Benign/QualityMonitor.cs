using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Benign;

/// <summary>
/// A company that has its own bot's answers marked against a rubric, a sample every hour: grading by the thousand,
/// of one help desk and nothing else.
/// </summary>
public sealed class QualityMonitor : TrafficClass
{
    public override string Name => "quality-monitor";

    public override Label Label => Label.Benign;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var scene = Scene.Narrow(language, ref cast.Dice);
        var rubric = cast.Words("critic", scene);
        var content = new Batch
        {
            Scenes = [scene],
            Items = [Item.Of("ticket", 350, pieces: 2, real: RealKind.Support)],
            Templates = [[new Template(rubric + "\n", "")]],
            Real = cast.Real,
        };
        yield return cast.Scripted(content, language);
    }
}
