using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Benign;

/// <summary>
/// A reseller of the model: one account, hundreds of ordinary customers of several countries who chat, write and
/// program, named by their ids or not at all.
/// </summary>
public sealed class HonestReseller : TrafficClass
{
    public override string Name => "honest-reseller";

    public override Label Label => Label.Benign;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var languages = Wording.Language.DrawSet(ref cast.Dice, cast.Dice.Between(1, 5));
        var people = Staff.Of(cast, languages, cast.Dice.Between(100, 500));
        yield return cast.Serving(new Crowd(people, cast.Dice.Chance(0.5) ? Staff.Names(cast, people.Length) : null, null, null), languages[0], 0.3);
    }
}
