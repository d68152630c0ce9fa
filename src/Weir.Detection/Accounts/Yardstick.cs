using Weir.Detection.Accounts.Signals;
using Weir.Detection.Evidence;

namespace Weir.Detection.Accounts;

/// <summary>
/// What is usual in this log: for each honest kind of use and each signal, how many established accounts of that kind lie at each point of
/// <see cref="RateGrid"/>. They sharpen the built-in beliefs a little and never outweigh them, so that harvesters who fill a log cannot make themselves usual; accounts
/// with any suspicion on them are not counted in. Only sums: shards add up in any order.
/// </summary>
public sealed class Yardstick
{
    private const double PriorAccounts = 40;
    private const double MostAccounts = 2;
    /// <summary>A calibration was looked through by a person: it may weigh as much as the built-in beliefs.</summary>
    private const double MostConfirmed = 40;

    private readonly int[][] _counts = Rows();
    /// <summary>From a calibration.</summary>
    private readonly int[][] _confirmed = Rows();
    private Belief?[]? _beliefs;

    private static int[][] Rows()
    {
        var rows = new int[Archetypes.HonestCount * AllSignals.List.Length][];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = new int[RateGrid.Count];
        return rows;
    }

    /// <summary>Nothing counted yet: the built-in beliefs alone.</summary>
    public static Yardstick BuiltIn { get; } = new();

    /// <summary>Accounts counted in.</summary>
    public int Accounts { get; private set; }

    /// <summary>Null: no belief of its own.</summary>
    internal Belief? Belief(int kind, int signal) => (_beliefs ??= Build())[kind * AllSignals.List.Length + signal];

    internal void Count(int kind, ReadOnlySpan<Measure> measures)
    {
        Accounts++;
        for (var s = 0; s < measures.Length; s++)
        {
            if (!measures[s].IsNone)
                _counts[kind * measures.Length + s][RateGrid.Nearest(measures[s].Rate)]++;
        }
    }

    /// <summary>Takes over what a calibration confirmed.</summary>
    internal void Confirm(Yardstick calibration)
    {
        for (var i = 0; i < _confirmed.Length; i++)
            calibration._confirmed[i].CopyTo(_confirmed[i], 0);
    }

    internal void Save(BinaryWriter to)
    {
        to.Write(Accounts);
        foreach (var row in _counts.Concat(_confirmed))
        {
            foreach (var count in row)
                to.Write(count);
        }
    }

    internal static Yardstick Restore(BinaryReader from)
    {
        var yardstick = new Yardstick { Accounts = from.ReadInt32() };
        foreach (var row in yardstick._counts.Concat(yardstick._confirmed))
        {
            for (var i = 0; i < row.Length; i++)
                row[i] = from.ReadInt32();
        }

        return yardstick;
    }

    internal void Seal() => _beliefs = Build();

    /// <summary>Counts by kind of use and signal, for a calibration file.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, IReadOnlyList<int>>> Counts
    {
        get
        {
            var kinds = new SortedDictionary<string, IReadOnlyDictionary<string, IReadOnlyList<int>>>(StringComparer.Ordinal);
            for (var k = 0; k < Archetypes.HonestCount; k++)
            {
                var rows = new SortedDictionary<string, IReadOnlyList<int>>(StringComparer.Ordinal);
                for (var s = 0; s < AllSignals.List.Length; s++)
                    rows[AllSignals.List[s].Name] = _counts[k * AllSignals.List.Length + s];
                kinds[Archetypes.List[k].Name] = rows;
            }

            return kinds;
        }
    }

    /// <summary>From a calibration file, as confirmed. Kinds and signals that it does not have keep the built-in beliefs; unknown names are ignored.</summary>
    public static Yardstick FromCounts(int accounts, IReadOnlyDictionary<string, IReadOnlyDictionary<string, IReadOnlyList<int>>> counts)
    {
        var yardstick = new Yardstick { Accounts = Math.Max(0, accounts) };
        for (var k = 0; k < Archetypes.HonestCount; k++)
        {
            if (!counts.TryGetValue(Archetypes.List[k].Name, out var rows))
                continue;
            for (var s = 0; s < AllSignals.List.Length; s++)
            {
                if (!rows.TryGetValue(AllSignals.List[s].Name, out var row) || row.Count != RateGrid.Count)
                    continue;
                for (var j = 0; j < row.Count; j++)
                    yardstick._confirmed[k * AllSignals.List.Length + s][j] = Math.Max(0, row[j]);
            }
        }

        return yardstick;
    }

    private Belief?[] Build()
    {
        var signals = AllSignals.List.Length;
        var beliefs = new Belief?[Archetypes.List.Length * signals];
        for (var k = 0; k < Archetypes.List.Length; k++)
        {
            for (var s = 0; s < signals; s++)
            {
                var belief = Archetypes.List[k].Beliefs[s];
                beliefs[k * signals + s] = k < Archetypes.HonestCount ? belief!.With(_confirmed[k * signals + s], PriorAccounts, MostConfirmed).With(_counts[k * signals + s], PriorAccounts, MostAccounts) : belief;
            }
        }

        return beliefs;
    }
}
