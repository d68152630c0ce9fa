using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Benign;

/// <summary>
/// A whole firm behind one key: hundreds of people who ask, write, translate and program through their company's
/// gateway, which mostly names them and sometimes does not. Broad, many, by the working week.
/// </summary>
public sealed class CompanyGateway : TrafficClass
{
    public override string Name => "company-gateway";

    public override Label Label => Label.Benign;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var people = Staff.Of(cast, language, cast.Dice.Between(60, 400), narrow: false);
        var names = cast.Dice.Chance(0.65) ? Staff.Names(cast, people.Length) : null;
        var system = cast.Dice.Chance(0.5) ? cast.Words("serve", people[0].Scene) : null;
        yield return cast.Serving(new Crowd(people, names, null, system), language, 0.03);
    }
}
