using Microsoft.Extensions.Logging.Abstractions;
using Weir.Gateway.Configuration;
using Weir.Gateway.Enforcement;
using Weir.Gateway.Ledger;
using Weir.Gateway.Storage;
using Weir.Policy;
using Weir.TestKit;
using Xunit;

namespace Weir.Gateway.Tests.Enforcement;

/// <summary>Where the ledger takes no stop, what goes with the stop is nowhere either; only what frees somebody is everywhere.</summary>
public sealed class Refused_by_the_ledger : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static readonly Uri Anywhere = new("http://127.0.0.1:0");
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    private static PolicyEntry Entry(EntryKind kind, string id, string account) =>
        PolicyEntry.For(kind, id, Now, Subject.Account(account)) with { Posture = kind == EntryKind.PostureSet ? Posture.Suspend : null, Until = Now.AddDays(1), Actor = "anna", Reason = "r", Text = "t" };

    [Fact]
    public async Task A_batch_of_which_one_is_refused_leaves_nothing_but_what_frees()
    {
        var path = Path.Combine(_folder.Path, "data");
        Assert.True(DataFolder.TryOpen(path, out var data, out _));
        using (data)
        {
            // A file where the ledger's folder has to be: it cannot be opened, and refuses.
            await File.WriteAllTextAsync(data.LedgerPath, "in the way");
            var config = new ConfigSource(new WeirConfig { Listen = Anywhere, Admin = Anywhere, DataFolder = path });
            await using var ledger = new GatewayLedger(config, data, TimeProvider.System, NullLogger<GatewayLedger>.Instance);
            await using var log = new DecisionLog(Path.Combine(path, "policy"), ledger, NullLogger<DecisionLog>.Instance);
            PolicyEntry[] batch = [Entry(EntryKind.Noted, "n-1", "a"), Entry(EntryKind.PostureSet, "s-1", "a"), Entry(EntryKind.Trusted, "t-1", "b")];
            var before = ledger.Refused;
            Assert.False(await log.AppendAsync(batch));
            Assert.Equal(["t-1"], log.Read().Select(static entry => entry.Id));
            // Offered to the ledger were the one that frees and nothing else.
            Assert.Equal(1, ledger.Refused - before);
            Assert.True(await log.AppendAsync([Entry(EntryKind.Noted, "n-2", "a")]));
            Assert.Equal(["t-1", "n-2"], log.Read().Select(static entry => entry.Id));
        }
    }
}
