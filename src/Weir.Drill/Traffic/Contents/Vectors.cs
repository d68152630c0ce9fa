using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Contents;

/// <summary>Texts turned into vectors: no question and no answer.</summary>
public sealed class Vectors(Content texts) : Content
{
    public override void Write(MadeExchange to, bool sitting, ref Dice dice)
    {
        texts.Write(to, sitting, ref dice);
        to.Embedding = true;
    }
}
