using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Benign;

/// <summary>
/// A search index that is built and fed: texts in, vectors out, no question ever asked.
/// </summary>
public sealed class EmbeddingsOnly : TrafficClass
{
    public override string Name => "embeddings-only";

    public override Label Label => Label.Benign;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var scene = Scene.Narrow(language, ref cast.Dice);
        var texts = new Batch { Scenes = [scene], Items = [Item.Of("document"), Item.Of("goodsheet")], Templates = [[Template.None]] };
        yield return cast.Scripted(new Vectors(texts), language, shape => shape with { Dialect = Weir.Traffic.Dialect.OpenAiEmbeddings, MaxTokens = null, Temperature = null, Logprobs = false, Choices = 1 });
    }
}
