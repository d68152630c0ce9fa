using System.Globalization;
using System.Text;
using Weir.Ledger;
using Weir.Ledger.Checks;
using Weir.Ledger.Entries;
using Weir.Ledger.Files;
using Weir.TestKit;
using Xunit;

namespace Weir.Gateway.Tests.Ledger;

/// <summary>A process that writes a ledger is killed again and again; what it was told is durable must be there, and nothing else may be wrong.</summary>
public sealed class Killed_ledger : IDisposable
{
    private const int Kills = 4;
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact(Timeout = 300_000)]
    public async Task Killed_at_any_instant_it_holds_everything_that_was_acknowledged_and_goes_on()
    {
        for (var kill = 0; kill < Kills; kill++)
        {
            long acknowledged;
            using (var other = OtherProcess.Run(nameof(Writes_until_it_is_killed), _temp.Path))
            {
                acknowledged = await LastOfAsync(other, 40 + 37 * kill);
                await other.KillAsync();
                while (await other.SaysAsync() is { } said)
                    acknowledged = Math.Max(acknowledged, long.Parse(said, CultureInfo.InvariantCulture));
            }

            var ledger = Path.Combine(_temp.Path, "ledger");
            var key = await new FolderSource(ledger).ReadKeyAsync(TestContext.Current.CancellationToken);
            var report = await LedgerCheck.RunAsync(ledger, key, null, TestContext.Current.CancellationToken);
            Assert.True(report.IsSound, string.Join("; ", report.Faults));
            Assert.True(report.Entries > acknowledged, $"{report.Entries} entries, and {acknowledged} was acknowledged");
        }
    }

    private static async Task<long> LastOfAsync(OtherProcess other, int count)
    {
        var last = -1L;
        for (var i = 0; i < count; i++)
            last = Math.Max(last, long.Parse((await other.SaysAsync())!, CultureInfo.InvariantCulture));
        return last;
    }

    [Fact(Explicit = true)]
    public async Task Writes_until_it_is_killed()
    {
        var ledger = Path.Combine(OtherProcess.Argument, "ledger");
        var (key, fault) = new LedgerKeyFile(Path.Combine(OtherProcess.Argument, LedgerKeyFile.Name)).Open(ledger, null);
        Assert.True(key is not null, fault);
        await using var writer = new LedgerWriter(ledger, key, TimeProvider.System);
        writer.Start();
        var gone = OtherProcess.ParentIsGone();
        async Task WriteAsync()
        {
            while (!gone.IsCompleted)
            {
                var entry = NewEntry.Of(EntryType.Decision, TimeProvider.System.GetUtcNow(), "weir", "acme", Encoding.UTF8.GetBytes("{}"));
                var appended = await writer.AppendAsync(entry, TestContext.Current.CancellationToken);
                Assert.True(appended.IsDurable, appended.Refusal);
                OtherProcess.Say(appended.Index.ToString(CultureInfo.InvariantCulture));
            }
        }

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => WriteAsync()));
    }
}
