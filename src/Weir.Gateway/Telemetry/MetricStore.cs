using System.Diagnostics.Metrics;

namespace Weir.Gateway.Telemetry;

/// <summary>Listens to the gateway's meter and the runtime's, and keeps what a scrape wants to read.</summary>
public sealed class MetricStore : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Lock _scraping = new();
    private readonly Lock _joining = new();
    private volatile MetricFamily[] _families = [];

    public MetricStore()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name is not (GatewayMeter.Name or "System.Runtime"))
                return;
            var family = new MetricFamily(instrument);
            lock (_joining)
                _families = [.. _families, family];
            listener.EnableMeasurementEvents(instrument, family);
        };
        _listener.MeasurementsCompleted = (_, state) =>
        {
            lock (_joining)
                _families = [.. _families.Where(family => !ReferenceEquals(family, state))];
        };
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, state) => Take((MetricFamily)state!, value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, state) => Take((MetricFamily)state!, value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, state) => Take((MetricFamily)state!, value, tags));
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();

    /// <summary>Asks the observable instruments, then hands over all families by name.</summary>
    internal IReadOnlyList<MetricFamily> Collect()
    {
        lock (_scraping)
            _listener.RecordObservableInstruments();
        return [.. _families.OrderBy(static family => family.Instrument.Name, StringComparer.Ordinal)];
    }

    private static void Take(MetricFamily family, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var series = family.Of(tags);
        if (family.Shape == MetricShape.Histogram)
            series.Observe(value);
        else if (family.Adds)
            series.Add(value);
        else
            series.Set(value);
    }

    private static void Take(MetricFamily family, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var series = family.Of(tags);
        if (family.Shape == MetricShape.Histogram)
            series.Observe(value);
        else if (family.Adds)
            series.Add(value);
        else
            series.Set(value);
    }
}
