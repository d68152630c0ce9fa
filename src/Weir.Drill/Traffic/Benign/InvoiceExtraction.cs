using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Benign;

/// <summary>
/// Invoices and receipts turned into fields: one template, every prompt new, answers in JSON, no end.
/// </summary>
public sealed class InvoiceExtraction : TrafficClass
{
    public override string Name => "invoice-extraction";

    public override Label Label => Label.Benign;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var scene = Scene.Narrow(language, ref cast.Dice);
        var content = new Batch
        {
            Scenes = [scene],
            Items = [Item.Of("invoice", 220)],
            Templates = [[cast.Template("extract", scene)]],
            Images = cast.Dice.Chance(0.3) ? 1 : 0,
        };
        yield return cast.Scripted(content, language, shape => shape with { Format = Weir.Traffic.AnswerFormat.JsonSchema });
    }
}
