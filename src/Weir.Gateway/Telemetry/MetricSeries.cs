namespace Weir.Gateway.Telemetry;

/// <summary>One line of a metric: its labels and its numbers. Added to by many threads, read by a scrape.</summary>
internal sealed class MetricSeries(KeyValuePair<string, object?>[] tags, double[] bounds)
{
    private readonly long[] _buckets = new long[bounds.Length + 1];
    private long _whole;
    private double _value;

    public KeyValuePair<string, object?>[] Tags => tags;
    public double[] Bounds => bounds;

    public double Value => Volatile.Read(ref _value) + Interlocked.Read(ref _whole);

    public long Bucket(int index) => Interlocked.Read(ref _buckets[index]);

    public void Add(long value) => Interlocked.Add(ref _whole, value);

    public void Add(double value)
    {
        double before, after = Volatile.Read(ref _value);
        do
        {
            before = after;
            after = Interlocked.CompareExchange(ref _value, before + value, before);
        }
        while (before != after && !double.IsNaN(after));
    }

    public void Set(double value) => Volatile.Write(ref _value, value);

    /// <summary>One observation of a histogram.</summary>
    public void Observe(double value)
    {
        var index = 0;
        while (index < bounds.Length && value > bounds[index])
            index++;
        Interlocked.Increment(ref _buckets[index]);
        Add(value);
    }

    /// <summary>Whether this is the series of these tags. Tags of one instrument come in one order, from one place in the code.</summary>
    public bool Fits(ReadOnlySpan<KeyValuePair<string, object?>> other)
    {
        if (other.Length != tags.Length)
            return false;
        for (var i = 0; i < tags.Length; i++)
        {
            if (!ReferenceEquals(tags[i].Value, other[i].Value) && !Equals(tags[i].Value, other[i].Value))
                return false;
            if (!ReferenceEquals(tags[i].Key, other[i].Key) && !string.Equals(tags[i].Key, other[i].Key, StringComparison.Ordinal))
                return false;
        }

        return true;
    }
}
