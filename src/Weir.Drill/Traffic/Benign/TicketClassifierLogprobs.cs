using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Benign;

/// <summary>
/// The same sorting by a program that reads the log-probabilities of the label to know how sure it is, and holds
/// the answer to its labels by a bias. What a stealer of log-probabilities asks for, with an honest use.
/// </summary>
public sealed class TicketClassifierLogprobs : TrafficClass
{
    public override string Name => "ticket-classifier-logprobs";

    public override Label Label => Label.Benign;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var scene = Scene.Narrow(language, ref cast.Dice);
        var content = new Batch
        {
            Scenes = [scene],
            Items = [Item.Of("ticket", 6, real: RealKind.Support, answer: "label"), Item.Of("review", 6, answer: "label")],
            Templates = [[cast.Template("classify", scene)]],
            Real = cast.Real,
        };
        var labels = cast.Dice.Between(3, 9);
        yield return cast.Scripted(content, language, shape => shape with { Dialect = Weir.Traffic.Dialect.OpenAiChat, Logprobs = true, TopLogprobs = shape.TopLogprobs == 0 ? 5 : shape.TopLogprobs, BiasedTokens = labels, MaxTokens = 4 });
    }
}
