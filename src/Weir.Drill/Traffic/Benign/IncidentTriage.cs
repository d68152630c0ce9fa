using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Benign;

/// <summary>
/// Machines that ask why machines fail: alerts and excerpts of logs, day and night, each new, each to be explained in
/// steps before anybody is woken.
/// </summary>
public sealed class IncidentTriage : TrafficClass
{
    public override string Name => "incident-triage";

    public override Label Label => Label.Benign;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var scene = Scene.Narrow(Wording.Language.English, ref cast.Dice);
        var content = new Batch { Scenes = [scene], Items = [Item.Of("triage", 900)], Templates = [[Template.None]], System = cast.Words("planner", scene), Tools = cast.Dice.Chance(0.3) ? 3 : 0 };
        var volume = cast.Volume();
        yield return cast.Account(cast.Identity(), content, new SteadyRhythm(volume / Math.Min(cast.Days, cast.Dice.Between(5.0, 14.0))), volume);
    }
}
