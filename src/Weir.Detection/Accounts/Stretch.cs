namespace Weir.Detection.Accounts;

/// <summary>A stretch of exchanges that is judged: an account's life, its latest window, or one flow inside it.</summary>
internal readonly ref struct Stretch(ReadOnlySpan<int> counts, long first, long last)
{
    public ReadOnlySpan<int> Counts { get; } = counts;
    public long First { get; } = first;
    public long Last { get; } = last;
    /// <summary>Templates that were filled many times.</summary>
    public int Templates { get; init; }
    /// <summary>How likely the next word is a new one, on a logarithmic scale (<see cref="Vocabulary.Breadth"/>); 0 where too few were seen.</summary>
    public double Breadth { get; init; }

    /// <summary>A part of an account, of which a small volume says nothing.</summary>
    public bool IsPart { get; init; }

    public int this[Counter counter] => Counts[(int)counter];

    /// <summary>The last hour, counted from 1970, in which new prompts were taken.</summary>
    public int LastTakingHour { get; init; }

    public double Hours => (Last - First) / 3_600_000.0;

    /// <summary>
    /// For how many hours new prompts were taken: from the first to the last, and no more than four for each hour in which some were. A run of two hours
    /// and one question three days later is a short stay.
    /// </summary>
    public double TakingHours => Math.Clamp(LastTakingHour - First / 3_600_000, 0, 4L * this[Counter.TakingHours]);

    public double Days => Hours / 24;
}
