using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Extraction;

/// <summary>
/// A single harvester who takes the whole fortnight, at the hours and in the sittings of a person, with pauses like
/// thinking: a template over every field, two to four thousand times.
/// </summary>
public sealed class SlowPatient : TrafficClass
{
    public override string Name => "slow-patient";

    public override Label Label => Label.Extraction;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var scene = Scene.Broad(language);
        var content = new Batch
        {
            Scenes = [scene],
            Items = [Item.Of("question", 1200, real: RealKind.Reasoning), Item.Of("ask", 1100, real: RealKind.Chat)],
            Templates = [[cast.Template("think", scene), cast.Template("persona", scene)]],
            Harvest = true,
            Real = cast.Real,
        };
        var volume = cast.Scaled(cast.Dice.LogUniform(2000, 4000));
        yield return cast.Account(cast.Identity(), content, PersonRhythm.Draw(ref cast.Dice, cast.Offset(language), 1.15 * volume / cast.Days), volume);
    }
}
