using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Benign;

/// <summary>
/// Support tickets or reviews sorted by the thousand under one template: short answers from a few labels, every
/// prompt new, one trade, one or a few languages.
/// </summary>
public sealed class TicketClassifier : TrafficClass
{
    public override string Name => "ticket-classifier";

    public override Label Label => Label.Benign;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var scenes = new Scene[cast.Dice.Between(1, 4)];
        for (var i = 0; i < scenes.Length; i++)
            scenes[i] = Scene.Narrow(i == 0 ? language : cast.Language(), ref cast.Dice);
        var content = new Batch
        {
            Scenes = scenes,
            Items = [Item.Of("ticket", 9, real: RealKind.Support, answer: "label"), Item.Of("review", 9, answer: "label")],
            Templates = [[cast.Template("classify", scenes[0])]],
            Real = cast.Real,
        };
        yield return cast.Scripted(content, language);
    }
}
