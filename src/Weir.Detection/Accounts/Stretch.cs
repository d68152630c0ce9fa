namespace Weir.Detection.Accounts;

/// <summary>A stretch of exchanges that is judged: an account's life, its latest window, or one flow inside it.</summary>
internal readonly ref struct Stretch(ReadOnlySpan<int> counts, long first, long last)
{
    public ReadOnlySpan<int> Counts { get; } = counts;
    public long First { get; } = first;
    public long Last { get; } = last;
    /// <summary>Templates that were filled many times.</summary>
    public int Templates { get; init; }
    /// <summary>How the vocabulary grows: the logarithm of different words over that of all words in the samples; 0 where too few were seen.</summary>
    public double TermGrowth { get; init; }

    public int this[Counter counter] => Counts[(int)counter];

    public double Hours => (Last - First) / 3_600_000.0;
    public double Days => Hours / 24;
}
