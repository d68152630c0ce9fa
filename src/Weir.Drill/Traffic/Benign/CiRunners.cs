using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Benign;

/// <summary>
/// Build machines on one shared key: whenever somebody pushes, a burst of reviews and tests from many addresses;
/// the tests repeat, the reviews are of one code base.
/// </summary>
public sealed class CiRunners : TrafficClass
{
    public override string Name => "ci-runners";

    public override Label Label => Label.Benign;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var scene = Scene.Narrow(Wording.Language.English, ref cast.Dice);
        var tests = new Rerun([scene], Item.Of("codetask", 600), cast.Template("extract", scene), cast.Dice.Next(), cast.Dice.Between(10, 60), 0.01, null);
        var reviews = new Batch
        {
            Scenes = [scene],
            Items = [Item.Of("codeblock", 800, pieces: 3)],
            Templates = [[cast.Template("critic", scene)]],
            System = cast.Words("critic", scene),
        };
        var volume = cast.Volume();
        var rhythm = new JobRhythm(JobRhythm.Start.AtWork, cast.Offset(Wording.Language.English), 0, 12, volume / cast.Days / 12, 900);
        var places = new Place[24];
        for (var i = 0; i < places.Length; i++)
            places[i] = Place.Draw(ref cast.Dice);
        yield return cast.Account(cast.Identity() with { Places = places }, new Blend(tests, reviews, 0.5), rhythm, volume);
    }
}
