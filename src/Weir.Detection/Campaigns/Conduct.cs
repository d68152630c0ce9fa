using System.Runtime.CompilerServices;
using Weir.Detection.Accounts;

namespace Weir.Detection.Campaigns;

/// <summary>
/// What an exchange is like, in a few cells: does it open something or go on, how long is the answer, is it of a kind that students are
/// trained on. Two accounts can be compared by it after a handful of exchanges.
/// </summary>
internal static class Conduct
{
    public const int Cells = 16;

    [InlineArray(Cells)]
    internal struct Counts { private ushort _first; }

    /// <summary>What ordinary accounts do before any was counted: shares of all exchanges.</summary>
    private static readonly double[] Ordinary = [.. Enumerable.Range(0, Cells).Select(static cell => PriorOf(cell))];

    private static double PriorOf(int cell)
    {
        var opening = (cell & 1) != 0 ? 0.55 : 0.45;
        var length = (cell >> 1 & 3) switch { 0 => 0.15, 1 => 0.55, 2 => 0.25, _ => 0.05 };
        var harvest = (cell >> 3) != 0 ? 0.06 : 0.94;
        return opening * length * harvest;
    }

    public static int CellOf(in Reading reading)
    {
        var output = reading.Exchange.Usage.OutputTokens;
        var length = output <= 40 ? 0 : output < 400 ? 1 : output < 1_500 ? 2 : 3;
        var harvest = reading.Marks.Has(Counter.HarvestKinds) || reading.Marks.Has(Counter.Probes);
        return (reading.IsOpening ? 1 : 0) | length << 1 | (harvest ? 8 : 0);
    }

    /// <summary>
    /// How much better the conduct of an account fits a group than ordinary accounts, log10. Exchanges of one account are alike, so ten tell little more
    /// than five.
    /// </summary>
    public static double Evidence(in Counts account, ReadOnlySpan<long> group, ReadOnlySpan<long> ordinary)
    {
        long n = 0, inGroup = 0, inOrdinary = 0;
        for (var cell = 0; cell < Cells; cell++)
        {
            n += account[cell];
            inGroup += group[cell];
            inOrdinary += ordinary[cell];
        }

        if (n == 0 || inGroup == 0)
            return 0;
        var sum = 0.0;
        for (var cell = 0; cell < Cells; cell++)
        {
            if (account[cell] == 0)
                continue;
            // Without itself: nobody speaks for their own likeness.
            var own = Math.Min(account[cell], group[cell]);
            var ordinarily = (ordinary[cell] + 200 * Ordinary[cell]) / (inOrdinary + 200.0);
            var grouply = (group[cell] - own + 10 * ordinarily) / (Math.Max(0, inGroup - n) + 10.0);
            sum += account[cell] * Math.Log10(Math.Max(grouply, 0.003) / Math.Max(ordinarily, 0.003));
        }

        return Math.Clamp(sum / (1 + n / 6.0), -2, Links.FamilyCap[(int)LinkFamily.Conduct]);
    }
}
