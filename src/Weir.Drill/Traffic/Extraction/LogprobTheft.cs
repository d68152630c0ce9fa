using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Extraction;

/// <summary>
/// Log-probabilities taken to rebuild the last layer or to train on soft labels: top choices and shifting biases
/// over prompts of no meaning of their own, very short answers, thousands of them.
/// </summary>
public sealed class LogprobTheft : TrafficClass
{
    public override string Name => "logprob-theft";

    public override Label Label => Label.Extraction;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var scene = Scene.Broad(language);
        var content = new Batch
        {
            Scenes = [scene],
            Items = [Item.Of("say", 8, real: RealKind.Chat), Item.Of("question", 8, real: RealKind.Benchmark)],
            Templates = [[Template.None]],
            Harvest = true,
            Real = cast.Real,
        };
        var biased = cast.Dice.Between(1, 60);
        yield return cast.Scripted(content, language, shape => shape with { Dialect = Weir.Traffic.Dialect.OpenAiChat, Logprobs = true, TopLogprobs = 20, BiasedTokens = biased, MaxTokens = cast.Dice.Pick<int>([1, 2, 4, 16]) });
    }
}
