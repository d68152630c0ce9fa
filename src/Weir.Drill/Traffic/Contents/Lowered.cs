using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Contents;

/// <summary>What another content says, as a recogniser of speech writes it down: no capitals, no mark at the end.</summary>
public sealed class Lowered(Content inner) : Content
{
    public override void Write(MadeExchange to, bool sitting, ref Dice dice)
    {
        inner.Write(to, sitting, ref dice);
        to.Prompt.Scribble(0, ref dice, lower: true, noStop: true, slips: 0);
    }
}
