using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Benign;

/// <summary>
/// A company's help desk: one system prompt, its customers' questions about its goods, in a few languages, by the
/// company's day. The same questions come again and again.
/// </summary>
public sealed class SupportBot : TrafficClass
{
    public override string Name => "support-bot";

    public override Label Label => Label.Benign;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var scenes = new Scene[cast.Dice.Between(1, 3)];
        for (var i = 0; i < scenes.Length; i++)
            scenes[i] = Scene.Narrow(i == 0 ? language : cast.Language(), ref cast.Dice);
        var content = new Batch
        {
            Scenes = scenes,
            Items = [Item.Of("ticket", 420, real: RealKind.Support)],
            Templates = [[Template.None]],
            System = cast.Words("serve", scenes[0]),
            Real = cast.Real,
        };
        yield return cast.Serving(content, language);
    }
}
