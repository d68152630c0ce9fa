namespace Weir.Traffic.Journals;

/// <summary>
/// Keeps event time sane. A time ahead of the clock is not believed, unless the log around it says the same: then it is the
/// clock that is wrong, or the log was made up for a test. A time behind the others is believed and counted.
/// </summary>
internal sealed class LogOrder(DateTimeOffset clockLimit, TimeSpan reordering)
{
    /// <summary>Fewer lines than these say nothing against the clock.</summary>
    private const int EnoughToDoubtTheClock = 16;

    private static readonly TimeSpan Near = TimeSpan.FromDays(7);

    private DateTimeOffset? _latest;
    private bool _started;

    /// <summary>Takes exchanges from the block whose time lies in the future, and says so.</summary>
    public void DropFuture(string source, ParsedBlock block)
    {
        var reference = Reference(block.Exchanges);
        var kept = 0;
        for (var i = 0; i < block.Exchanges.Count; i++)
        {
            var exchange = block.Exchanges[i];
            if (exchange.Time > clockLimit && (reference is null || exchange.Time > reference + Near))
            {
                block.Faults.Add(new LogFault(source, block.LineOf[i], LogFaultKind.Future, $"has a time in the future ({exchange.Time.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'})"));
                continue;
            }

            if (exchange.Time > clockLimit && exchange.Time > reference)
                reference = exchange.Time;
            block.Exchanges[kept] = exchange;
            block.LineOf[kept++] = block.LineOf[i];
        }

        block.Exchanges.RemoveRange(kept, block.Exchanges.Count - kept);
        block.LineOf.RemoveRange(kept, block.LineOf.Count - kept);
    }

    /// <summary>Whether the exchange is late by more than the window.</summary>
    public bool IsLate(DateTimeOffset time)
    {
        if (_latest is not { } latest || time >= latest)
        {
            _latest = time;
            return false;
        }

        return time < latest - reordering;
    }

    private DateTimeOffset? Reference(List<Exchange> exchanges)
    {
        if (_latest > clockLimit)
            return _latest;
        if (_started || exchanges.Count < EnoughToDoubtTheClock)
            return null;
        _started = true;
        var times = exchanges.ConvertAll(exchange => exchange.Time);
        times.Sort();
        var median = times[times.Count / 2];
        return median > clockLimit ? median : null;
    }
}
