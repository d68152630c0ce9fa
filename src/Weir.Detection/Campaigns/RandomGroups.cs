using Weir.Detection.Accounts;
using Weir.Traffic;

namespace Weir.Detection.Campaigns;

/// <summary>
/// The yardstick against convicting by pooled volume: groups drawn at random from the log's own ordinary accounts, judged as one as a campaign is. Drawn
/// at the end of a day, by numbers that depend on nothing but the accounts, so that the same log draws the same.
/// </summary>
internal sealed class RandomGroups
{
    private static readonly int[] Sizes = [4, 12, 40, 120];
    private const int Draws = 5;
    private const int Fewest = 24;

    private readonly double[] _most = new double[Sizes.Length];

    /// <summary>What random groups of about this size reach.</summary>
    public double Chance(int members)
    {
        var most = 0.0;
        for (var i = 0; i < Sizes.Length; i++)
        {
            if (i == 0 || Sizes[i] <= members)
                most = Math.Max(most, _most[i]);
        }

        return most;
    }

    public void Draw(List<Profile> ordinary, Yardstick yardstick)
    {
        Array.Clear(_most);
        if (ordinary.Count < Fewest)
            return;
        var number = (ulong)ordinary.Count;
        for (var size = 0; size < Sizes.Length; size++)
        {
            for (var draw = 0; draw < Draws && Sizes[size] * 2 <= ordinary.Count; draw++)
            {
                var pool = new Profile();
                for (var i = 0; i < Sizes[size]; i++)
                {
                    number = LinkToken.Spread(number + 0x9E37_79B9_7F4A_7C15);
                    pool = ProfileMerge.Merge(pool, ordinary[(int)(number % (ulong)ordinary.Count)]);
                }

                _most[size] = Math.Max(_most[size], Judging.Pooled(pool, yardstick, Judgement.WithoutTime));
            }
        }
    }

    public void Save(BinaryWriter to)
    {
        foreach (var most in _most)
            to.Write(most);
    }

    public void Restore(BinaryReader from)
    {
        for (var i = 0; i < _most.Length; i++)
            _most[i] = from.ReadDouble();
    }
}
