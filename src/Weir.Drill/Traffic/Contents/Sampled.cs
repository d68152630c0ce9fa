using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Contents;

/// <summary>What another content says, each of it several times in a row.</summary>
public sealed class Sampled(Content inner, int times) : Content
{
    private ulong _what;
    private int _left;

    public override void Write(MadeExchange to, bool sitting, ref Dice dice)
    {
        if (_left-- <= 0)
            (_what, _left) = (dice.Next(), times - 1);
        var same = new Dice(_what);
        inner.Write(to, sitting, ref same);
        to.AnswerChars = (int)Math.Max(20, to.AnswerChars * dice.LogNormal(1, 0.25));
        to.AnswerSeed = dice.Next();
    }
}
