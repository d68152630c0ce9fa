using Weir.Drill.Scenarios.Parts;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Accounts;

namespace Weir.Drill.Scenarios.LookAlikes;

/// <summary>Accounts that belong together and harm nobody. None of them may reach <c>act</c>.</summary>
public abstract class HonestGroup : Scenario
{
    private protected const double Day = 86_400_000;

    public override Label Label => Label.Benign;

    /// <summary>Groups are many and small: it is their number that a scale changes in the truth file, and their size in the traffic.</summary>
    public override int Groups => 4;

    /// <summary>A school's or a firm's own mail domain; some small ones use what everybody uses.</summary>
    private protected static string FirmDomain(Casting cast, Identity firm) => cast.Dice.Chance(0.7) ? Operator.Domain(ref cast.Dice) : firm.Facts.EmailDomain;

    /// <summary>The same account, registered shortly before it begins.</summary>
    private protected static Identity Fresh(Casting cast, Identity who, double day, double hoursBefore) => who with
    {
        From = (long)(day * Day),
        Facts = who.Facts with { Created = cast.Start.AddDays(day).AddHours(-hoursBefore) },
    };
}
