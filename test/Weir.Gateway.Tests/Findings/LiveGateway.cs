using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Detection;
using Weir.Detection.Accounts;
using Weir.Gateway.Configuration;
using Weir.Gateway.Findings;
using Weir.Gateway.Storage;
using Weir.Gateway.Tests.Watch;
using Weir.Gateway.Watch;
using Weir.Traffic;
using Weir.Traffic.Journals;
using Xunit;

namespace Weir.Gateway.Tests.Findings;

/// <summary>Watch and detection over one data folder, as in the gateway, without its ports.</summary>
internal sealed class LiveGateway : IAsyncDisposable
{
    private readonly DataFolder _data;
    private bool _stopped;

    /// <param name="noneBefore">A moment before which no call came that may still be offered; the present, where a test offers in order.</param>
    public LiveGateway(
        string path, TimeProvider? time = null, int mostWaiting = Handover.MostWaiting, bool journal = true, string? accounts = null, Func<DateTimeOffset, DateTimeOffset>? noneBefore = null)
    {
        Assert.True(DataFolder.TryOpen(path, out var data, out var fault), fault?.ToString());
        _data = data;
        var before = Drafts.Config(new JournalConfig { Enabled = journal });
        Config = new ConfigSource(before.Current with { AccountsFile = accounts });
        Watch = WatchWorker.Over(data, Config, time ?? TimeProvider.System, NullLoggerFactory.Instance);
        Detection = new LiveDetection(Watch, data, Config, CalibrationFile.None, noneBefore ?? (static now => now), time ?? TimeProvider.System, NullLogger<LiveDetection>.Instance, mostWaiting);
    }

    public ConfigSource Config { get; }
    public WatchWorker Watch { get; }
    public LiveDetection Detection { get; }
    public KeyedHasher Hasher => _data.Hasher;
    public string SnapshotPath => Path.Combine(_data.Path, "findings", "state");

    public LiveGateway Started()
    {
        Detection.Start();
        Watch.Start();
        return this;
    }

    public async Task StopAsync()
    {
        if (_stopped)
            return;
        _stopped = true;
        await Watch.StopAsync(CancellationToken.None);
        await Detection.StopAsync(CancellationToken.None);
    }

    public async Task<string> FindingsAsync()
    {
        var findings = await Detection.AskAsync(static state => state.Analysis.Findings(all: true), TestContext.Current.CancellationToken);
        return Text(findings!);
    }

    /// <summary>What `weir analyze` makes of the journal: the same reader, the same detectors.</summary>
    public async Task<string> AnalyzedAsync()
    {
        var sources = JournalFolder.Readable(Watch.Journal.Folder, default).Select(static segment => new LogSource(Path.GetFileName(segment.Path), segment.Read)).ToList();
        using var reading = new LogReading(sources, KeyedHasher.Ephemeral(), TimeProvider.System, new LogReadingOptions { Threads = 2 });
        var analysis = new AccountAnalysis(new AnalysisOptions { Threads = 2 });
        await foreach (var run in reading.ReadAsync(TestContext.Current.CancellationToken))
            analysis.ObserveAll(run.ToArray());
        analysis.Finish();
        Assert.Equal(0, reading.Faults.LinesSkipped);
        return Text(analysis.Findings(all: true));
    }

    public static string Text(IEnumerable<Finding> findings)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true });
        json.WriteStartArray();
        foreach (var finding in findings)
            FindingJson.Write(json, finding);
        json.WriteEndArray();
        json.Flush();
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Watch.DisposeAsync();
        await Detection.DisposeAsync();
        _data.Dispose();
    }
}
