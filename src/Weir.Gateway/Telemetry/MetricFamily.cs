using System.Diagnostics.Metrics;

namespace Weir.Gateway.Telemetry;

internal enum MetricShape { Counter, Gauge, Histogram }

/// <summary>
/// All series of one instrument, in a hash table that is read without a lock and grown by copying: series are few and
/// appear once. Beyond <see cref="MostSeries"/> everything new is counted in one series without labels, so that a
/// monitoring system cannot be flooded whatever a tag holds.
/// </summary>
internal sealed class MetricFamily
{
    public const int MostSeries = 2000;

    private readonly Lock _growing = new();
    private readonly MetricSeries _overflow;
    private volatile MetricSeries?[] _table = new MetricSeries?[16];
    private int _count;

    public MetricFamily(Instrument instrument)
    {
        Instrument = instrument;
        Shape = ShapeOf(instrument);
        Bounds = Shape == MetricShape.Histogram ? BoundsOf(instrument) : [];
        Adds = !instrument.IsObservable && instrument.GetType().GetGenericTypeDefinition() != typeof(Gauge<>);
        _overflow = new MetricSeries([new("overflow", "true")], Bounds);
    }

    public Instrument Instrument { get; }
    public MetricShape Shape { get; }
    public double[] Bounds { get; }

    /// <summary>Measurements are added up; otherwise each one takes the place of the last.</summary>
    public bool Adds { get; }

    public IEnumerable<MetricSeries> Series
    {
        get
        {
            foreach (var series in _table)
            {
                if (series is not null)
                    yield return series;
            }

            if (_overflow.Value != 0)
                yield return _overflow;
        }
    }

    public MetricSeries Of(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var hash = Hash(tags);
        return Find(_table, tags, hash) ?? Add(tags, hash);
    }

    private MetricSeries Add(ReadOnlySpan<KeyValuePair<string, object?>> tags, uint hash)
    {
        lock (_growing)
        {
            if (Find(_table, tags, hash) is { } raced)
                return raced;
            if (_count >= MostSeries)
                return _overflow;
            var table = _table;
            if ((_count + 1) * 2 > table.Length)
                _table = table = Grown(table);
            var series = new MetricSeries(tags.ToArray(), Bounds);
            Put(table, series, hash);
            _count++;
            return series;
        }
    }

    private static MetricSeries? Find(MetricSeries?[] table, ReadOnlySpan<KeyValuePair<string, object?>> tags, uint hash)
    {
        // At most half full, so that an empty place ends every search.
        for (var i = hash; ; i++)
        {
            var series = Volatile.Read(ref table[i & (uint)(table.Length - 1)]);
            if (series is null || series.Fits(tags))
                return series;
        }
    }

    private static MetricSeries?[] Grown(MetricSeries?[] table)
    {
        var larger = new MetricSeries?[table.Length * 2];
        foreach (var series in table)
        {
            if (series is not null)
                Put(larger, series, Hash(series.Tags));
        }

        return larger;
    }

    private static void Put(MetricSeries?[] table, MetricSeries series, uint hash)
    {
        var i = hash;
        while (table[i & (uint)(table.Length - 1)] is not null)
            i++;
        Volatile.Write(ref table[i & (uint)(table.Length - 1)], series);
    }

    private static uint Hash(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        uint hash = 17;
        foreach (var tag in tags)
        {
            // Only the ends of a text: labels are short words, and a collision costs one comparison.
            var part = tag.Value is string { Length: > 0 } text ? (uint)(text.Length | (text[0] << 8) | (text[text.Length / 2] << 16)) ^ ((uint)text[^1] << 24) : (uint)(tag.Value?.GetHashCode() ?? 0);
            hash = (hash ^ part) * 0x9E3779B1;
            hash ^= hash >> 15;
        }

        return hash;
    }

    private static MetricShape ShapeOf(Instrument instrument)
    {
        var type = instrument.GetType().GetGenericTypeDefinition();
        return type == typeof(Histogram<>) ? MetricShape.Histogram
            : type == typeof(Counter<>) || type == typeof(ObservableCounter<>) ? MetricShape.Counter
            : MetricShape.Gauge;
    }

    private static double[] BoundsOf(Instrument instrument) => instrument switch
    {
        Instrument<double> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds],
        Instrument<long> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds.Select(static bound => (double)bound)],
        Instrument<int> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds.Select(static bound => (double)bound)],
        _ => [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    };
}
