using System.Diagnostics.Metrics;
using Weir.Gateway.Telemetry;
using Weir.TestKit;
using Xunit;

namespace Weir.Gateway.Tests.Telemetry;

public sealed class Prometheus_text : IDisposable
{
    // The store listens to meters of the gateway's name, whoever made them. A tag keeps tests that run beside this one apart.
    private readonly string _name = $"weir.test.{Guid.NewGuid():n}";
    private readonly Meter _meter = new(GatewayMeter.Name);
    private readonly MetricStore _store = new();

    public void Dispose()
    {
        _meter.Dispose();
        _store.Dispose();
    }

    [Fact]
    public void A_counter_is_added_up_by_labels()
    {
        var counter = _meter.CreateCounter<long>(_name, "{call}", "Calls.");
        counter.Add(1, new KeyValuePair<string, object?>("a.b", "x"));
        counter.Add(2, new KeyValuePair<string, object?>("a.b", "x"));
        counter.Add(5, new KeyValuePair<string, object?>("a.b", "y"));
        Assert.Equal([$"# HELP {Plain}_total Calls.", $"# TYPE {Plain}_total counter", $"{Plain}_total{{a_b=\"x\"}} 3", $"{Plain}_total{{a_b=\"y\"}} 5"], Lines());
    }

    [Fact]
    public void A_histogram_has_cumulative_buckets_a_sum_and_a_count()
    {
        var histogram = _meter.CreateHistogram(_name, "s", "Time.", tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] });
        foreach (var seconds in (double[])[0.1, 0.5, 0.5, 3])
            histogram.Record(seconds);
        Assert.Equal(
        [
            $"# HELP {Plain}_seconds Time.", $"# TYPE {Plain}_seconds histogram",
            $"{Plain}_seconds_bucket{{le=\"0.1\"}} 1", $"{Plain}_seconds_bucket{{le=\"1\"}} 3", $"{Plain}_seconds_bucket{{le=\"+Inf\"}} 4",
            $"{Plain}_seconds_sum 4.1", $"{Plain}_seconds_count 4",
        ], Lines());
    }

    [Fact]
    public void A_gauge_holds_the_last_value_and_an_up_down_counter_the_sum()
    {
        var gauge = _meter.CreateGauge<double>(_name);
        gauge.Record(3);
        gauge.Record(2);
        Assert.Equal($"{Plain} 2", Lines()[^1]);
        var active = _meter.CreateUpDownCounter<long>(_name + ".active");
        active.Add(3);
        active.Add(-2);
        Assert.Equal($"{Plain}_active 1", Lines()[^1]);
    }

    [Fact]
    public void Labels_are_escaped()
    {
        _meter.CreateCounter<long>(_name).Add(1, new KeyValuePair<string, object?>("l", "a\"b\\c\nd"));
        Assert.Equal($"{Plain}_total{{l=\"a\\\"b\\\\c\\nd\"}} 1", Lines()[^1]);
    }

    [Fact]
    public void A_flood_of_label_values_ends_in_one_series()
    {
        var counter = _meter.CreateCounter<long>(_name);
        for (var i = 0; i < MetricFamily.MostSeries + 100; i++)
            counter.Add(1, new KeyValuePair<string, object?>("l", i.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        var lines = Lines();
        Assert.Equal(MetricFamily.MostSeries + 1 + 2, lines.Length);
        Assert.Equal($"{Plain}_total{{overflow=\"true\"}} 100", lines[^1]);
    }

    [Fact]
    public async Task Nothing_is_lost_between_threads()
    {
        var counter = _meter.CreateCounter<long>(_name);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 20_000; i++)
                counter.Add(1, new KeyValuePair<string, object?>("l", (i % 50).ToString(System.Globalization.CultureInfo.InvariantCulture)));
        }, TestContext.Current.CancellationToken)));
        var lines = Lines()[2..];
        Assert.Equal(50, lines.Length);
        Assert.All(lines, static line => Assert.EndsWith(" 1600", line, StringComparison.Ordinal));
    }

    [Fact]
    public void A_model_name_stands_in_a_metric_only_after_an_upstream_answered_to_it()
    {
        var models = new KnownModels(most: 2);
        Assert.Equal(KnownModels.Other, models.Of("made-up", answered: false));
        Assert.Equal("a", models.Of("a", answered: true));
        Assert.Equal("a", models.Of("a", answered: false));
        Assert.Equal("b", models.Of("b", answered: true));
        Assert.Equal(KnownModels.Other, models.Of("c", answered: true));
        Assert.Equal(KnownModels.Other, models.Of(null, answered: true));
    }

    [Fact]
    public void The_process_has_its_usual_names()
    {
        var text = PrometheusText.Write([], new ManualTimeProvider());
        Assert.Contains("\nprocess_resident_memory_bytes ", text, StringComparison.Ordinal);
        Assert.Contains("\nprocess_cpu_seconds_total ", text, StringComparison.Ordinal);
    }

    private string Plain => _name.Replace('.', '_');

    private string[] Lines() => [.. PrometheusText.Write(_store.Collect(), TimeProvider.System).Split('\n').Where(line => line.Contains(Plain, StringComparison.Ordinal))];
}
