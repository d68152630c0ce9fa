namespace Weir.Traffic.Journals;

/// <summary>What was wrong with the logs: everything counted, the first of it kept to be shown.</summary>
public sealed class LogFaults(int kept)
{
    private readonly long[] _counts = new long[Enum.GetValues<LogFaultKind>().Length];
    private readonly List<LogFault> _kept = [];

    /// <summary>In the order in which they were met.</summary>
    public IReadOnlyList<LogFault> Kept => _kept;

    /// <summary>The first that left something out; what a strict reading stops at.</summary>
    public LogFault? First { get; private set; }

    public long this[LogFaultKind kind] => _counts[(int)kind];

    public long Total { get; private set; }

    /// <summary>Lines that are not in the analysis.</summary>
    public long LinesSkipped { get; private set; }

    /// <summary>Lines that were kept with less than they hold, or out of order.</summary>
    public long Notes => this[LogFaultKind.UnreadBody] + this[LogFaultKind.OutOfOrder];

    /// <summary>Files that could not be opened or read to their end.</summary>
    public long BrokenFiles => this[LogFaultKind.Unreadable] + this[LogFaultKind.BrokenCompression];

    internal void Add(in LogFault fault)
    {
        _counts[(int)fault.Kind]++;
        Total++;
        if (fault.Skipped)
        {
            First ??= fault;
            LinesSkipped += fault.Kind is LogFaultKind.Unreadable or LogFaultKind.BrokenCompression ? 0 : 1;
        }

        if (_kept.Count < kept)
            _kept.Add(fault);
    }
}
