using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Contents;

/// <summary>Something said, each time in one of many frames.</summary>
public sealed class Wrapped(Content inner, Template[] frames) : Content
{
    public override void Write(MadeExchange to, bool sitting, ref Dice dice)
    {
        inner.Write(to, sitting, ref dice);
        frames[dice.Below(frames.Length)].Wrap(to.Prompt, to.Scratch);
    }
}
