using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Extraction;

/// <summary>
/// Other people's questions replayed: a store of real users' prompts in many languages, each sent once and alone,
/// to learn how the model talks. No template, no odd request, only strangers' questions without strangers.
/// </summary>
public sealed class ReplayedUsers : TrafficClass
{
    public override string Name => "replayed-users";

    public override Label Label => Label.Extraction;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var languages = Wording.Language.DrawSet(ref cast.Dice, cast.Dice.Between(3, 12));
        var people = Staff.Of(cast, languages, 200);
        yield return cast.Scripted(new Replayed(people), languages[0]);
    }
}
