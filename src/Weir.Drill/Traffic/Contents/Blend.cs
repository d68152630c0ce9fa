using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Contents;

/// <summary>Two kinds of traffic through one account.</summary>
public sealed class Blend(Content first, Content second, double share, string[]? names = null) : Content
{
    public override void Write(MadeExchange to, bool sitting, ref Dice dice)
    {
        if (!dice.Chance(share))
        {
            first.Write(to, sitting, ref dice);
            return;
        }

        second.Write(to, sitting, ref dice);
        if (names is not null)
            to.EndUser = names[dice.Below(names.Length)];
    }
}
