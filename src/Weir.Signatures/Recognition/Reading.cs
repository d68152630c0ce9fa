using Weir.Signatures.Language;
using Weir.Signatures.Marking;

namespace Weir.Signatures.Recognition;

/// <summary>One group's share in a result. z is signed: a negative one is what a paraphrase leaves of swapped words.</summary>
public readonly record struct GroupReading(CarrierGroup Group, double Z, double P, int Cells);

/// <summary>How well a text fits one key.</summary>
/// <param name="Z">The best of the readings that were planned for this kind of key.</param>
/// <param name="P">A bound on the chance of that without the mark, which holds at any size; the number of planned readings is in it.</param>
/// <param name="Inverted">Swapped words speak against the key and were counted for it: what a paraphrase does.</param>
public sealed record KeyReading(string Key, KeyLayer Layer, double Z, double P, bool Inverted, IReadOnlyList<GroupReading> Groups)
{
    /// <summary>P after Holm over all keys that were tried.</summary>
    public double Adjusted { get; init; } = P;
}

/// <summary>What keys that nobody marked with read in the same text.</summary>
/// <param name="Sd">Standard deviation of their plain z; near one where the test is sound.</param>
public sealed record DecoyReading(int Count, double Mean, double Sd, double Highest, IReadOnlyList<double> Sorted)
{
    /// <summary>Share of decoys that read at least as high, the key itself counted among them.</summary>
    public double Rank(double z) => (1.0 + Sorted.Count(decoy => decoy >= z)) / (Count + 1);
}
