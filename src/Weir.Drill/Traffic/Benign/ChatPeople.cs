using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Benign;

/// <summary>
/// Ordinary people who chat: a few interests, waking hours of their own time zone, sittings with follow-ups that
/// take up what was answered, most of them a few dozen questions a fortnight. They write any of sixteen languages,
/// some of them two.
/// </summary>
public sealed class ChatPeople : TrafficClass
{
    public override string Name => "chat-people";

    public override Label Label => Label.Benign;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var scene = Scene.Interests(language, ref cast.Dice);
        Content content = new Talk(scene, Manner.Draw(ref cast.Dice), cast.Real);
        if (cast.Dice.Chance(0.12))
            content = new Blend(content, new Talk(Scene.Interests(cast.Language(), ref cast.Dice), Manner.Draw(ref cast.Dice), cast.Real), cast.Dice.Between(0.1, 0.5));
        var perDay = Math.Min(60, cast.Dice.LogNormal(2.6, 0.9));
        yield return cast.Account(cast.Identity(), content, PersonRhythm.Draw(ref cast.Dice, cast.Offset(language), perDay), int.MaxValue);
    }
}
