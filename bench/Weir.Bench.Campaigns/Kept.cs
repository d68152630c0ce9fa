using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using Weir.Bench.Detection;
using Weir.Drill.Traffic;
using Weir.Traffic;
using Weir.Traffic.Journals;

namespace Weir.Bench.Campaigns;

/// <summary>
/// Made traffic that is kept, because to make it costs several times what it costs to judge it: a journal, and beside it which exchanges take the model away and what
/// the baseline made of them.
/// </summary>
public sealed class Kept(string folder, TrafficPlan plan)
{
    private readonly string _name = Path.Combine(folder, NameOf(plan));

    public bool IsThere => File.Exists(_name + ".truth");

    /// <summary>By everything that the traffic is made from.</summary>
    private static string NameOf(TrafficPlan plan)
    {
        var hash = 14_695_981_039_346_656_037UL;
        foreach (var c in string.Join(';', plan.Cast.Select(static part => part.Class.Name + part.Groups)) + string.Create(CultureInfo.InvariantCulture, $"{plan.Scale};{plan.Volume};{plan.Pace};{plan.Days};{plan.ReleaseDay};{plan.Real?.Count}"))
            hash = (hash ^ c) * 1_099_511_628_211UL;
        return string.Create(CultureInfo.InvariantCulture, $"{plan.Seed}-{hash:x16}");
    }

    public async IAsyncEnumerable<IReadOnlyList<Exchange>> ReadAsync(IReadOnlyList<Account> accounts, Truth truth, Baseline baseline)
    {
        var named = accounts.ToDictionary(static account => account.Who.Account, StringComparer.Ordinal);
        using var marks = new StreamReader(_name + ".truth");
        var harvests = (await marks.ReadLineAsync())!;
        while (await marks.ReadLineAsync() is { } pair)
            baseline.Join(pair.Split('\t'));
        await using var segment = new BufferedStream(new GZipStream(File.OpenRead(_name + ".gz"), CompressionMode.Decompress), 1 << 20);
        var at = 0;
        await foreach (var run in JournalReplay.ReadAsync(segment, _name, 0, JournalTrip.Hasher, CancellationToken.None))
        {
            foreach (var exchange in run.Exchanges)
                truth.Count(named[exchange.Account], exchange.Time, harvests[at++] == '1');
            yield return run.Exchanges;
        }
    }

    public Writer Write() => new(_name);

    public sealed class Writer(string name) : IDisposable
    {
        private readonly GZipStream _segment = new(File.Create(name + ".gz"), CompressionLevel.Fastest);
        private readonly List<char> _harvests = [];

        public void Mark(bool harvest) => _harvests.Add(harvest ? '1' : '0');

        public void Add(List<Exchange> batch)
        {
            var bytes = new ArrayBufferWriter<byte>(batch.Count * 1_200);
            foreach (var exchange in batch)
                ExchangeJson.Write(exchange, bytes);
            _segment.Write(bytes.WrittenSpan);
        }

        public void End(Baseline baseline)
        {
            _segment.Dispose();
            File.WriteAllLines(name + ".truth", [new string([.. _harvests]), .. baseline.Campaigns().Select(static one => string.Join('\t', one))]);
        }

        public void Dispose() => _segment.Dispose();
    }
}
